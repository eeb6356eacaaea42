import { paginateStacks } from '../store/stack-pages.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { shownStack, stackSummary } from '../model/shown-stack.ts';
import { requireStack } from '../store/stacks.ts';
import { mostStacks } from '../stack-operation/new-stack.ts';

const stacksPerPage = 100;

export const describeStackOperations = {
  async DescribeStacks({ StackName, NextToken }, request) {
    if (StackName !== undefined) return { Stacks: [shownStack(await requireStack(request.unit, request, StackName))] };
    const page = { which: 'living', limit: stacksPerPage, token: NextToken, kind: 'DescribeStacks' } as const;
    const { items, nextToken } = await paginateStacks(request.unit, request, { ...page, passes: () => true });
    return { Stacks: items.map(shownStack), ...(nextToken !== undefined && { NextToken: nextToken }) };
  },

  async ListStacks({ StackStatusFilter, NextToken }, request) {
    const wanted = new Set(StackStatusFilter ?? []);
    const { items, nextToken } = await paginateStacks(request.unit, request, {
      which: 'all',
      limit: stacksPerPage,
      token: NextToken,
      kind: JSON.stringify(['ListStacks', [...wanted]]),
      passes: ({ status }) => wanted.size === 0 || wanted.has(status),
    });
    return { StackSummaries: items.map(stackSummary), ...(nextToken !== undefined && { NextToken: nextToken }) };
  },

  async DescribeAccountLimits() {
    return {
      AccountLimits: [
        { Name: 'StackLimit', Value: mostStacks },
        { Name: 'StackOutputsLimit', Value: 200 },
        { Name: 'ConcurrentResourcesLimit', Value: 2500 },
      ],
    };
  },
} satisfies Partial<CloudFormationHandlers>;
