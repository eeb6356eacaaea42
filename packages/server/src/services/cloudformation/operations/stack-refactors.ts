import type { DescribeStackRefactorOutput, StackDefinition } from '../../../../generated/types/cloudformation.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { fillPage } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid, invalidNextToken, stackDoesNotExist } from '../errors.ts';
import { basisOf } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { stackIdOf } from '../model/stack-id.ts';
import { isObsolete, refactorActions } from '../model/stack-refactor.ts';
import type { RefactoredStack, StackRefactor } from '../model/stack-refactor.ts';
import { checkStackName } from '../model/stack-request.ts';
import { enqueueRefactor } from '../refactor/jobs.ts';
import { findRefactor, pageOfRefactors, saveRefactor } from '../store/stack-refactors.ts';
import { findStack } from '../store/stacks.ts';

const mostStacks = 5;
const defaultLimit = 100;

export const stackRefactorOperations = {
  async CreateStackRefactor(
    { StackDefinitions, ResourceMappings = [], EnableStackCreation = false, Description },
    request,
  ) {
    const { unit, platform, account, region, principal, endpoint, clock } = request;
    if (StackDefinitions.length > mostStacks)
      throw invalid(`A stack refactor cannot have more than ${mostStacks} stacks`);
    const stacks: RefactoredStack[] = [];
    for (const definition of StackDefinitions) {
      const stack = await refactoredStack(request, definition, EnableStackCreation);
      if (stacks.some(({ stackId }) => stackId === stack.stackId))
        throw invalid(`Stack ${stack.name} is defined more than once`);
      stacks.push(stack);
    }
    const refactor: StackRefactor = {
      account,
      region,
      principal,
      endpoint,
      refactorId: platform.ids.uuid(),
      description: Description,
      status: 'CREATE_IN_PROGRESS',
      executionStatus: 'UNAVAILABLE',
      createdAt: clock.now(),
      stacks,
      mappings: ResourceMappings.map(({ Source, Destination }) => ({
        source: { stack: Source.StackName, logicalId: Source.LogicalResourceId },
        destination: { stack: Destination.StackName, logicalId: Destination.LogicalResourceId },
      })),
      enableStackCreation: EnableStackCreation,
      moves: [],
    };
    saveRefactor(unit, refactor);
    enqueueRefactor(platform, unit, 'createRefactor', refactor);
    return { StackRefactorId: refactor.refactorId };
  },

  async DescribeStackRefactor({ StackRefactorId }, request) {
    const refactor = await requireRefactor(request, StackRefactorId);
    return { ...(await summary(request, refactor)), StackIds: refactor.stacks.map(({ stackId }) => stackId) };
  },

  async ListStackRefactorActions({ StackRefactorId, NextToken, MaxResults = defaultLimit }, request) {
    const actions = refactorActions(await requireRefactor(request, StackRefactorId));
    const kind = `ListStackRefactorActions ${StackRefactorId}`;
    const start = NextToken === undefined ? 0 : decodePageToken(kind, NextToken);
    if (typeof start !== 'number') throw invalidNextToken();
    const end = start + MaxResults;
    return {
      StackRefactorActions: actions.slice(start, end),
      NextToken: end < actions.length ? encodePageToken(kind, end) : undefined,
    };
  },

  async ExecuteStackRefactor({ StackRefactorId }, request) {
    const { unit, platform, principal } = request;
    const refactor = await requireRefactor(request, StackRefactorId);
    const { ExecutionStatus } = await summary(request, refactor);
    if (ExecutionStatus !== 'AVAILABLE') {
      throw invalid(
        `Stack refactor ${StackRefactorId} cannot be executed in its current execution status of [${ExecutionStatus}]`,
      );
    }
    const begun: StackRefactor = { ...refactor, principal, executionStatus: 'EXECUTE_IN_PROGRESS' };
    saveRefactor(unit, begun);
    enqueueRefactor(platform, unit, 'executeRefactor', begun);
    return {};
  },

  async ListStackRefactors({ ExecutionStatusFilter: statuses = [], NextToken, MaxResults = defaultLimit }, request) {
    const kind = JSON.stringify(['ListStackRefactors', statuses]);
    const page = await fillPage(
      async (limit, token) => {
        const { items, ...rest } = await pageOfRefactors(request.unit, request, { limit, token, kind });
        return { items: await Promise.all(items.map((refactor) => summary(request, refactor))), ...rest };
      },
      ({ ExecutionStatus = 'UNAVAILABLE' }) => statuses.length === 0 || statuses.includes(ExecutionStatus),
      { limit: MaxResults, token: NextToken },
    );
    return { StackRefactorSummaries: page.items, NextToken: page.nextToken };
  },
} satisfies Partial<CloudFormationHandlers>;

async function refactoredStack(
  request: RequestContext,
  { StackName, TemplateBody: body, TemplateURL: url }: StackDefinition,
  mayCreate: boolean,
): Promise<RefactoredStack> {
  if (StackName === undefined) throw invalid('StackName must be specified in each of the StackDefinitions.');
  if (body !== undefined && url !== undefined)
    throw invalid('Only one of TemplateBody and TemplateURL must be specified.');
  const stack = await findStack(request.unit, request, StackName);
  if (stack !== undefined && stack.status !== 'DELETE_COMPLETE') {
    return { name: stack.name, stackId: stack.stackId, isNew: false, body, url, basis: basisOf(stack) };
  }
  if (!mayCreate || StackName.startsWith('arn:')) throw stackDoesNotExist(StackName);
  checkStackName(StackName);
  if (body === undefined && url === undefined)
    throw invalid(`A template must be specified for the new stack ${StackName}.`);
  const { account, region, platform } = request;
  const stackId = stackIdOf({ account, region, name: StackName, uuid: platform.ids.uuid() });
  return { name: StackName, stackId, isNew: true, body, url };
}

async function requireRefactor({ unit, account, region }: RequestContext, id: string): Promise<StackRefactor> {
  const refactor = await findRefactor(unit, id);
  if (refactor?.account === account && refactor.region === region) return refactor;
  throw new CloudFormationError('StackRefactorNotFoundException', `Stack refactor ${id} does not exist`);
}

async function summary(
  request: RequestContext,
  refactor: StackRefactor,
): Promise<Omit<DescribeStackRefactorOutput, 'StackIds'>> {
  return {
    StackRefactorId: refactor.refactorId,
    Description: refactor.description,
    Status: refactor.status,
    StatusReason: refactor.statusReason,
    ExecutionStatus: (await hasMovedOn(request, refactor)) ? 'OBSOLETE' : refactor.executionStatus,
    ExecutionStatusReason: refactor.executionReason,
  };
}

async function hasMovedOn(request: RequestContext, refactor: StackRefactor): Promise<boolean> {
  if (refactor.executionStatus !== 'AVAILABLE') return false;
  const found = new Map<string, Stack>();
  for (const { name, stackId } of refactor.stacks) {
    const stack = await findStack(request.unit, request, name);
    if (stack !== undefined) found.set(stackId, stack);
  }
  return isObsolete(refactor, found);
}
