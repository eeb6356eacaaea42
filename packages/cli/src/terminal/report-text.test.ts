import { expect, it } from 'vitest';
import { failureReport } from '../stack/root-cause.ts';
import { failedCreation } from '../testing/recorded-events.ts';
import { eventLines } from './event-line.ts';
import { failureText } from './failure-text.ts';
import { outputsText } from './outputs-text.ts';
import { styleOf } from './style.ts';
import { durationText } from './time-text.ts';

const plain = styleOf(false);

it('begins with the cause', () => {
  expect(failureText(failureReport(failedCreation), plain)).toBe(
    [
      '✗ Failed  AWS::SQS::Queue  CREATE_FAILED',
      '    Invalid value for the parameter VisibilityTimeout.',
      '',
      'Cancelled because of it: News',
      '',
    ].join('\n'),
  );
});

it('tabulates outputs', () => {
  const outputs = [
    { OutputKey: 'Url', OutputValue: 'http://x', Description: 'Where it is', ExportName: undefined },
    { OutputKey: 'TopicArn', OutputValue: 'arn', Description: undefined, ExportName: 'news' },
  ];
  expect(outputsText(outputs, plain)).toBe(
    '\nOutputs\n  Url       http://x  Where it is\n  TopicArn  arn       (export news)\n',
  );
  expect(outputsText([], plain)).toBe('');
});

it('tabulates events', () => {
  expect(eventLines(failedCreation.slice(7, 9), plain, 80)).toEqual([
    '12:00:01  CREATE_FAILED       Failed  AWS::SQS::Queue  Invalid value for the pa…',
    '12:00:01  CREATE_FAILED       News    AWS::SNS::Topic  Resource creation cancel…',
  ]);
});

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1234, '1.2 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('writes %d ms as %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

it('paints only where colours are shown', () => {
  expect([styleOf(true).bad('x'), styleOf(false).bad('x'), styleOf(true).bad('')]).toEqual([
    '\x1b[31mx\x1b[39m',
    'x',
    '',
  ]);
});
