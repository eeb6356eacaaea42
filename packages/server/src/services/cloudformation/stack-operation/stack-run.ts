import { callsFor } from '../calls.ts';
import { attributeOf } from '../../../engines/cloudformation/plan/stack-plan.ts';
import { referencedValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { Environment } from '../../../engines/cloudformation/template/resolve/environment.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { Calls, Platform } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import type { StackOperation } from '../model/stack-operation.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { findOperation, requireOperation } from '../store/stack-operations.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { stacksTable } from '../store/stacks.ts';
import { pseudoParameters } from '../template-source/pseudo-parameters.ts';
import { requireTemplate } from '../store/templates.ts';
import { createLookups } from './lookups.ts';
import type { Lookups } from './lookups.ts';
import type { AdvancePayload } from './wake.ts';

/** One go at an operation: the rows as they stand, kept in step while it lasts. */
export interface StackRun {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly operation: StackOperation;
  readonly resources: Map<string, StackResource>;
  /** What functions outside of the stack have answered. */
  readonly lookups: Lookups;
  /** When what it waits for is to be asked again at the latest. */
  readonly wakes: number[];
}

/** Thrown inside a unit: the operation has ended, was cancelled or went on to something else meanwhile. */
export class OperationInterrupted extends Error {}

/** Undefined where the operation is not under way any more. */
export async function openRun(platform: Platform, payload: AdvancePayload): Promise<StackRun | undefined> {
  const { storage } = platform;
  const stack = await storage.get(stacksTable, [payload.stackId]);
  if (stack?.operationId !== payload.operationId) return undefined;
  const operation = await requireOperation(storage, payload.operationId);
  if (operation.status !== 'IN_PROGRESS') return undefined;
  const rows = await resourcesOf(storage, stack.stackId);
  return {
    platform,
    stack,
    operation,
    resources: new Map(rows.map((row) => [row.logicalId, row])),
    lookups: createLookups(),
    wakes: [],
  };
}

/** Calls in the name of whoever the operation acts for. */
export function callsOf(
  { platform, stack, operation }: Pick<StackRun, 'platform' | 'stack' | 'operation'>,
  unit?: Unit,
): Calls {
  const { account, region } = stack;
  const { principal } = operation;
  return callsFor(platform, { principal, account, region, ...(unit && { unit }) });
}

/** To be called first in each step's unit: steps and whatever ends or cancels the operation exclude each other by it. */
export async function requireGoing(unit: Unit, { operation }: Pick<StackRun, 'operation'>): Promise<void> {
  const now = await findOperation(unit, operation.operationId);
  const goes =
    now?.status === 'IN_PROGRESS' && now.phase === operation.phase && now.cancelledFor === operation.cancelledFor;
  if (!goes) throw new OperationInterrupted();
}

export async function templateOf(reader: Reader, stack: Stack, { templateId }: StackConfiguration): Promise<Template> {
  return (await requireTemplate(reader, stack.stackId, templateId)).processed;
}

/** What the functions of the template give while the operation runs: of resources, what stands now. */
export function environmentOf(run: StackRun, template: Template): Environment {
  const { stack, resources, lookups } = run;
  const { configuration } = stack;
  const conditions = new Map(Object.entries(configuration.conditions));
  const parameters = referencedValues(new Map(configuration.parameters.map((value) => [value.name, value])));
  return {
    pseudo: pseudoParameters(stack, {
      id: stack.stackId,
      name: stack.name,
      notificationArns: configuration.notificationArns,
    }),
    parameters,
    ...(template.Mappings && { mappings: template.Mappings }),
    conditions,
    ref: (id) => resources.get(id)?.standing?.physicalId,
    getAtt: (id, attribute) => {
      const standing = resources.get(id)?.standing;
      return standing && attributeOf(standing, attribute);
    },
    ...lookups.environment,
  };
}
