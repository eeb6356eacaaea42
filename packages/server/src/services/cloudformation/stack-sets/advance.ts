import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isFinal } from '../model/stack-set.ts';
import type { StackSetOperation, StackSetResult } from '../model/stack-set.ts';
import { wakeStack } from '../stack-operation/wake.ts';
import {
  findStackSetOperation,
  openOperations,
  resultsOf,
  saveStackSet,
  saveStackSetOperation,
  stackSetsTable,
} from '../store/stack-sets.ts';
import { hasFailed, nextResults } from './concurrency.ts';
import { beginResult } from './deployment.ts';
import { driftDetails } from './drift.ts';
import { settleResult } from './outcome.ts';
import { ExecutionSessions } from './permissions.ts';
import { keepEnd } from './run.ts';
import type { StackSetRun } from './run.ts';
import { conflicts, enqueueAdvance } from './start.ts';
import type { AdvancePayload } from './start.ts';

const toleranceExceeded = 'Cancelled since failure tolerance has exceeded';
const stopped = 'Cancelled since the operation was stopped by the user';

/**
 * Goes on with an operation from where its rows stand, until it has ended or only waits for stacks, which tell when
 * they are done. To run once too often does no harm.
 */
export async function advanceStackSet(platform: Platform, payload: AdvancePayload): Promise<void> {
  const { storage } = platform;
  const { stackSetId, operationId } = payload;
  let run: StackSetRun | undefined;
  for (;;) {
    const operation = await findStackSetOperation(storage, stackSetId, operationId);
    if (operation?.status !== 'RUNNING' && operation?.status !== 'STOPPING') return;
    run = await openRun(platform, operation, run);
    const results = await settled(run, await resultsOf(storage, stackSetId, operationId));
    if (results.every(isFinal)) return finish(run, results);
    const { begin, cancel } = nextOf(run, results);
    const reason = operation.status === 'STOPPING' ? stopped : toleranceExceeded;
    for (const result of cancel) await cancelResult(run, result, reason);
    if (begin.length === 0 && cancel.length === 0) return;
    await beginAll(run, begin);
  }
}

async function openRun(platform: Platform, operation: StackSetOperation, before?: StackSetRun): Promise<StackSetRun> {
  const { account, region, stackSetId } = operation;
  const stackSet = await platform.storage.get(stackSetsTable, [account, region, stackSetId]);
  if (stackSet === undefined) throw new Error(`There is no stack set ${stackSetId}`);
  const sessions = before?.sessions ?? new ExecutionSessions(platform, operation);
  return { platform, stackSet, operation, sessions };
}

async function beginAll(run: StackSetRun, results: readonly StackSetResult[]): Promise<void> {
  await Promise.all(results.map((result) => beginResult(run, result)));
}

function settled(run: StackSetRun, results: readonly StackSetResult[]): Promise<StackSetResult[]> {
  return Promise.all(results.map(async (result) => (result.status === 'RUNNING' ? settleResult(run, result) : result)));
}

function nextOf({ operation }: StackSetRun, results: readonly StackSetResult[]) {
  if (operation.status === 'RUNNING') return nextResults(results, operation.preferences);
  return { begin: [], cancel: results.filter(({ status }) => status === 'PENDING') };
}

function cancelResult({ platform, operation }: StackSetRun, result: StackSetResult, statusReason: string) {
  const changes = operation.action === 'DETECT_DRIFT' ? {} : ({ detailedStatus: 'CANCELLED' } as const);
  return platform.storage.transact((unit) => keepEnd(unit, result, { status: 'CANCELLED', statusReason }, changes));
}

async function finish(run: StackSetRun, results: readonly StackSetResult[]): Promise<void> {
  const { platform, operation } = run;
  await platform.storage.transact(async (unit) => {
    const current = await findStackSetOperation(unit, operation.stackSetId, operation.operationId);
    if (current?.status !== 'RUNNING' && current?.status !== 'STOPPING') return;
    const now = platform.clock.now();
    const ended: StackSetOperation = {
      ...current,
      status: endStatus(current, results),
      endedAt: now,
      failedCount: results.filter(({ status }) => status === 'FAILED').length,
    };
    saveStackSetOperation(unit, ended);
    if (ended.action === 'DETECT_DRIFT') await keepDrift(run, unit, ended, now);
    if (ended.wakes !== undefined) await wakeStack(platform, unit, { stackId: ended.wakes });
    await startQueued(platform, unit, ended.stackSetId);
  });
}

function endStatus({ status, preferences }: StackSetOperation, results: readonly StackSetResult[]) {
  if (status === 'STOPPING') return 'STOPPED';
  return hasFailed(results, preferences) ? 'FAILED' : 'SUCCEEDED';
}

async function keepDrift(run: StackSetRun, unit: Unit, operation: StackSetOperation, now: number): Promise<void> {
  const drift = await driftDetails(unit, operation, now);
  saveStackSetOperation(unit, { ...operation, drift });
  const { account, region, stackSetId } = run.stackSet;
  const stackSet = await unit.get(stackSetsTable, [account, region, stackSetId]);
  if (stackSet !== undefined) saveStackSet(unit, { ...stackSet, drift });
}

/** In their order, as far as none before them waits and none that runs is in the way. */
async function startQueued(platform: Platform, unit: Unit, stackSetId: string): Promise<void> {
  const running: StackSetOperation[] = [];
  for (const operation of await openOperations(unit, stackSetId)) {
    if (operation.status === 'QUEUED') {
      const targets = await resultsOf(unit, stackSetId, operation.operationId);
      for (const other of running) if (await conflicts(unit, other, targets)) return;
      saveStackSetOperation(unit, { ...operation, status: 'RUNNING' });
      enqueueAdvance(platform, unit, operation);
    }
    running.push(operation);
  }
}
