import { expect, it } from 'vitest';
import { StackProgress } from '../stack/stack-progress.ts';
import { failedCreation, failedNestedCreation, stackIdOf } from '../testing/recorded-events.ts';
import { progressFrame } from './progress-frame.ts';
import { progressView } from './progress-view.ts';
import { styleOf } from './style.ts';

const plain = styleOf(false);
const planned = ['Orders', 'Failed', 'News', 'Policy'].map((logicalId) => ({ logicalId, type: 'AWS::SQS::Queue' }));

function frame(events: typeof failedCreation, size = { width: 110, height: 20 }) {
  const progress = new StackProgress('shop', stackIdOf('shop'), planned);
  for (const event of events) progress.apply(event, 0);
  return progressFrame(progress, 1500, plain, size);
}

it('shows what waits, what is under way and what is done, with the time it takes', () => {
  expect(frame(failedCreation.slice(0, 7))).toEqual([
    'shop  CREATE_IN_PROGRESS',
    '✓ Orders  AWS::SQS::Queue  CREATE_COMPLETE     240 ms',
    '⠴ Failed  AWS::SQS::Queue  CREATE_IN_PROGRESS  1.5 s',
    '⠴ News    AWS::SQS::Queue  CREATE_IN_PROGRESS  1.5 s',
    '· Policy  AWS::SQS::Queue  waiting',
    '━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  1 of 4',
  ]);
});

it('shows why something failed', () => {
  expect(frame(failedCreation.slice(0, 8))[2]).toBe(
    '✗ Failed  AWS::SQS::Queue  CREATE_FAILED       290 ms  Invalid value for the parameter VisibilityTimeout.',
  );
});

it('has no bar at the end', () => {
  const lines = frame(failedCreation);
  expect(lines[0]).toBe('shop  ROLLBACK_COMPLETE');
  expect(lines).toHaveLength(5);
});

it('keeps in sight what matters most when there is no room for all', () => {
  const lines = frame(failedCreation.slice(0, 8), { width: 100, height: 6 });
  expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual([
    'shop',
    '✗ Failed',
    '⠴ News',
    '… and 2 more',
    '━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━',
  ]);
});

it('is no wider than the terminal', () => {
  const lines = frame(failedCreation.slice(0, 8), { width: 60, height: 20 });
  expect(Math.max(...lines.map((line) => line.length))).toBe(60);
});

it('indents nested stacks', () => {
  const progress = new StackProgress('parent', stackIdOf('parent'));
  for (const event of failedNestedCreation) progress.apply(event, 0);
  const lines = progressFrame(progress, 0, plain, { width: 60, height: 20 });
  expect(lines.map((line) => line.split(/\b {2,}/)[0])).toEqual(['parent', '✓ Orders', '✗ child', '  ✗ News']);
});

it('prints a line per change where lines cannot be drawn over', () => {
  const printed: string[] = [];
  const terminal = {
    style: plain,
    isLive: false,
    width: () => 80,
    height: () => 24,
    print: (text: string) => void printed.push(text),
    complain: () => undefined,
  };
  const progress = new StackProgress('shop', stackIdOf('shop'), planned);
  const view = progressView(progress, terminal);
  for (const event of failedCreation.slice(0, 9)) {
    const row = progress.apply(event, 0);
    if (row) view.changed(row);
  }
  view.end();
  expect(printed.slice(3)).toEqual([
    '12:00:01  CREATE_COMPLETE     Orders  AWS::SQS::Queue  240 ms\n',
    '12:00:01  CREATE_FAILED       Failed  AWS::SQS::Queue  290 ms  Invalid value for the parameter VisibilityTimeout.\n',
    '12:00:01  CREATE_FAILED       News    AWS::SQS::Queue  300 ms  Resource creation cancelled\n',
  ]);
});
