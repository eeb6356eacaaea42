import { AwsError } from '../../../platform/errors.ts';
import { fillPage } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { enqueueDetection } from '../drift/jobs.ts';
import { checkResource } from '../drift/resource-drift.ts';
import { invalid } from '../errors.ts';
import { shownDrift } from '../model/drift.ts';
import type { DriftDetection, ResourceDrift } from '../model/drift.ts';
import type { Stack } from '../model/stack.ts';
import { findDetection, lastDetection, pageOfDrifts, saveDetection } from '../store/drifts.ts';
import { findResource, resourcesOf } from '../store/stack-resources.ts';
import { requireLivingStack, requireStack } from '../store/stacks.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/detect-drift-stack.html */
const checkedStatuses: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

const mostDrifts = 100;

export const driftOperations = {
  async DetectStackDrift({ StackName, LogicalResourceIds }, request) {
    const { unit, platform, account, region, principal, endpoint, clock } = request;
    const stack = await requireCheckedStack(request, StackName);
    if (LogicalResourceIds !== undefined) await requireResources(request, stack, LogicalResourceIds);
    const last = await lastDetection(unit, stack.stackId);
    if (last?.status === 'DETECTION_IN_PROGRESS') {
      throw invalid(`Drift detection is already in progress for stack [${stack.stackId}]`);
    }
    const detection: DriftDetection = {
      account,
      region,
      principal,
      endpoint,
      detectionId: platform.ids.uuid(),
      stackId: stack.stackId,
      status: 'DETECTION_IN_PROGRESS',
      startedAt: clock.now(),
      logicalIds: LogicalResourceIds,
    };
    saveDetection(unit, detection);
    enqueueDetection(platform, unit, detection);
    return { StackDriftDetectionId: detection.detectionId };
  },

  async DescribeStackDriftDetectionStatus({ StackDriftDetectionId }, { unit, account, region }) {
    const detection = await findDetection(unit, StackDriftDetectionId);
    if (detection?.account !== account || detection.region !== region) {
      throw invalid(`No stack drift detection status found for StackDriftDetectionId [${StackDriftDetectionId}]`);
    }
    return {
      StackId: detection.stackId,
      StackDriftDetectionId,
      StackDriftStatus: detection.driftStatus,
      DetectionStatus: detection.status,
      DetectionStatusReason: detection.statusReason,
      DriftedStackResourceCount: detection.driftedResources,
      Timestamp: new Date(detection.endedAt ?? detection.startedAt),
    };
  },

  async DetectStackResourceDrift({ StackName, LogicalResourceId }, request) {
    const { unit } = request;
    const stack = await requireCheckedStack(request, StackName);
    await requireResources(request, stack, [LogicalResourceId]);
    const resource = await findResource(unit, stack.stackId, LogicalResourceId);
    const drift = resource && (await checkNow(request, stack, resource));
    if (drift === undefined) {
      throw invalid(`Drift detection is not supported for resource ${LogicalResourceId} of type ${resource?.type}`);
    }
    return { StackResourceDrift: shownDrift(drift) };
  },

  async DescribeStackResourceDrifts(input, request) {
    const { StackName, StackResourceDriftStatusFilters: statuses = [], MaxResults = mostDrifts, NextToken } = input;
    const { stackId } = await requireStack(request.unit, request, StackName);
    const kind = JSON.stringify(['DescribeStackResourceDrifts', statuses]);
    const page = await fillPage(
      (limit, token) => pageOfDrifts(request.unit, stackId, { limit, token, kind }),
      ({ status }) => statuses.length === 0 || statuses.includes(status),
      { limit: MaxResults, token: NextToken },
    );
    return { StackResourceDrifts: page.items.map(shownDrift), NextToken: page.nextToken };
  },
} satisfies Partial<CloudFormationHandlers>;

async function requireCheckedStack(request: RequestContext, nameOrId: string): Promise<Stack> {
  const stack = await requireLivingStack(request.unit, request, nameOrId);
  if (checkedStatuses.has(stack.status)) return stack;
  throw invalid(`Drift detection cannot be performed on stack [${stack.stackId}] that is in ${stack.status} state`);
}

async function requireResources({ unit }: RequestContext, stack: Stack, logicalIds: readonly string[]): Promise<void> {
  const known = new Set((await resourcesOf(unit, stack.stackId)).map(({ logicalId }) => logicalId));
  const missing = logicalIds.filter((id) => !known.has(id));
  if (missing.length === 0) return;
  throw invalid(`Resource ${missing.join(', ')} does not exist for stack ${stack.name}`);
}

async function checkNow(
  { unit, platform, principal, endpoint }: RequestContext,
  stack: Stack,
  resource: Parameters<typeof checkResource>[3],
): Promise<ResourceDrift | undefined> {
  try {
    return await checkResource({ platform, principal, endpoint }, unit, stack, resource);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`Failed to detect drift on resource [${resource.logicalId}]: ${error.message}`);
  }
}
