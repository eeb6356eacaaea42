import type { StackResource, StandingResource } from './stack-resource.ts';

/** What an update replaced joins what else is left over; the row has nothing to be rolled back to any more. */
export function withReplaced({ baseline, ...row }: StackResource): StackResource {
  const former = baseline?.standing;
  if (former === undefined || former.physicalId === row.standing?.physicalId) return row;
  return { ...row, leftovers: [...(row.leftovers ?? []), former] };
}

export function withoutLeftover(row: StackResource, leftover: StandingResource): StackResource {
  const { waiting: _, leftovers = [], ...rest } = row;
  const left = leftovers.filter(({ physicalId }) => physicalId !== leftover.physicalId);
  return left.length === 0 ? rest : { ...rest, leftovers: left };
}
