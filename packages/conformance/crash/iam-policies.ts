import { account, elements } from './api.ts';
import type { Api } from './api.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

interface Policy {
  /** Ids, sorted. */
  versions: string[];
  default: string;
}

type Policies = Record<string, Policy>;

const path = '/crash/';
const mostPolicies = 4;
const mostVersions = 5;
/** Stands for a version whose creation was not answered. */
const unknownVersion = '?';

/** Customer managed policies and their versions. */
export function iamPolicies(): Workload {
  return configurationWorkload<Policies>({
    name: 'IAM policies',
    initial: {},
    choose(state, random, serial) {
      const names = Object.keys(state);
      if (names.length === 0 || (names.length < mostPolicies && random.chance(0.1)))
        return create(`policy-${serial}`, serial);
      const name = random.pick(names);
      return chooseFor(name, state[name] as Policy, random, serial);
    },
    observe,
    comparable: withUnknownVersions,
    size: (state) => Object.values(state).reduce((sum, { versions }) => sum + 2 + versions.length, 0),
  });
}

function chooseFor(name: string, policy: Policy, random: Random, serial: number): Change<Policies> {
  const { versions } = policy;
  const others = versions.filter((version) => version !== policy.default);
  if (others.length === 0 && random.chance(0.3)) return remove(name);
  if (others.length === 0 || (versions.length < mostVersions && random.chance(0.4))) return addVersion(name, serial);
  return random.chance(0.5) ? setDefault(name, random.pick(others)) : removeVersion(name, random.pick(others));
}

function document(serial: number): string {
  const Statement = [{ Effect: 'Allow', Action: 'sqs:*', Resource: `arn:aws:sqs:*:*:q${serial}` }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function arnOf(name: string): string {
  return `arn:aws:iam::${account}:policy${path}${name}`;
}

function create(name: string, serial: number): Change<Policies> {
  const parameters = { PolicyName: name, Path: path, PolicyDocument: document(serial) };
  return policyChange('CreatePolicy', parameters, (state) => ({
    ...state,
    [name]: { versions: ['v1'], default: 'v1' },
  }));
}

function remove(name: string): Change<Policies> {
  return policyChange('DeletePolicy', { PolicyArn: arnOf(name) }, ({ [name]: _, ...rest }) => rest);
}

function addVersion(name: string, serial: number): Change<Policies> {
  const parameters = { PolicyArn: arnOf(name), PolicyDocument: document(serial) };
  return policyChange('CreatePolicyVersion', parameters, (state, answer) => {
    const version = answer === undefined ? unknownVersion : (elements(answer, 'VersionId')[0] ?? '');
    return changed(name, (policy) => ({ ...policy, versions: [...policy.versions, version].sort() }))(state);
  });
}

function setDefault(name: string, version: string): Change<Policies> {
  const parameters = { PolicyArn: arnOf(name), VersionId: version };
  return policyChange(
    'SetDefaultPolicyVersion',
    parameters,
    changed(name, (policy) => ({ ...policy, default: version })),
  );
}

function removeVersion(name: string, version: string): Change<Policies> {
  const change = changed(name, (policy) => ({
    ...policy,
    versions: policy.versions.filter((each) => each !== version),
  }));
  return policyChange('DeletePolicyVersion', { PolicyArn: arnOf(name), VersionId: version }, change);
}

function changed(name: string, change: (policy: Policy) => Policy): (state: Policies) => Policies {
  return (state) => ({ ...state, [name]: change(state[name] as Policy) });
}

function policyChange(
  action: string,
  parameters: Record<string, string>,
  apply: Change<Policies>['apply'],
): Change<Policies> {
  return { what: `${action} ${JSON.stringify(parameters)}`, run: (api) => api.iam(action, parameters), apply };
}

function withUnknownVersions(observed: Policies, known: Policies): Policies {
  const policies = Object.entries(observed).map(([name, policy]) => {
    const versions = policy.versions.map((version) =>
      known[name]?.versions.includes(version) ? version : unknownVersion,
    );
    return [name, { ...policy, versions: versions.sort() }];
  });
  return Object.fromEntries(policies);
}

async function observe(api: Api): Promise<Policies> {
  const policies: Policies = {};
  for (const name of elements(await api.iam('ListPolicies', { Scope: 'Local', PathPrefix: path }), 'PolicyName')) {
    const answer = await api.iam('ListPolicyVersions', { PolicyArn: arnOf(name) });
    const versions = elements(answer, 'VersionId');
    const isDefault = elements(answer, 'IsDefaultVersion');
    policies[name] = { versions: versions.toSorted(), default: versions[isDefault.indexOf('true')] ?? '' };
  }
  return policies;
}
