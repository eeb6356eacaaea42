import type { CreateStackSetInput } from '../../../../generated/types/cloudformation.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import type {
  ResourceContext,
  ResourceHandler,
  ResourceProperties,
  Settlement,
} from '../../../platform/resource-handler.ts';
import { ownTags, resourceTags } from '../../../platform/resource-handler.ts';
import { formerProperties, isChanged, presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { isSystemTag } from '../../../platform/tags.ts';
import { invalid } from '../errors.ts';
import { isUnderWay } from '../model/stack-set.ts';
import type { StackSetOperation } from '../model/stack-set.ts';
import {
  findStackSet,
  findStackSetOperation,
  instancesOf,
  requireStackSetOperation,
  resultsOf,
  saveStackSetOperation,
} from '../store/stack-sets.ts';
import { groupsOfInstances, nextInstanceChange, wantedInstances } from './stack-set-differences.ts';
import type { InstanceChange, WantedInstance } from './stack-set-differences.ts';

/** Operations tell a stack of their end: that is only for the case that the news was lost. */
const askAgainInMs = { stack: 3_600_000, cloudControl: 200 };

const definitionMembers = [
  'AdministrationRoleARN',
  'Capabilities',
  'Description',
  'ExecutionRoleName',
  'ManagedExecution',
  'Parameters',
  'TemplateBody',
  'TemplateURL',
] as const;

/** AWS::CloudFormation::StackSet: its instances follow one operation after another, the next when one has ended. */
export const stackSetResource: ResourceHandler = {
  async create(desired, context) {
    const { StackSetId } = await context.call.cloudformation.CreateStackSet(definitionOf(desired, context));
    return { StackSetId };
  },

  async read(existing, context) {
    const StackSetName = nameOf(existing.properties);
    const found = await unlessGone(
      context.call.cloudformation.DescribeStackSet({ StackSetName }),
      'StackSetNotFoundException',
    );
    if (found?.StackSet === undefined) return undefined;
    const { Tags = [], Capabilities = [], Parameters = [], ...stackSet } = found.StackSet;
    const current = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return presentProperties({
      StackSetId: stackSet.StackSetId,
      StackSetName: stackSet.StackSetName,
      Description: stackSet.Description,
      PermissionModel: stackSet.PermissionModel,
      AdministrationRoleARN: stackSet.AdministrationRoleARN,
      ExecutionRoleName: stackSet.ExecutionRoleName,
      ManagedExecution: stackSet.ManagedExecution,
      Capabilities: Capabilities.length > 0 ? Capabilities : undefined,
      Parameters: Parameters.length > 0 ? Parameters : undefined,
      StackInstancesGroup: await shownGroups(String(stackSet.StackSetId), existing.properties, context),
      Tags: ownTags(current, { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const before = await formerProperties(stackSetResource, existing, context);
    if (context.stack === undefined) await refuseOtherInstances(String(before['StackSetId']), desired, context);
    const isRetagged = !isSame(setTags(before, existing.tags ?? {}), setTags(desired, context.tags));
    if (!isRetagged && !definitionMembers.some((name) => isChanged(name, before, desired))) return;
    await context.call.cloudformation.UpdateStackSet({
      ...definitionOf(desired, context),
      // Through Cloud Control the template is not to be read, and so is not among what is desired.
      ...(desired['TemplateBody'] === undefined &&
        desired['TemplateURL'] === undefined && { UsePreviousTemplate: true }),
      StackSetName: nameOf(before),
      OperationPreferences: preferencesOf(desired),
      OperationId: operationIdOf(context, 0),
    });
  },

  async delete({ properties }, context) {
    const StackSetName = nameOf(properties);
    if ((await nextStep(context, properties, [])) !== undefined) return;
    await unlessGone(context.call.cloudformation.DeleteStackSet({ StackSetName }), 'StackSetNotFoundException');
  },

  async settle({ properties }, step, context) {
    // What an update through Cloud Control is to make of the instances is not known here, and it may not change them.
    const isGiven = step === 'create' || context.stack !== undefined;
    const wanted = step === 'delete' ? [] : isGiven ? await wantedInstances(properties, context) : undefined;
    const outcome = await nextStep(context, properties, wanted);
    if (outcome !== undefined) return outcome;
    if (step === 'delete') {
      const StackSetName = nameOf(properties);
      await unlessGone(context.call.cloudformation.DeleteStackSet({ StackSetName }), 'StackSetNotFoundException');
    }
    return { state: 'done' };
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await context.call.cloudformation.ListStackSets({ Status: 'ACTIVE', NextToken });
      found.push(...(page.Summaries ?? []).map(({ StackSetId }) => ({ StackSetId })));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
};

/**
 * How the operations of this step stand, and the next of them begun where there is one to begin; undefined when nothing
 * is left to do. Their ids follow from the step, so that it finds them again.
 */
async function nextStep(
  context: ResourceContext,
  properties: ResourceProperties,
  wanted: readonly WantedInstance[] | undefined,
): Promise<Settlement | undefined> {
  const { unit } = context;
  const stackSet = await findStackSet(unit, context, nameOf(properties));
  if (stackSet?.status !== 'ACTIVE') return undefined;
  for (let index = 0; ; index++) {
    const operationId = operationIdOf(context, index);
    const operation = await findStackSetOperation(unit, stackSet.stackSetId, operationId);
    if (operation !== undefined && isUnderWay(operation)) return waitFor(context, operation);
    if (operation?.status === 'SUCCEEDED') continue;
    if (operation !== undefined) return failureOf(context, operation);
    // The one that updates the definition comes first, and only if that has changed.
    if (index === 0) continue;
    const change = wanted && nextInstanceChange(wanted, await instancesOf(unit, stackSet.stackSetId));
    if (change === undefined) return undefined;
    await begin(context, change, { StackSetName: stackSet.stackSetId, OperationId: operationId, properties });
    return waitFor(context, await requireStackSetOperation(unit, stackSet, operationId));
  }
}

/** As they were declared, while that is what they are. */
async function shownGroups(stackSetId: string, properties: ResourceProperties, context: ResourceContext) {
  const instances = await instancesOf(context.unit, stackSetId);
  const declared = properties['StackInstancesGroup'];
  if (instances.length === 0) return undefined;
  if (declared === undefined) return groupsOfInstances(instances);
  const isAsDeclared = nextInstanceChange(await wantedInstances(properties, context), instances) === undefined;
  return isAsDeclared ? declared : groupsOfInstances(instances);
}

async function refuseOtherInstances(stackSetId: string, desired: ResourceProperties, context: ResourceContext) {
  const wanted = await wantedInstances(desired, context);
  if (nextInstanceChange(wanted, await instancesOf(context.unit, stackSetId)) === undefined) return;
  throw invalid('Cloud Control cannot change StackInstancesGroup: use a stack, or the operations on stack instances.');
}

async function begin(
  { call }: ResourceContext,
  { action, accounts, regions, overrides }: InstanceChange,
  of: { StackSetName: string; OperationId: string; properties: ResourceProperties },
): Promise<void> {
  const { StackSetName, OperationId, properties } = of;
  const OperationPreferences = preferencesOf(properties);
  const input = { StackSetName, OperationId, Accounts: accounts, Regions: regions, OperationPreferences };
  if (action === 'DELETE') await call.cloudformation.DeleteStackInstances({ ...input, RetainStacks: false });
  else if (action === 'CREATE')
    await call.cloudformation.CreateStackInstances({ ...input, ParameterOverrides: overrides });
  else await call.cloudformation.UpdateStackInstances({ ...input, ParameterOverrides: overrides });
}

/** The operation tells the stack of its end. */
function waitFor({ unit, stack }: ResourceContext, operation: StackSetOperation): Settlement {
  if (stack !== undefined && operation.wakes === undefined)
    saveStackSetOperation(unit, { ...operation, wakes: stack.id });
  return { state: 'waiting', askAgainInMs: stack === undefined ? askAgainInMs.cloudControl : askAgainInMs.stack };
}

async function failureOf(
  { unit }: ResourceContext,
  { stackSetId, operationId }: StackSetOperation,
): Promise<Settlement> {
  const results = await resultsOf(unit, stackSetId, operationId);
  const reasons = results.flatMap(({ status, account, region, statusReason }) =>
    status === 'FAILED' ? [`${account} ${region}: ${statusReason}`] : [],
  );
  const reason = `Stack set operation [${operationId}] was unexpectedly stopped or failed. status reason(s): [${reasons.join(', ')}]`;
  return { state: 'failed', reason };
}

/** The same at each question about one step, which repeats its chance. */
function operationIdOf({ ids, stack }: ResourceContext, index: number): string {
  return `${stack?.logicalId ?? 'StackSet'}-${idOfStep(ids)}-${index}`;
}

const stepIds = new WeakMap<object, string>();

function idOfStep(ids: ResourceContext['ids']): string {
  const known = stepIds.get(ids) ?? ids.uuid();
  stepIds.set(ids, known);
  return known;
}

function definitionOf(desired: ResourceProperties, context: ResourceContext): CreateStackSetInput {
  const { StackInstancesGroup: _, OperationPreferences: __, ...rest } = desired;
  return { ...rest, Tags: setTags(desired, context.tags) } as unknown as CreateStackSetInput;
}

/** Its own and the stack's, as far as users may set them. */
function setTags({ Tags }: ResourceProperties, tags: ResourceContext['tags']): { Key: string; Value: string }[] {
  return resourceTags(Tags, { tags }).filter(({ Key }) => !isSystemTag(Key));
}

function preferencesOf({ OperationPreferences }: ResourceProperties) {
  return OperationPreferences as CreateStackSetPreferences | undefined;
}

type CreateStackSetPreferences = NonNullable<
  Parameters<ResourceContext['call']['cloudformation']['CreateStackInstances']>[0]['OperationPreferences']
>;

function nameOf({ StackSetId, StackSetName }: ResourceProperties): string {
  return String(StackSetId ?? StackSetName);
}
