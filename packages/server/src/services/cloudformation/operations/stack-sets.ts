import type { CreateStackSetInput, UpdateStackSetInput } from '../../../../generated/types/cloudformation.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import type { StackInstance, StackSet } from '../model/stack-set.ts';
import { stackSetDefinition } from '../stack-sets/definition.ts';
import { describeStackSet, summariseStackSet } from '../stack-sets/descriptions.ts';
import { pageOf } from '../stack-sets/page.ts';
import { defaultAdministrationRoleArn, defaultExecutionRole } from '../stack-sets/permissions.ts';
import { requireSelfManaged } from '../stack-sets/self-managed.ts';
import { operationInProgress, placeOf, repeatedOperation, startStackSetOperation } from '../stack-sets/start.ts';
import { checkPreferences, regionsInOrder, targetsOf } from '../stack-sets/targets.ts';
import type { Target } from '../stack-sets/targets.ts';
import {
  addStackSet,
  buryStackSet,
  findStackSet,
  instancesOf,
  openOperations,
  requireStackSet,
  saveInstance,
  saveStackSet,
  stackSetsTable,
} from '../store/stack-sets.ts';

export const stackSetOperations = {
  async CreateStackSet(input, request) {
    requireSelfManaged(input);
    const { unit } = request;
    const known = await findStackSet(unit, request, input.StackSetName);
    if (known?.status === 'ACTIVE') return { StackSetId: sameStackSet(known, input) };
    const definition = await stackSetDefinition(input, request);
    const { account, region, platform, clock } = request;
    const stackSet: StackSet = {
      account,
      region,
      stackSetId: `${input.StackSetName}:${platform.ids.uuid()}`,
      name: input.StackSetName,
      status: 'ACTIVE',
      description: input.Description,
      ...definition,
      capabilities: input.Capabilities ?? [],
      tags: tagsOf(input.Tags),
      administrationRoleArn: input.AdministrationRoleARN ?? defaultAdministrationRoleArn(account, region),
      executionRoleName: input.ExecutionRoleName ?? defaultExecutionRole,
      managedExecution: input.ManagedExecution?.Active ?? false,
      createdAt: clock.now(),
      clientToken: input.ClientRequestToken,
      fingerprint: JSON.stringify(input),
    };
    addStackSet(unit, stackSet);
    return { StackSetId: stackSet.stackSetId };
  },

  async UpdateStackSet(input, request) {
    requireSelfManaged(input);
    const { unit } = request;
    const stackSet = await requireStackSet(unit, request, input.StackSetName);
    const fingerprint = JSON.stringify(input);
    const repeated = await repeatedOperation(unit, stackSet, input.OperationId, fingerprint);
    if (repeated !== undefined) return { OperationId: repeated };
    const updated = await updatedStackSet(stackSet, input, request);
    const instances = await instancesOf(unit, stackSet.stackSetId);
    const targets = await updateTargets(input, instances, request);
    const OperationId = await startStackSetOperation(request, updated, {
      action: 'UPDATE',
      targets,
      preferences: input.OperationPreferences,
      operationId: input.OperationId,
      fingerprint,
    });
    saveStackSet(unit, updated);
    outdateOthers(request, instances, targets);
    return { OperationId };
  },

  async DeleteStackSet({ StackSetName, CallAs }, request) {
    requireSelfManaged({ CallAs });
    const { unit } = request;
    const stackSet = await requireStackSet(unit, request, StackSetName);
    const [operation] = await openOperations(unit, stackSet.stackSetId);
    if (operation !== undefined) throw operationInProgress(stackSet, operation);
    if ((await instancesOf(unit, stackSet.stackSetId)).length > 0) {
      throw new CloudFormationError('StackSetNotEmptyException', 'StackSet is not empty');
    }
    await buryStackSet(unit, stackSet);
    return {};
  },

  async DescribeStackSet({ StackSetName, CallAs }, request) {
    requireSelfManaged({ CallAs });
    const { unit } = request;
    const stackSet = await requireStackSet(unit, request, StackSetName);
    const instances = await instancesOf(unit, stackSet.stackSetId);
    return {
      StackSet: describeStackSet(
        stackSet,
        instances.map(({ region }) => region),
      ),
    };
  },

  async ListStackSets({ Status, CallAs, ...page }, request) {
    requireSelfManaged({ CallAs });
    const { unit, account, region } = request;
    const all = await unit.list(stackSetsTable, { prefix: [account, region] });
    const listed = all.filter(({ status }) => Status === undefined || status === Status);
    const kind = `ListStackSets ${Status}`;
    const { Summaries, NextToken } = pageOf(listed, { ...page, kind, keyOf: ({ stackSetId }) => stackSetId });
    return { Summaries: Summaries.map(summariseStackSet), NextToken };
  },

  async ListStackSetAutoDeploymentTargets({ StackSetName, CallAs }, request) {
    requireSelfManaged({ CallAs });
    await requireStackSet(request.unit, request, StackSetName);
    // Only stack sets of an organization have any.
    return { Summaries: [] };
  },
} satisfies Partial<CloudFormationHandlers>;

