import { describe, expect, it } from 'vitest';
import { failedCreation, failedNestedCreation, recordedEvents, stackIdOf } from '../testing/recorded-events.ts';
import { StackProgress } from './stack-progress.ts';

function after(stackName: string, events: typeof failedCreation, planned: { logicalId: string; type: string }[] = []) {
  const progress = new StackProgress(stackName, stackIdOf(stackName), planned);
  const changed = events.map((event) => progress.apply(event, 0)?.status);
  return { progress, changed, rows: progress.rows() };
}

it('shows what is planned before anything has happened', () => {
  const { rows, progress } = after('shop', [], [{ logicalId: 'Orders', type: 'AWS::SQS::Queue' }]);
  expect(rows).toMatchObject([{ logicalId: 'Orders', status: undefined }]);
  expect(progress.status).toBeUndefined();
});

it('folds events to a row per resource, in the order of the plan', () => {
  const planned = ['News', 'Orders'].map((logicalId) => ({ logicalId, type: 'T' }));
  const { rows, progress } = after('shop', failedCreation.slice(0, 10), planned);
  expect(rows.map(({ logicalId, status }) => [logicalId, status])).toEqual([
    ['News', 'CREATE_FAILED'],
    ['Orders', 'CREATE_COMPLETE'],
    ['Failed', 'CREATE_FAILED'],
  ]);
  expect(rows[1]!.endedAt!.getTime() - rows[1]!.startedAt!.getTime()).toBe(240);
  expect(progress).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS', endedAt: undefined });
});

it('tells only of changes: the second event of a creation is none', () => {
  const { changed } = after('shop', failedCreation.slice(2, 7));
  expect(changed).toEqual([
    'CREATE_IN_PROGRESS',
    'CREATE_IN_PROGRESS',
    'CREATE_IN_PROGRESS',
    undefined,
    'CREATE_COMPLETE',
  ]);
});

it('counts the time of a roll-back anew', () => {
  const { rows, progress } = after('shop', failedCreation);
  expect(rows[0]).toMatchObject({ logicalId: 'Orders', status: 'DELETE_COMPLETE' });
  expect(rows[0]!.endedAt!.getTime() - rows[0]!.startedAt!.getTime()).toBe(1000);
  expect(progress.status).toBe('ROLLBACK_COMPLETE');
  expect(progress.endedAt).toBeDefined();
});

it('puts the resources of a nested stack under it', () => {
  const { rows } = after('parent', failedNestedCreation);
  expect(rows.map(({ logicalId, depth }) => [logicalId, depth])).toEqual([
    ['Orders', 0],
    ['child', 0],
    ['News', 1],
  ]);
});

describe('after a replacement', () => {
  const queue = 'AWS::SQS::Queue';
  const [update, complete, cleanUp, gone] = recordedEvents('shop', [
    [1, 'Orders', queue, 'UPDATE_IN_PROGRESS', 'Requested update requires the creation of a new physical resource'],
    [2, 'Orders', queue, 'UPDATE_COMPLETE'],
    [3, 'Orders', queue, 'DELETE_IN_PROGRESS'],
    [4, 'Orders', queue, 'DELETE_COMPLETE'],
  ]);

  it('the resource stays what it has become while its predecessor is deleted', () => {
    const old = { PhysicalResourceId: 'the-old-one' };
    const { rows } = after('shop', [update!, complete!, { ...cleanUp!, ...old }, { ...gone!, ...old }]);
    expect(rows).toMatchObject([{ logicalId: 'Orders', status: 'UPDATE_COMPLETE' }]);
  });

  it('a resource that is deleted for good is deleted', () => {
    expect(after('shop', [cleanUp!, gone!]).rows).toMatchObject([{ status: 'DELETE_COMPLETE' }]);
  });
});

it('remembers that a resource is only recorded', () => {
  const { rows } = after(
    'shop',
    recordedEvents('shop', [
      [1, 'Alarm', 'AWS::CloudWatch::Alarm', 'CREATE_IN_PROGRESS', 'Resource is recorded: its service does not run'],
      [2, 'Alarm', 'AWS::CloudWatch::Alarm', 'CREATE_COMPLETE'],
    ]),
  );
  expect(rows).toMatchObject([{ isRecorded: true, status: 'CREATE_COMPLETE' }]);
});
