import { invalid, notPossible } from '../errors.ts';
import { checkStackPolicy } from '../model/stack-policy.ts';
import type { ResourceFault } from '../model/stack-operation.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import { addStack } from '../store/stacks.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { deleteTemplate, saveTemplate } from '../store/templates.ts';
import { actingPrincipal, operationSettings } from './acting-principal.ts';
import { creationSettings, newStack } from './new-stack.ts';
import { changesAnything } from './pending-changes.ts';
import { userInitiated } from './reasons.ts';
import type { CreateRequest, ImportRequest, ReviewRequest, StartContext, UpdateRequest } from './request.ts';
import { recordStackEvent } from './event-record.ts';
import { addImports } from './stack-imports.ts';
import { firstPhase, isPlannable, planTarget, unplanned } from './target-plan.ts';
import { beginOperation, enterStatus } from './transitions.ts';
import { wakeStackAt } from './wake.ts';

const updatable: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/** To be updated after a failure, a stack must have been created with rollbacks disabled. */
export function refuseLeftStack({ status, doesNothingOnFailure }: Stack): void {
  if (status !== 'CREATE_FAILED' || !doesNothingOnFailure) return;
  throw invalid(
    'This stack cannot be updated from [CREATE_FAILED] state because it contains [on-failure: DO_NOTHING]. ' +
      'Please use disable-rollback option instead during stack creation.',
  );
}

/** Before anything is there. What transforms make of a template is found out only later, and fails the stack. */
function refuseFaults([first]: readonly ResourceFault[]): void {
  if (first !== undefined) throw invalid(first.reason);
}

/** A stack and the operation that creates it. */
export async function startCreate(context: StartContext, request: CreateRequest): Promise<Stack> {
  const { platform, unit } = context;
  const { target, review, adopted, onFailure = 'ROLLBACK', timeoutMinutes } = request;
  const { configuration, faults } = isPlannable(target)
    ? await planTarget(context, request, target, { resources: [], adopted })
    : unplanned(context, target);
  refuseFaults(faults);
  const principal = await actingPrincipal(context, request, request.name);
  const now = platform.clock.now();
  const stack: Stack = {
    ...(review ?? (await newStack(context, request, configuration))),
    ...creationSettings(request),
    configuration,
    // AWS counts the execution of a change set as an update even where it creates the stack.
    ...(request.changeSetId !== undefined && { updatedAt: now }),
    disableRollback: onFailure === 'DO_NOTHING',
    ...(request.doesNothingOnFailure && { doesNothingOnFailure: true }),
    ...(timeoutMinutes !== undefined && { timeoutMinutes }),
    ...(request.retainExceptOnCreate !== undefined && { retainExceptOnCreate: request.retainExceptOnCreate }),
  };
  saveTemplate(unit, { stackId: stack.stackId, templateId: configuration.templateId, ...target.template });
  if (review === undefined) addStack(unit, stack);
  else deleteTemplate(unit, stack.stackId, review.configuration.templateId);
  const deadline = timeoutMinutes === undefined ? undefined : now + timeoutMinutes * 60_000;
  const settings = {
    ...operationSettings(request),
    ...firstPhase(target),
    onFailure,
    ...(deadline !== undefined && { deadline }),
    ...(adopted !== undefined && { adopted }),
    ...(request.retainExceptOnCreate !== undefined && { retainExceptOnCreate: request.retainExceptOnCreate }),
  };
  const { endpoint } = context;
  const begun = beginOperation(context, stack, { type: 'CREATE_STACK', work: 'create', principal, endpoint, settings });
  if (deadline !== undefined) wakeStackAt(platform, unit, stack, deadline);
  return begin(context, begun, configuration, 'CREATE_IN_PROGRESS');
}

/** A stack without resources, in REVIEW_IN_PROGRESS: what a change set for a new stack makes. */
export async function startReview(context: StartContext, request: ReviewRequest): Promise<Stack> {
  const { platform, unit } = context;
  const { target } = request;
  const configuration: StackConfiguration = {
    templateId: platform.ids.uuid(),
    parameters: [...target.parameters.values()],
    conditions: {},
    tags: target.tags,
    capabilities: target.capabilities,
    notificationArns: target.notificationArns,
    imports: [],
  };
  const statusReason = userInitiated;
  const stack = { ...(await newStack(context, request, configuration)), ...creationSettings(request), statusReason };
  saveTemplate(unit, { stackId: stack.stackId, templateId: configuration.templateId, ...target.template });
  addStack(unit, stack);
  const { clientToken } = request;
  const operation = { operationId: platform.ids.uuid(), clientToken };
  recordStackEvent(context, stack, operation, { status: 'REVIEW_IN_PROGRESS', reason: statusReason });
  return stack;
}

