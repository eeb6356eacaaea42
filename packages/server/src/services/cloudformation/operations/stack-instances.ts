import type {
  ListStackInstancesInput,
  StackInstanceFilter,
  StackInstanceResourceDriftsSummary,
} from '../../../../generated/types/cloudformation.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import { parseStackId } from '../model/stack-id.ts';
import type { StackInstance, StackSet } from '../model/stack-set.ts';
import { parameterOverrides } from '../stack-sets/definition.ts';
import { describeInstance, summariseInstance } from '../stack-sets/descriptions.ts';
import { callsIn } from '../stack-sets/drift.ts';
import { pageOf } from '../stack-sets/page.ts';
import { ExecutionSessions, InstanceFailure } from '../stack-sets/permissions.ts';
import { requireSelfManaged } from '../stack-sets/self-managed.ts';
import { placeOf, repeatedOperation, startStackSetOperation } from '../stack-sets/start.ts';
import type { OperationRequest } from '../stack-sets/start.ts';
import { checkPreferences, listAt, targetsOf } from '../stack-sets/targets.ts';
import type { Target, TargetInput } from '../stack-sets/targets.ts';
import { findInstance, instancesOf, requireStackSet, requireStackSetOperation } from '../store/stack-sets.ts';

const mostImports = 10;

export const stackInstanceOperations = {
  async CreateStackInstances(input, request) {
    return startOn(input, request, async (stackSet) => {
      const overrides = await parameterOverrides(stackSet, input.ParameterOverrides, [], request);
      return { action: 'CREATE', targets: await targetsOf(input, request), overridesOf: () => overrides };
    });
  },

  async UpdateStackInstances(input, request) {
    return startOn(input, request, async (stackSet) => {
      const instances = await instancesAt(stackSet, input, request);
      const overrides = new Map<string, Awaited<ReturnType<typeof parameterOverrides>>>();
      for (const instance of instances) {
        const { parameterOverrides: before } = instance;
        overrides.set(placeOf(instance), await parameterOverrides(stackSet, input.ParameterOverrides, before, request));
      }
      const targets = instances.map(({ account, region }) => ({ account, region }));
      return { action: 'UPDATE', targets, overridesOf: (target) => overrides.get(placeOf(target)) ?? [] };
    });
  },

  async DeleteStackInstances(input, request) {
    return startOn(input, request, async (stackSet) => {
      const known = new Set((await instancesOf(request.unit, stackSet.stackSetId)).map(placeOf));
      const targets = (await targetsOf(input, request)).filter((target) => known.has(placeOf(target)));
      return { action: 'DELETE', targets, retainStacks: input.RetainStacks };
    });
  },

  async ImportStacksToStackSet(input, request) {
    return startOn(input, request, async () => {
      checkPreferences(input.OperationPreferences ?? {});
      return { action: 'CREATE', targets: await importedStacks(input, request) };
    });
  },

  async DetectStackSetDrift(input, request) {
    return startOn(input, request, async ({ stackSetId }) => {
      checkPreferences(input.OperationPreferences ?? {});
      const instances = await instancesOf(request.unit, stackSetId);
      const standing = instances.filter(({ stackId }) => stackId !== undefined);
      return { action: 'DETECT_DRIFT', targets: standing.map(({ account, region }) => ({ account, region })) };
    });
  },

  async DescribeStackInstance({ StackSetName, StackInstanceAccount, StackInstanceRegion, CallAs }, request) {
    requireSelfManaged({ CallAs });
    const stackSet = await requireStackSet(request.unit, request, StackSetName);
    const place = { account: StackInstanceAccount, region: StackInstanceRegion };
    return { StackInstance: describeInstance(await requireInstance(stackSet, place, request), stackSet) };
  },

  async ListStackInstances(input, request) {
    requireSelfManaged(input);
    const { StackSetName, Filters = [], StackInstanceAccount, StackInstanceRegion, NextToken, MaxResults } = input;
    const { stackSetId } = await requireStackSet(request.unit, request, StackSetName);
    const listed = (await instancesOf(request.unit, stackSetId)).filter((instance) => isListed(instance, input));
    const kind = JSON.stringify(['ListStackInstances', stackSetId, Filters, StackInstanceAccount, StackInstanceRegion]);
    const page = pageOf(listed, { NextToken, MaxResults, kind, keyOf: placeOf });
    return { ...page, Summaries: page.Summaries.map(summariseInstance) };
  },

  async ListStackInstanceResourceDrifts(input, request) {
    requireSelfManaged(input);
    const { StackInstanceAccount: account, StackInstanceRegion: region, OperationId, NextToken, MaxResults } = input;
    const stackSet = await requireStackSet(request.unit, request, input.StackSetName);
    const operation = await requireStackSetOperation(request.unit, stackSet, OperationId);
    const { stackId } = await requireInstance(stackSet, { account, region }, request);
    if (stackId === undefined) return { Summaries: [] };
    const principal = await asValidationError(new ExecutionSessions(request.platform, operation).in(account));
    const found = await callsIn(request, { account, region }, principal).cloudformation.DescribeStackResourceDrifts({
      StackName: stackId,
      ...(input.StackInstanceResourceDriftStatuses && {
        StackResourceDriftStatusFilters: input.StackInstanceResourceDriftStatuses,
      }),
      ...(NextToken !== undefined && { NextToken }),
      ...(MaxResults !== undefined && { MaxResults }),
    });
    return { Summaries: found.StackResourceDrifts.map(shownDrift), NextToken: found.NextToken };
  },
} satisfies Partial<CloudFormationHandlers>;

