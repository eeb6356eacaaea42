import { createChangeSet } from '../change-sets/creation.ts';
import { deleteChangeSet } from '../change-sets/deletion.ts';
import { describeChangeSet, shownChange, summariseChangeSet } from '../change-sets/description.ts';
import { executeChangeSet } from '../change-sets/execution.ts';
import { findNamedChangeSet, requireChangeSet } from '../change-sets/required.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { invalid, invalidNextToken } from '../errors.ts';
import { changesOf, liveStateOf, pageOfChangeSets } from '../store/change-sets.ts';
import { findStack, stacksTable } from '../store/stacks.ts';

/** A page of AWS's is a megabyte; with property values this many are about as much. */
const changesPerPage = 100;

export const changeSetOperations = {
  async CreateChangeSet(input, request) {
    const { changeSetId, stackId } = await createChangeSet(input, request);
    return { Id: changeSetId, StackId: stackId };
  },

  async DescribeChangeSet({ ChangeSetName, StackName, NextToken, IncludePropertyValues = false }, request) {
    const { unit } = request;
    const changeSet = await requireChangeSet(unit, request, ChangeSetName, StackName);
    const stack = await unit.get(stacksTable, [changeSet.stackId]);
    const changes = await changesOf(unit, changeSet.changeSetId);
    const kind = `DescribeChangeSet ${changeSet.changeSetId}`;
    const start = NextToken === undefined ? 0 : decodePageToken(kind, NextToken);
    if (typeof start !== 'number') throw invalidNextToken();
    const end = start + changesPerPage;
    return {
      ...describeChangeSet(changeSet, stack, await liveStateOf(unit, changeSet.changeSetId)),
      Changes: changes.slice(start, end).map((change) => shownChange(change, IncludePropertyValues)),
      NextToken: end < changes.length ? encodePageToken(kind, end) : undefined,
    };
  },

  async ListChangeSets({ StackName, NextToken }, request) {
    const stack = await findStack(request.unit, request, StackName);
    if (stack === undefined) throw invalid(`Stack [${StackName}] does not exist`);
    const { items, nextToken } = await pageOfChangeSets(request.unit, stack.stackId, NextToken);
    return { Summaries: items.map((changeSet) => summariseChangeSet(changeSet, stack)), NextToken: nextToken };
  },

  async DeleteChangeSet({ ChangeSetName, StackName }, request) {
    const changeSet = await findNamedChangeSet(request.unit, request, ChangeSetName, StackName);
    // AWS does not mind one that is not there.
    if (changeSet !== undefined) await deleteChangeSet(request.unit, changeSet, request.clock.now());
    return {};
  },

  async ExecuteChangeSet({ ChangeSetName, StackName, ...input }, request) {
    const changeSet = await requireChangeSet(request.unit, request, ChangeSetName, StackName);
    await executeChangeSet(changeSet, input, request);
    return {};
  },

  async DescribeChangeSetHooks({ ChangeSetName, StackName }, request) {
    const changeSet = await requireChangeSet(request.unit, request, ChangeSetName, StackName);
    const { changeSetId, name, stackId, stackName, status } = changeSet;
    const isPending = status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS';
    return {
      ChangeSetId: changeSetId,
      ChangeSetName: name,
      StackId: stackId,
      StackName: stackName,
      Status: isPending ? 'PLANNING' : status === 'CREATE_COMPLETE' ? 'PLANNED' : 'UNAVAILABLE',
      Hooks: [],
    };
  },
} satisfies Partial<CloudFormationHandlers>;
