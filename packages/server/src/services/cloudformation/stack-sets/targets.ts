import type { DeploymentTargets, StackSetOperationPreferences } from '../../../../generated/types/cloudformation.ts';
import { isAccountId, isRegion } from '../../../platform/arn.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { invalid } from '../errors.ts';
import { readS3Text } from '../template-source/s3-text.ts';
import { parseS3Location } from '../template-source/template-url.ts';

export interface Target {
  account: string;
  region: string;
  importedStackId?: string;
}

export interface TargetInput {
  Accounts?: readonly string[] | undefined;
  DeploymentTargets?: DeploymentTargets | undefined;
  Regions: readonly string[];
  OperationPreferences?: StackSetOperationPreferences | undefined;
}

/** Each account in each Region, the Regions in the order in which they come. */
export async function targetsOf(input: TargetInput, request: RequestContext): Promise<Target[]> {
  const { Accounts, DeploymentTargets, Regions, OperationPreferences = {} } = input;
  checkPreferences(OperationPreferences);
  if (Accounts !== undefined && DeploymentTargets !== undefined) {
    throw invalid('You can specify Accounts or DeploymentTargets, but not both.');
  }
  const accounts = Accounts ?? (await deploymentAccounts(DeploymentTargets ?? {}, request));
  if (accounts.length === 0) throw invalid('Accounts or DeploymentTargets must be specified.');
  const strange = accounts.find((account) => !isAccountId(account));
  if (strange !== undefined) throw invalid(`Invalid account: ${strange}`);
  const unknown = Regions.find((region) => !isRegion(region));
  if (unknown !== undefined) throw invalid(`Invalid region: ${unknown}`);
  const regions = regionsInOrder(Regions, OperationPreferences);
  return regions.flatMap((region) => [...new Set(accounts)].map((account) => ({ account, region })));
}

/** In the order of the preferences, which may name some of them and others. */
export function regionsInOrder(
  regions: Iterable<string>,
  { RegionOrder = [] }: Pick<StackSetOperationPreferences, 'RegionOrder'>,
): string[] {
  const all = new Set(regions);
  return [...new Set([...RegionOrder.filter((region) => all.has(region)), ...all])];
}

export function checkPreferences(preferences: StackSetOperationPreferences): void {
  const pairs = [
    ['FailureToleranceCount', 'FailureTolerancePercentage'],
    ['MaxConcurrentCount', 'MaxConcurrentPercentage'],
  ] as const;
  for (const [count, percentage] of pairs) {
    if (preferences[count] === undefined || preferences[percentage] === undefined) continue;
    throw invalid(`You can specify ${count} or ${percentage}, but not both.`);
  }
}

export async function deploymentAccounts(
  targets: DeploymentTargets,
  request: Pick<RequestContext, 'call' | 'endpoint'>,
): Promise<readonly string[]> {
  const { Accounts, AccountsUrl, OrganizationalUnitIds = [], AccountFilterType = 'NONE' } = targets;
  if (OrganizationalUnitIds.length > 0 || AccountFilterType !== 'NONE') {
    throw invalid('StackSets with SELF_MANAGED permission model can only have accounts as target');
  }
  if (Accounts !== undefined || AccountsUrl === undefined) return Accounts ?? [];
  return listAt(AccountsUrl, request);
}

/** The entries of a file in a bucket: a JSON list, or parted by commas or lines. */
export async function listAt(
  url: string,
  { call, endpoint }: Pick<RequestContext, 'call' | 'endpoint'>,
): Promise<string[]> {
  const text = await readS3Text(call, parseS3Location(url, endpoint));
  return text
    .replaceAll(/[[\]"']/g, '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
}