interface StartInput extends Partial<TargetInput> {
  StackSetName: string;
  OperationId?: string | undefined;
  CallAs?: 'SELF' | 'DELEGATED_ADMIN' | undefined;
}

type Plan = Pick<OperationRequest, 'action' | 'targets' | 'overridesOf' | 'retainStacks'>;

/** What all operations on instances have in common. */
async function startOn(
  input: StartInput,
  request: RequestContext,
  plan: (stackSet: StackSet) => Promise<Plan>,
): Promise<{ OperationId: string }> {
  requireSelfManaged({ CallAs: input.CallAs });
  const { StackSetName, OperationId: operationId, OperationPreferences: preferences } = input;
  const stackSet = await requireStackSet(request.unit, request, StackSetName);
  const fingerprint = JSON.stringify(input);
  const repeated = await repeatedOperation(request.unit, stackSet, operationId, fingerprint);
  if (repeated !== undefined) return { OperationId: repeated };
  const planned = await plan(stackSet);
  const OperationId = await startStackSetOperation(request, stackSet, {
    ...planned,
    preferences,
    operationId,
    fingerprint,
  });
  return { OperationId };
}

async function requireInstance(
  { name, stackSetId }: StackSet,
  { account, region }: Target,
  { unit }: RequestContext,
): Promise<StackInstance> {
  const instance = await findInstance(unit, { stackSetId, account, region });
  if (instance !== undefined) return instance;
  throw new CloudFormationError(
    'StackInstanceNotFoundException',
    `Stack instance of StackSet ${name} not found in account ${account}, region ${region}`,
  );
}

async function instancesAt(stackSet: StackSet, input: TargetInput, request: RequestContext): Promise<StackInstance[]> {
  const targets = await targetsOf(input, request);
  return Promise.all(targets.map((target) => requireInstance(stackSet, target, request)));
}

async function importedStacks(
  input: {
    StackIds?: string[] | undefined;
    StackIdsUrl?: string | undefined;
    OrganizationalUnitIds?: string[] | undefined;
  },
  request: RequestContext,
): Promise<Target[]> {
  const { StackIds, StackIdsUrl, OrganizationalUnitIds = [] } = input;
  if (OrganizationalUnitIds.length > 0) {
    throw invalid('StackSets with SELF_MANAGED permission model can only have accounts as target');
  }
  if ((StackIds === undefined) === (StackIdsUrl === undefined)) {
    throw invalid('Either StackIds or StackIdsUrl must be specified.');
  }
  const ids = StackIds ?? (await listAt(StackIdsUrl ?? '', request));
  if (ids.length > mostImports) throw invalid(`At most ${mostImports} stacks can be imported at once.`);
  return ids.map((importedStackId) => {
    const place = parseStackId(importedStackId);
    if (place === undefined) throw invalid(`${importedStackId} is not the ARN of a stack.`);
    return { account: place.account, region: place.region, importedStackId };
  });
}

function isListed(
  instance: StackInstance,
  { Filters = [], StackInstanceAccount, StackInstanceRegion }: ListStackInstancesInput,
) {
  return (
    (StackInstanceAccount === undefined || instance.account === StackInstanceAccount) &&
    (StackInstanceRegion === undefined || instance.region === StackInstanceRegion) &&
    Filters.every((filter) => matches(instance, filter))
  );
}

function matches(instance: StackInstance, { Name, Values = '' }: StackInstanceFilter): boolean {
  const { detailedStatus, lastOperationId, driftStatus } = instance;
  const value = { DETAILED_STATUS: detailedStatus, LAST_OPERATION_ID: lastOperationId, DRIFT_STATUS: driftStatus };
  return Name === undefined || Values.split(',').includes(value[Name]);
}

async function asValidationError<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof InstanceFailure) throw invalid(error.message);
    throw error;
  }
}

type ResourceDrift = Awaited<
  ReturnType<RequestContext['call']['cloudformation']['DescribeStackResourceDrifts']>
>['StackResourceDrifts'][number];

function shownDrift(drift: ResourceDrift): StackInstanceResourceDriftsSummary {
  return {
    StackId: drift.StackId,
    LogicalResourceId: drift.LogicalResourceId,
    PhysicalResourceId: drift.PhysicalResourceId,
    PhysicalResourceIdContext: drift.PhysicalResourceIdContext,
    ResourceType: drift.ResourceType,
    PropertyDifferences: drift.PropertyDifferences,
    StackResourceDriftStatus: drift.StackResourceDriftStatus,
    Timestamp: drift.Timestamp,
  };
}