/** Undefined where there is nothing to be done: "No updates are to be performed." */
export async function startUpdate(
  context: StartContext,
  stack: Stack,
  request: UpdateRequest,
): Promise<Stack | undefined> {
  if (!updatable.has(stack.status)) throw notPossible(stack, 'updated');
  refuseLeftStack(stack);
  const { unit } = context;
  const { target, adopted, policy, policyOverride, disableRollback = false } = request;
  for (const text of [policy, policyOverride]) if (text !== undefined) checkStackPolicy(text);
  const resources = await resourcesOf(unit, stack.stackId);
  const planned = isPlannable(target) ? await planTarget(context, stack, target, { resources, adopted }) : undefined;
  if (planned !== undefined && !(await changesAnything(context, stack, target, planned))) return undefined;
  const { configuration, faults } = planned ?? unplanned(context, target);
  refuseFaults(faults);
  const settings = {
    ...firstPhase(target),
    onFailure: disableRollback ? ('DO_NOTHING' as const) : ('ROLLBACK' as const),
    ...(policyOverride !== undefined && { policyOverride }),
    ...(request.retainExceptOnCreate !== undefined && { retainExceptOnCreate: request.retainExceptOnCreate }),
    ...(adopted !== undefined && { adopted }),
  };
  const changes = {
    disableRollback,
    ...(policy !== undefined && { policy }),
    ...(request.changeSetId !== undefined && { changeSetId: request.changeSetId }),
  };
  return startChange(context, { ...stack, ...changes }, request, { work: 'update', configuration, settings });
}

/** Adopts existing resources into a stack, which may be one in REVIEW_IN_PROGRESS. */
export async function startImport(context: StartContext, stack: Stack, request: ImportRequest): Promise<Stack> {
  const isNew = stack.status === 'REVIEW_IN_PROGRESS';
  if (!isNew && !updatable.has(stack.status)) throw notPossible(stack, 'updated');
  const { target, adopted, changeSetId } = request;
  const resources = await resourcesOf(context.unit, stack.stackId);
  const { configuration, faults } = await planTarget(context, stack, target, { resources, adopted });
  refuseFaults(faults);
  const changed = changeSetId === undefined ? stack : { ...stack, changeSetId };
  return startChange(context, changed, request, { work: 'import', configuration, settings: { adopted } });
}

async function startChange(
  context: StartContext,
  stack: Stack,
  request: UpdateRequest | ImportRequest,
  change: { work: 'update' | 'import'; configuration: StackConfiguration; settings: object },
): Promise<Stack> {
  const { platform, unit, endpoint } = context;
  const { work, configuration, settings } = change;
  const roleArn = request.roleArn ?? stack.roleArn;
  const principal = await actingPrincipal(context, { ...request, roleArn }, stack.name);
  const { templateId } = stack.configuration;
  // Of an update that failed and was not rolled back: nothing leads there any more.
  if (templateId !== stack.stable?.templateId) deleteTemplate(unit, stack.stackId, templateId);
  saveTemplate(unit, { stackId: stack.stackId, templateId: configuration.templateId, ...request.target.template });
  const next = {
    ...stack,
    configuration,
    updatedAt: platform.clock.now(),
    ...(roleArn !== undefined && { roleArn }),
  };
  const begun = beginOperation(context, next, {
    type: 'UPDATE_STACK',
    work,
    principal,
    endpoint,
    settings: { ...operationSettings(request), ...settings },
  });
  return begin(context, begun, configuration, work === 'import' ? 'IMPORT_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
}

async function begin(
  context: StartContext,
  { stack, operation }: ReturnType<typeof beginOperation>,
  configuration: StackConfiguration,
  status: 'CREATE_IN_PROGRESS' | 'UPDATE_IN_PROGRESS' | 'IMPORT_IN_PROGRESS',
): Promise<Stack> {
  const { failureReason: _, ...rest } = stack;
  const begun = { ...rest, imports: addImports(context.unit, stack, configuration.imports) };
  return enterStatus(context, begun, operation, { status, reason: userInitiated });
}