/** The same request again, by its client token, is answered as before. */
function sameStackSet(known: StackSet, input: CreateStackSetInput): string {
  const isRepeated = input.ClientRequestToken !== undefined && known.clientToken === input.ClientRequestToken;
  if (!isRepeated || known.fingerprint !== JSON.stringify(input)) {
    throw new CloudFormationError('NameAlreadyExistsException', `StackSet ${known.name} already exists`);
  }
  if (!known.isModified) return known.stackSetId;
  throw new CloudFormationError(
    'CreatedButModifiedException',
    `StackSet ${known.name} has been modified since its creation`,
  );
}

async function updatedStackSet(
  stackSet: StackSet,
  input: UpdateStackSetInput,
  request: RequestContext,
): Promise<StackSet> {
  const { Description, Capabilities, Tags, AdministrationRoleARN, ExecutionRoleName, ManagedExecution } = input;
  const open = await openOperations(request.unit, stackSet.stackSetId);
  const managedExecution = ManagedExecution?.Active ?? stackSet.managedExecution;
  if (managedExecution !== stackSet.managedExecution && open[0] !== undefined)
    throw operationInProgress(stackSet, open[0]);
  return {
    ...stackSet,
    ...(await stackSetDefinition(input, request, stackSet)),
    description: Description ?? stackSet.description,
    capabilities: Capabilities ?? [],
    tags: Tags === undefined ? stackSet.tags : tagsOf(Tags),
    administrationRoleArn: AdministrationRoleARN ?? stackSet.administrationRoleArn,
    executionRoleName: ExecutionRoleName ?? stackSet.executionRoleName,
    managedExecution,
    isModified: true,
  };
}

/** All instances that are of use, or those that the request names. */
async function updateTargets(
  input: UpdateStackSetInput,
  instances: readonly StackInstance[],
  request: RequestContext,
): Promise<Target[]> {
  const { Accounts, DeploymentTargets, Regions, OperationPreferences = {} } = input;
  const usable = instances.filter(({ detailedStatus }) => detailedStatus !== 'INOPERABLE');
  if (Accounts === undefined && DeploymentTargets === undefined && Regions === undefined) {
    checkPreferences(OperationPreferences);
    const places = usable.map(({ account, region }) => ({ account, region }));
    const order = regionsInOrder(new Set(places.map(({ region }) => region)), OperationPreferences);
    return places.toSorted((a, b) => order.indexOf(a.region) - order.indexOf(b.region));
  }
  if (Regions === undefined || (Accounts === undefined && DeploymentTargets === undefined)) {
    throw invalid('Accounts and Regions must be specified together.');
  }
  const named = await targetsOf({ Accounts, DeploymentTargets, Regions, OperationPreferences }, request);
  const known = new Set(usable.map(placeOf));
  return named.filter((target) => known.has(placeOf(target)));
}

function outdateOthers(
  { unit }: RequestContext,
  instances: readonly StackInstance[],
  targets: readonly Target[],
): void {
  const updated = new Set(targets.map(placeOf));
  for (const instance of instances) {
    if (updated.has(placeOf(instance)) || instance.status !== 'CURRENT') continue;
    saveInstance(unit, { ...instance, status: 'OUTDATED' });
  }
}

function tagsOf(tags: CreateStackSetInput['Tags'] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
