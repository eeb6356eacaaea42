import { paginate } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { invalid, invalidNextToken } from '../errors.ts';
import { physicalIdOf } from '../model/stack-resource.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { parseStackId } from '../model/stack-id.ts';
import type { Stack } from '../model/stack.ts';
import { findResource, resourcesByPhysicalId, resourcesOf, stackResourcesTable } from '../store/stack-resources.ts';
import { requireStack, requireStackById } from '../store/stacks.ts';

/** As AWS: DescribeStackResources has no pages, and this many resources at most. */
const mostDescribed = 100;
const resourcesPerPage = 100;

export const stackResourceOperations = {
  async DescribeStackResource({ StackName, LogicalResourceId }, request) {
    const stack = await requireStack(request.unit, request, StackName, (named) => `'${named}'`);
    const resource = await findResource(request.unit, stack.stackId, LogicalResourceId);
    if (resource === undefined) {
      throw invalid(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
    }
    const { Timestamp: LastUpdatedTimestamp, ...shown } = shownResource(resource, stack);
    const metadata = resource.standing?.metadata ?? {};
    return { StackResourceDetail: { ...shown, LastUpdatedTimestamp, Metadata: JSON.stringify(metadata) } };
  },

  async DescribeStackResources({ StackName, LogicalResourceId, PhysicalResourceId }, request) {
    if (StackName !== undefined && PhysicalResourceId !== undefined) {
      throw invalid('StackName and PhysicalResourceId cannot be specified together.');
    }
    const { stack, resources } = await described(request, StackName, PhysicalResourceId);
    const chosen = resources.filter(
      ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
    );
    if (LogicalResourceId !== undefined && chosen.length === 0) {
      throw invalid(`Stack '${stack.name}' does not have a resource '${LogicalResourceId}'`);
    }
    return { StackResources: chosen.slice(0, mostDescribed).map((resource) => shownResource(resource, stack)) };
  },

  async ListStackResources({ StackName, NextToken }, request) {
    const stack = await requireStack(request.unit, request, StackName);
    const { items, nextToken } = await paginate({
      reader: request.unit,
      table: stackResourcesTable,
      range: { prefix: [stack.stackId] },
      limit: resourcesPerPage,
      kind: 'ListStackResources',
      token: NextToken,
      invalidToken: invalidNextToken,
    });
    const summaries = items.map((resource) => {
      const { StackId: _, StackName: __, Timestamp, ...shown } = shownResource(resource, stack);
      return { ...shown, LastUpdatedTimestamp: Timestamp };
    });
    return { StackResourceSummaries: summaries, ...(nextToken !== undefined && { NextToken: nextToken }) };
  },
} satisfies Partial<CloudFormationHandlers>;

async function described(
  request: RequestContext,
  stackName: string | undefined,
  physicalId: string | undefined,
): Promise<{ stack: Stack; resources: StackResource[] }> {
  const { unit, account, region } = request;
  if (stackName !== undefined) {
    const stack = await requireStack(unit, request, stackName);
    return { stack, resources: await resourcesOf(unit, stack.stackId) };
  }
  if (physicalId === undefined) throw invalid('Either StackName or PhysicalResourceId must be specified.');
  const owners = await resourcesByPhysicalId(unit, physicalId);
  const owner = owners.find(({ stackId }) => {
    const place = parseStackId(stackId);
    return place?.account === account && place.region === region;
  });
  if (owner === undefined) throw invalid(`Stack for ${physicalId} does not exist`);
  const stack = await requireStackById(unit, owner.stackId);
  return { stack, resources: await resourcesOf(unit, stack.stackId) };
}

function shownResource(resource: StackResource, { name }: Stack) {
  const physicalId = physicalIdOf(resource);
  const { drift } = resource;
  return {
    StackName: name,
    StackId: resource.stackId,
    LogicalResourceId: resource.logicalId,
    ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
    ResourceType: resource.type,
    Timestamp: new Date(resource.changedAt),
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: {
      StackResourceDriftStatus: drift?.status ?? ('NOT_CHECKED' as const),
      ...(drift && { LastCheckTimestamp: new Date(drift.checkedAt) }),
    },
  };
}
