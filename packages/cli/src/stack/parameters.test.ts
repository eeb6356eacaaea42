import { expect, it } from 'vitest';
import { parsePairs, parseParametersFile } from './parameters.ts';

const fromFile = (text: string) => Object.fromEntries(parseParametersFile(text, 'parameters.json'));

it('splits a pair at its first equals sign, and lets the last of a name count', () => {
  expect([...parsePairs('parameter', ['A=1', 'B=x=y', 'C=', 'A=2'])]).toEqual([
    ['A', '2'],
    ['B', 'x=y'],
    ['C', ''],
  ]);
});

it.each(['Stage', '=prod', ''])('refuses %j as a pair', (pair) => {
  expect(() => parsePairs('tag', [pair])).toThrow(`--tag takes NAME=VALUE, not '${pair}'`);
});

it.each([
  ["CloudFormation's list", '[{"ParameterKey":"A","ParameterValue":"1"},{"ParameterKey":"B","UsePreviousValue":true}]'],
  ["CodePipeline's object", '{"Parameters":{"A":"1"}}'],
  ['an object', '{"A":1}'],
  ['a list of pairs', '["A=1"]'],
  ['lines', '# of the stage\nA=1\n\n'],
])('reads %s', (_, text) => {
  expect(fromFile(text)).toEqual({ A: '1' });
});

it('joins the items of a list with commas', () => {
  expect(fromFile('{"Zones":["a","b"],"Enabled":true}')).toEqual({ Zones: 'a,b', Enabled: 'true' });
});

it.each([
  ['{"A":', 'not well-formed JSON'],
  ['{"A":{"B":1}}', 'the value of A must be'],
  ['[{"ParameterValue":"1"}]', 'ParameterKey is missing'],
  ['A', "takes NAME=VALUE, not 'A'"],
])('refuses %s', (text, message) => {
  expect(() => fromFile(text)).toThrow(message);
});
