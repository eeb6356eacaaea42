import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { publishChange, publishPolicyAction } from '../events.ts';
import type { Parameter } from '../model/parameter.ts';
import type { ParameterId } from '../model/parameter-name.ts';
import { dueAt } from '../model/parameter-policies.ts';
import type { ParameterPolicy } from '../model/parameter-policies.ts';
import { deleteParameter, parameterKey, parametersTable, saveParameter } from '../store/parameters.ts';

interface PolicyJob {
  name: string;
  version: number;
  /** Place of the policy among those of the version. */
  index: number;
}

export const applyPolicyJob: JobDefinition = {
  run: ({ name, version, index }: PolicyJob, { account, region, platform }) =>
    platform.storage.transact(async (unit) => {
      const parameter = await unit.get(parametersTable, parameterKey({ account, region, name }));
      const policy = parameter?.version === version ? parameter.policies?.[index] : undefined;
      if (parameter && policy?.status === 'Pending') applyPolicy(platform, unit, parameter, policy);
    }),
};

/** Puts the policies of a new version in the place of those of the former. */
export function schedulePolicies(platform: Platform, unit: Unit, parameter: Parameter, former?: Parameter): void {
  if (former) cancelPolicies(platform, unit, former);
  const { account, region, name, version, policies = [], modifiedAt } = parameter;
  for (const [index, policy] of policies.entries()) {
    if (policy.status === 'Finished') continue;
    platform.jobs.enqueue(unit, {
      type: 'ssm.applyPolicy',
      id: jobId(parameter, index),
      runAt: dueAt(policy, policies, modifiedAt),
      account,
      region,
      payload: { name, version, index } satisfies PolicyJob,
    });
  }
}

/** Deletes a parameter with all that belongs to it. */
export function discardParameter(platform: Platform, unit: Unit, parameter: Parameter): void {
  cancelPolicies(platform, unit, parameter);
  deleteParameter(unit, parameter);
  publishChange(platform, unit, parameter, 'Delete');
}

function applyPolicy(platform: Platform, unit: Unit, parameter: Parameter, policy: ParameterPolicy): void {
  publishPolicyAction(platform, unit, parameter, policy, reasonOf(policy, parameter));
  if (policy.type === 'Expiration') {
    discardParameter(platform, unit, parameter);
    return;
  }
  const policies = parameter.policies?.map((other) =>
    other === policy ? { ...other, status: 'Finished' as const } : other,
  );
  saveParameter(unit, { ...parameter, policies });
}

function reasonOf({ type }: ParameterPolicy, { policies = [], modifiedAt }: Parameter): string {
  const expiresAt = policies.find((policy) => policy.type === 'Expiration')?.attributes.at ?? 0;
  if (type === 'Expiration') return `The parameter expired at ${new Date(expiresAt).toISOString()} and was deleted.`;
  if (type === 'ExpirationNotification') return `The parameter will expire at ${new Date(expiresAt).toISOString()}.`;
  return `The parameter has not changed since ${new Date(modifiedAt).toISOString()}.`;
}

function cancelPolicies(platform: Platform, unit: Unit, parameter: Parameter): void {
  for (const index of (parameter.policies ?? []).keys()) platform.jobs.cancel(unit, jobId(parameter, index));
}

function jobId({ account, region, name }: ParameterId, index: number): string {
  return ['ssm.applyPolicy', account, region, name, index].join(':');
}
