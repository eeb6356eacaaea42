import { expect, it } from 'vitest';
import { failedCreation, failedNestedCreation, recordedEvents } from '../testing/recorded-events.ts';
import { failureReport } from './root-cause.ts';

const summary = (events: Parameters<typeof failureReport>[0]) => {
  const { cause, others, cancelled } = failureReport(events);
  return { cause: cause?.LogicalResourceId, others: others.map((event) => event.LogicalResourceId), cancelled };
};

it('finds what failed by itself, not what was cancelled for it', () => {
  expect(summary(failedCreation)).toEqual({ cause: 'Failed', others: [], cancelled: ['News'] });
});

it('finds it in the nested stack, not in the stack that is the parent of it', () => {
  expect(summary(failedNestedCreation)).toEqual({ cause: 'News', others: [], cancelled: ['Orders'] });
});

it('tells what failed later, once each', () => {
  const events = recordedEvents('shop', [
    [1, 'A', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'no'],
    [2, 'B', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'neither'],
    [3, 'C', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'Resource update cancelled'],
    [4, 'shop', 'AWS::CloudFormation::Stack', 'UPDATE_ROLLBACK_IN_PROGRESS', 'failed to update: [A, B, C]'],
    [5, 'B', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'neither'],
    [6, 'A', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'still no'],
    [7, 'shop', 'AWS::CloudFormation::Stack', 'UPDATE_ROLLBACK_FAILED', 'failed to update: [A]'],
  ]);
  expect(summary(events)).toEqual({ cause: 'A', others: ['B', 'A'], cancelled: ['C'] });
});

it('names the stack where no resource failed', () => {
  const events = recordedEvents('slow', [
    [0, 'slow', 'AWS::CloudFormation::Stack', 'CREATE_IN_PROGRESS', 'User Initiated'],
    [60, 'slow', 'AWS::CloudFormation::Stack', 'ROLLBACK_IN_PROGRESS', 'Stack creation time exceeded the time-out.'],
    [61, 'slow', 'AWS::CloudFormation::Stack', 'ROLLBACK_COMPLETE'],
  ]);
  expect(failureReport(events).cause?.ResourceStatusReason).toContain('exceeded');
});

it('names the stack that others keep from being deleted', () => {
  const reason = 'Delete canceled. Cannot delete export url as it is in use by reader.';
  const events = recordedEvents('shop', [
    [0, 'shop', 'AWS::CloudFormation::Stack', 'DELETE_IN_PROGRESS', 'User Initiated'],
    [0, 'shop', 'AWS::CloudFormation::Stack', 'UPDATE_COMPLETE', reason],
  ]);
  expect(failureReport(events).cause?.ResourceStatusReason).toBe(reason);
});
