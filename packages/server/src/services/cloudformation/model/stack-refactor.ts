import type { DescribeStackRefactorOutput, StackRefactorAction } from '../../../../generated/types/cloudformation.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';
import { basisOf } from './change-set.ts';
import type { Stack } from './stack.ts';

/** One row per stack refactor. */
export interface StackRefactor extends Scope {
  refactorId: string;
  description?: string | undefined;
  status: NonNullable<DescribeStackRefactorOutput['Status']>;
  statusReason?: string | undefined;
  executionStatus: NonNullable<DescribeStackRefactorOutput['ExecutionStatus']>;
  executionReason?: string | undefined;
  createdAt: number;
  stacks: readonly RefactoredStack[];
  mappings: readonly GivenMapping[];
  enableStackCreation: boolean;
  /** Found when it was created. */
  moves: readonly Move[];
  principal: Principal;
  endpoint: string;
}

export interface RefactoredStack {
  /** As given, or looked up. */
  name: string;
  stackId: string;
  isNew: boolean;
  /** Absent where the stack keeps its template. */
  body?: string | undefined;
  url?: string | undefined;
  /** The stack's last operation as of the creation: a later one makes the refactor obsolete. */
  basis?: string | undefined;
}

/** Names or ids of stacks, as given. */
export interface GivenMapping {
  source: Place;
  destination: Place;
}

export interface Place {
  /** The id, but in what was given. */
  stack: string;
  logicalId: string;
}

export interface Move {
  source: Place;
  destination: Place;
  type: string;
  physicalId: string;
  detection: 'AUTO' | 'MANUAL';
  detectionReason?: string | undefined;
  /** Whether its tags name another stack or logical id afterwards. */
  isTagged: boolean;
}

/** A stack that has moved on leaves the refactor behind. */
export function isObsolete({ stacks }: StackRefactor, found: ReadonlyMap<string, Stack>): boolean {
  return stacks.some(({ stackId, isNew, basis }) => {
    const stack = found.get(stackId);
    return isNew ? stack !== undefined : stack === undefined || basisOf(stack) !== basis;
  });
}

const ownTagKeys = ['aws:cloudformation:stack-name', 'aws:cloudformation:stack-id', 'aws:cloudformation:logical-id'];

export function refactorActions({ stacks, moves }: StackRefactor): StackRefactorAction[] {
  const names = new Map(stacks.map(({ stackId, name }) => [stackId, name]));
  const created = stacks
    .filter(({ isNew }) => isNew)
    .map(({ name, stackId }) => ({
      Action: 'CREATE' as const,
      Entity: 'STACK' as const,
      PhysicalResourceId: stackId,
      Description: `Stack ${name} created.`,
    }));
  const moved = moves.map((move) => {
    const { destination } = move;
    const values = [names.get(destination.stack) ?? '', destination.stack, destination.logicalId];
    return {
      Action: 'MOVE' as const,
      Entity: 'RESOURCE' as const,
      PhysicalResourceId: move.physicalId,
      Description: 'No configuration changes detected.',
      Detection: move.detection,
      DetectionReason: move.detectionReason,
      TagResources: move.isTagged ? ownTagKeys.map((Key, index) => ({ Key, Value: values[index] ?? '' })) : [],
      UntagResources: [],
      ResourceMapping: { Source: shownPlace(move.source), Destination: shownPlace(destination) },
    };
  });
  return [...created, ...moved];
}

function shownPlace({ stack, logicalId }: Place): { StackName: string; LogicalResourceId: string } {
  return { StackName: stack, LogicalResourceId: logicalId };
}
