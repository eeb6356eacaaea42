import { expect, test } from 'vitest';
import { statementSpan } from './statement-position.ts';

test('a single statement, as in the example of the AWS CLI', () => {
  const document =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}';
  expect(statementSpan(document, 0)).toEqual({ start: { line: 1, column: 38 }, end: { line: 1, column: 167 } });
  expect(statementSpan(document, 1)).toBeUndefined();
});

test('lists of statements over several lines', () => {
  const statement = { Effect: 'Allow', Action: ['codecommit:ListRepositories'], Resource: '*' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement, statement] }, undefined, 4);
  expect(statementSpan(document, 0)).toEqual({ start: { line: 3, column: 19 }, end: { line: 10, column: 10 } });
  expect(statementSpan(document, 1)).toEqual({ start: { line: 10, column: 10 }, end: { line: 17, column: 10 } });
});

test('braces, quotes and keys inside of strings mislead nobody', () => {
  const document = String.raw`{"Id":"}]\"{Statement","Version":"2012-10-17", "Stat\u0065ment" : [ {"Sid":"]}","x":{"Statement":[{}]}} ] }`;
  const start = document.indexOf('[ {') + 2;
  const end = document.indexOf(' ] }') + 1;
  expect(statementSpan(document, 0)).toEqual({ start: { line: 1, column: start }, end: { line: 1, column: end } });
});

test('documents without statements', () => {
  expect(statementSpan('{}', 0)).toBeUndefined();
  expect(statementSpan('{"Version":"2012-10-17"}', 0)).toBeUndefined();
  expect(statementSpan('{"Statement":[],"a":[1,{"b":2}],"c":true}', 0)).toBeUndefined();
});
