import type { StackSetOperationPreferences } from '../../../../generated/types/cloudformation.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { CloudFormationError } from '../errors.ts';
import { isFinal, stackSetArn } from '../model/stack-set.ts';
import type {
  StackInstance,
  StackSet,
  StackSetAction,
  StackSetOperation,
  StackSetParameter,
} from '../model/stack-set.ts';
import {
  findInstance,
  findStackSetOperation,
  openOperations,
  resultsOf,
  saveInstance,
  saveResult,
  saveStackSetOperation,
} from '../store/stack-sets.ts';
import type { Target } from './targets.ts';

interface StartScope {
  readonly platform: Platform;
  readonly unit: Unit;
  readonly endpoint: string;
}

export interface OperationRequest {
  action: StackSetAction;
  targets: readonly Target[];
  preferences?: StackSetOperationPreferences | undefined;
  retainStacks?: boolean | undefined;
  operationId?: string | undefined;
  /** Of the request. */
  fingerprint: string;
  /** In place of those that an instance had. */
  overridesOf?: ((target: Target) => readonly StackSetParameter[]) | undefined;
}

/** The same request again, by its operation id, is the same operation. */
export async function repeatedOperation(
  unit: Unit,
  { stackSetId }: StackSet,
  operationId: string | undefined,
  fingerprint: string,
): Promise<string | undefined> {
  if (operationId === undefined) return undefined;
  const known = await findStackSetOperation(unit, stackSetId, operationId);
  if (known === undefined) return undefined;
  if (known.fingerprint === fingerprint) return operationId;
  throw new CloudFormationError('OperationIdAlreadyExistsException', `Operation with id ${operationId} already exists`);
}

export async function startStackSetOperation(
  { platform, unit, endpoint }: StartScope,
  stackSet: StackSet,
  request: OperationRequest,
): Promise<string> {
  const { stackSetId, account, region, administrationRoleArn, executionRoleName } = stackSet;
  const { action, targets, preferences = {}, retainStacks, fingerprint } = request;
  const operation: StackSetOperation = {
    stackSetId,
    account,
    region,
    operationId: request.operationId ?? platform.ids.uuid(),
    action,
    status: (await mustQueue(unit, stackSet, targets)) ? 'QUEUED' : 'RUNNING',
    preferences,
    ...(retainStacks !== undefined && { retainStacks }),
    administrationRoleArn,
    executionRoleName,
    createdAt: platform.clock.now(),
    fingerprint,
    endpoint,
    failedCount: 0,
  };
  saveStackSetOperation(unit, operation);
  for (const [order, target] of targets.entries()) await addTarget(unit, operation, request, { order, target });
  if (operation.status === 'RUNNING') enqueueAdvance(platform, unit, operation);
  return operation.operationId;
}

export const advanceJob = 'cloudformation.advanceStackSet';

export interface AdvancePayload {
  stackSetId: string;
  operationId: string;
}

export function enqueueAdvance(platform: Platform, unit: Unit, operation: StackSetOperation): void {
  const { account, region, stackSetId, operationId } = operation;
  const payload: AdvancePayload = { stackSetId, operationId };
  platform.jobs.enqueue(unit, { type: advanceJob, serialKey: operationId, account, region, payload });
}

/** One operation at a time; under managed execution those that do not touch the same instances, in their order. */
async function mustQueue(unit: Unit, stackSet: StackSet, targets: readonly Target[]): Promise<boolean> {
  const open = await openOperations(unit, stackSet.stackSetId);
  const [first] = open;
  if (first === undefined) return false;
  if (!stackSet.managedExecution) throw operationInProgress(stackSet, first);
  if (open.some(({ status }) => status === 'QUEUED')) return true;
  for (const operation of open) if (await conflicts(unit, operation, targets)) return true;
  return false;
}

export async function conflicts(
  unit: Unit,
  { stackSetId, operationId }: StackSetOperation,
  targets: readonly Pick<Target, 'account' | 'region'>[],
): Promise<boolean> {
  const results = await resultsOf(unit, stackSetId, operationId);
  const busy = new Set(results.filter((result) => !isFinal(result)).map(placeOf));
  return targets.some((target) => busy.has(placeOf(target)));
}

export function operationInProgress(stackSet: StackSet, { operationId }: StackSetOperation): CloudFormationError {
  return new CloudFormationError(
    'OperationInProgressException',
    `Another Operation on StackSet ${stackSetArn(stackSet)} is in progress: ${operationId}`,
  );
}

export function placeOf({ account, region }: Pick<Target, 'account' | 'region'>): string {
  return `${account} ${region}`;
}

async function addTarget(
  unit: Unit,
  { stackSetId, operationId, action }: StackSetOperation,
  { overridesOf }: OperationRequest,
  { order, target }: { order: number; target: Target },
): Promise<void> {
  const { account, region, importedStackId } = target;
  const imported = importedStackId === undefined ? {} : { importedStackId };
  saveResult(unit, { stackSetId, operationId, order, account, region, status: 'PENDING', ...imported });
  if (action === 'DETECT_DRIFT') return;
  const known = await findInstance(unit, { stackSetId, account, region });
  const { statusReason: _, ...before } = known ?? newInstance(stackSetId, target);
  saveInstance(unit, {
    ...before,
    status: action === 'DELETE' ? before.status : 'OUTDATED',
    detailedStatus: 'PENDING',
    parameterOverrides: overridesOf?.(target) ?? before.parameterOverrides,
    lastOperationId: operationId,
  });
}

function newInstance(stackSetId: string, { account, region }: Target): StackInstance {
  return {
    stackSetId,
    account,
    region,
    status: 'OUTDATED',
    detailedStatus: 'PENDING',
    parameterOverrides: [],
    driftStatus: 'NOT_CHECKED',
    lastOperationId: '',
  };
}
