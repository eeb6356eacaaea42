import { AwsError } from '../../../platform/errors.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import type { HolderKind } from '../model/entity.ts';

/** A role, user or group that a policy is for. */
export interface PolicyTarget {
  kind: HolderKind;
  name: string;
}

const members = { Groups: 'group', Roles: 'role', Users: 'user' } as const satisfies Record<string, HolderKind>;

/** The targets that a policy's properties name. */
export function targetsOf(properties: ResourceProperties): PolicyTarget[] {
  return Object.entries(members).flatMap(([member, kind]) =>
    ((properties[member] ?? []) as string[]).map((name) => ({ kind, name })),
  );
}

/** The other way round, members without a target being left out. */
export function targetProperties(targets: readonly PolicyTarget[]): ResourceProperties {
  const lists = Object.entries(members).map(([member, kind]) => {
    const names = targets.filter((target) => target.kind === kind).map(({ name }) => name);
    return [member, names] as const;
  });
  return Object.fromEntries(lists.filter(([, names]) => names.length > 0));
}

export function targetsGone(former: readonly PolicyTarget[], desired: readonly PolicyTarget[]): PolicyTarget[] {
  return former.filter(({ kind, name }) => !desired.some((kept) => kept.kind === kind && kept.name === name));
}

/** An inline policy is nowhere without one. */
export function requireTargets(targets: readonly PolicyTarget[]): void {
  if (targets.length > 0) return;
  throw new AwsError('InvalidRequest', 'At least one of [Groups,Roles,Users] must be non-empty.');
}
