import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError } from '../errors.ts';
import { describeOperation, summariseOperation, summariseResult } from '../stack-sets/descriptions.ts';
import { driftDetails } from '../stack-sets/drift.ts';
import { pageOf } from '../stack-sets/page.ts';
import { requireSelfManaged } from '../stack-sets/self-managed.ts';
import { enqueueAdvance, placeOf } from '../stack-sets/start.ts';
import {
  operationsOfStackSet,
  requireStackSet,
  requireStackSetOperation,
  resultsOf,
  saveStackSetOperation,
} from '../store/stack-sets.ts';

export const stackSetOperationOperations = {
  async DescribeStackSetOperation({ StackSetName, OperationId, CallAs }, request) {
    requireSelfManaged({ CallAs });
    const { unit } = request;
    const stackSet = await requireStackSet(unit, request, StackSetName);
    const operation = await requireStackSetOperation(unit, stackSet, OperationId);
    if (operation.action !== 'DETECT_DRIFT') return { StackSetOperation: describeOperation(operation) };
    const drift = operation.drift ?? (await driftDetails(unit, operation, operation.createdAt));
    return { StackSetOperation: describeOperation({ ...operation, drift }) };
  },

  async ListStackSetOperations({ StackSetName, CallAs, ...page }, request) {
    requireSelfManaged({ CallAs });
    const { stackSetId } = await requireStackSet(request.unit, request, StackSetName);
    const operations = await operationsOfStackSet(request.unit, stackSetId);
    const kind = `ListStackSetOperations ${stackSetId}`;
    const { Summaries, NextToken } = pageOf(operations, { ...page, kind, keyOf: ({ operationId }) => operationId });
    return { Summaries: Summaries.map(summariseOperation), NextToken };
  },

  async ListStackSetOperationResults({ StackSetName, OperationId, CallAs, Filters = [], ...page }, request) {
    requireSelfManaged({ CallAs });
    const stackSet = await requireStackSet(request.unit, request, StackSetName);
    const { stackSetId } = await requireStackSetOperation(request.unit, stackSet, OperationId);
    const results = await resultsOf(request.unit, stackSetId, OperationId);
    const listed = results.filter(({ status }) =>
      Filters.every(({ Values = '' }) => Values.split(',').includes(status)),
    );
    const kind = JSON.stringify(['ListStackSetOperationResults', stackSetId, OperationId, Filters]);
    const { Summaries, NextToken } = pageOf(listed, { ...page, kind, keyOf: placeOf });
    return { Summaries: Summaries.map(summariseResult), NextToken };
  },

  async StopStackSetOperation({ StackSetName, OperationId, CallAs }, request) {
    requireSelfManaged({ CallAs });
    const { unit, platform } = request;
    const stackSet = await requireStackSet(unit, request, StackSetName);
    const operation = await requireStackSetOperation(unit, stackSet, OperationId);
    if (operation.status === 'STOPPING') return {};
    if (operation.status !== 'RUNNING' && operation.status !== 'QUEUED') {
      throw new CloudFormationError(
        'InvalidOperationException',
        `Operation ${OperationId} cannot be stopped in its status ${operation.status}`,
      );
    }
    saveStackSetOperation(unit, { ...operation, status: 'STOPPING' });
    enqueueAdvance(platform, unit, operation);
    return {};
  },
} satisfies Partial<CloudFormationHandlers>;
