import type { DeploymentTargets } from '../../../../generated/types/cloudformation.ts';
import type { ResourceContext, ResourceProperties } from '../../../platform/resource-handler.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import type { StackInstance, StackSetParameter } from '../model/stack-set.ts';
import { deploymentAccounts } from '../stack-sets/targets.ts';

/** An entry of StackInstancesGroup. */
interface InstanceGroup {
  DeploymentTargets: DeploymentTargets;
  Regions: readonly string[];
  ParameterOverrides?: readonly StackSetParameter[];
}

export interface InstanceChange {
  action: 'CREATE' | 'UPDATE' | 'DELETE';
  accounts: string[];
  regions: string[];
  overrides: StackSetParameter[];
}

export interface WantedInstance {
  account: string;
  region: string;
  overrides: readonly StackSetParameter[];
}

/**
 * The next operation that brings the instances to what is wanted: first those go that are not wanted, then others are made
 * or changed, an account with its Regions or a Region with its accounts at once. Undefined where all is as it should be.
 */
export function nextInstanceChange(
  instancesWanted: readonly WantedInstance[],
  instances: readonly StackInstance[],
): InstanceChange | undefined {
  const wanted = new Map(instancesWanted.map((one) => [placeOf(one), one]));
  const standing = new Map(instances.map((instance) => [placeOf(instance), instance]));
  // One whose deletion has failed stays, and is in the way of the stack set's.
  const leaving = instances.filter((one) => !wanted.has(placeOf(one)) && one.detailedStatus !== 'INOPERABLE');
  if (leaving.length > 0)
    return block(
      'DELETE',
      leaving.map((one) => ({ ...one, overrides: [] })),
    );
  const missing = [...wanted.values()].filter((one) => !standing.has(placeOf(one)));
  if (missing.length > 0) return block('CREATE', missing);
  const changed = [...wanted.values()].filter((one) => {
    const before = standing.get(placeOf(one))?.parameterOverrides ?? [];
    return !isSame(before, one.overrides);
  });
  return changed.length > 0 ? block('UPDATE', changed) : undefined;
}

/** Operations take each account in each Region: as many as make such a block, of the first one's Regions. */
function block(action: InstanceChange['action'], targets: readonly WantedInstance[]): InstanceChange {
  const [first] = targets;
  const overrides = [...(first?.overrides ?? [])];
  const alike = targets.filter((one) => isSame(one.overrides, overrides));
  const regionsOf = (account: string) => alike.filter((one) => one.account === account).map(({ region }) => region);
  const regions = regionsOf(first?.account ?? '');
  const accounts = [...new Set(alike.map(({ account }) => account))].filter((account) => {
    const own = regionsOf(account);
    return own.length === regions.length && regions.every((region) => own.includes(region));
  });
  return { action, accounts, regions, overrides };
}

function placeOf({ account, region }: { account: string; region: string }): string {
  return `${account} ${region}`;
}

/** What StackInstancesGroup declares. */
export async function wantedInstances(
  { StackInstancesGroup = [] }: ResourceProperties,
  context: Pick<ResourceContext, 'call' | 'endpoint'>,
): Promise<WantedInstance[]> {
  const wanted: WantedInstance[] = [];
  for (const {
    DeploymentTargets: targets,
    Regions,
    ParameterOverrides = [],
  } of StackInstancesGroup as InstanceGroup[]) {
    const accounts = await deploymentAccounts(targets, context);
    for (const region of Regions) {
      wanted.push(...accounts.map((account) => ({ account, region, overrides: ParameterOverrides })));
    }
  }
  return wanted;
}

/** The instances as groups: accounts with the same Regions and overrides make one. */
export function groupsOfInstances(instances: readonly StackInstance[]): InstanceGroup[] {
  const alike = Map.groupBy(instances, ({ account, parameterOverrides }) =>
    JSON.stringify([account, parameterOverrides]),
  );
  const places = [...alike.values()].map((one) => ({
    account: one[0]?.account ?? '',
    overrides: one[0]?.parameterOverrides ?? [],
    regions: one.map(({ region }) => region),
  }));
  const groups = Map.groupBy(places, ({ overrides, regions }) => JSON.stringify([overrides, regions]));
  return [...groups.values()].map((group) => {
    const { overrides = [], regions = [] } = group[0] ?? {};
    return {
      DeploymentTargets: { Accounts: group.map(({ account }) => account) },
      Regions: regions,
      ...(overrides.length > 0 && { ParameterOverrides: overrides }),
    };
  });
}
