import type { StackSetOperationPreferences } from '../../../../generated/types/cloudformation.ts';
import { isFinal } from '../model/stack-set.ts';
import type { StackSetResult } from '../model/stack-set.ts';

type Progress = Pick<StackSetResult, 'region' | 'status'>;

interface NextResults<Result> {
  begin: Result[];
  /** Will not be tried any more: too many have failed. */
  cancel: Result[];
}

/**
 * What an operation begins next, of results in its order. Failures count per Region; once there are too many in one,
 * nothing more begins anywhere.
 */
export function nextResults<Result extends Progress>(
  results: readonly Result[],
  preferences: StackSetOperationPreferences,
): NextResults<Result> {
  const regions = Map.groupBy(results, ({ region }) => region);
  if ([...regions.values()].some((one) => exceedsTolerance(one, preferences))) {
    return { begin: [], cancel: results.filter(({ status }) => status === 'PENDING') };
  }
  const open = [...regions.values()].filter((one) => !one.every(isFinal));
  const current = preferences.RegionConcurrencyType === 'PARALLEL' ? open : open.slice(0, 1);
  return { begin: current.flatMap((one) => nextOfRegion(one, preferences)), cancel: [] };
}

function exceedsTolerance(region: readonly Progress[], preferences: StackSetOperationPreferences): boolean {
  return failures(region) > failureTolerance(region.length, preferences);
}

/** Whether any Region had more failures than are tolerated: the operation has failed. */
export function hasFailed(results: readonly Progress[], preferences: StackSetOperationPreferences): boolean {
  const regions = Map.groupBy(results, ({ region }) => region);
  return [...regions.values()].some((one) => exceedsTolerance(one, preferences));
}

function nextOfRegion<Result extends Progress>(
  region: readonly Result[],
  preferences: StackSetOperationPreferences,
): Result[] {
  const running = region.filter(({ status }) => status === 'RUNNING').length;
  const free = concurrency(region, preferences) - running;
  return region.filter(({ status }) => status === 'PENDING').slice(0, Math.max(0, free));
}

/** Strictly, as many at once as could all fail without more than one failure too many. */
function concurrency(region: readonly Progress[], preferences: StackSetOperationPreferences): number {
  const { MaxConcurrentCount, MaxConcurrentPercentage, ConcurrencyMode } = preferences;
  const share = Math.max(1, share100(region.length, MaxConcurrentPercentage ?? 0));
  const most = MaxConcurrentCount ?? share;
  if (ConcurrencyMode === 'SOFT_FAILURE_TOLERANCE') return most;
  return Math.min(most, failureTolerance(region.length, preferences) + 1 - failures(region));
}

function failureTolerance(accounts: number, preferences: StackSetOperationPreferences): number {
  const { FailureToleranceCount, FailureTolerancePercentage = 0 } = preferences;
  return FailureToleranceCount ?? share100(accounts, FailureTolerancePercentage);
}

function failures(region: readonly Progress[]): number {
  return region.filter(({ status }) => status === 'FAILED').length;
}

/** AWS rounds down. */
function share100(count: number, percentage: number): number {
  return Math.floor((count * percentage) / 100);
}
