import type { Principal } from '../platform/identity.ts';

const PRINCIPAL_TYPES: Readonly<Record<Principal['kind'], string | undefined>> = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
  service: undefined,
};

const TAG_PREFIX = 'aws:principaltag/';

/**
 * A condition key that says who makes the request; `key` in lower case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalConditionKey(principal: Principal, key: string): string | string[] | undefined {
  const carried = principal.conditions && findKey(principal.conditions, key);
  if (carried !== undefined) return carried;
  if (key.startsWith(TAG_PREFIX)) return principal.tags && findKey(principal.tags, key.slice(TAG_PREFIX.length));
  // Parts of a simulated principal that are not known are empty.
  return identityKey(principal, key) || undefined;
}

/** The value of a key in whatever case it is written; `key` in lower case. */
export function findKey<Value>(keys: Readonly<Record<string, Value>>, key: string): Value | undefined {
  for (const name of Object.keys(keys)) {
    if (name.length === key.length && name.toLowerCase() === key) return keys[name];
  }
  return undefined;
}

function identityKey(principal: Principal, key: string): string | string[] | undefined {
  const { kind, account, service } = principal;
  if (key === 'aws:principaltype') return PRINCIPAL_TYPES[kind];
  if (kind === 'anonymous') return key === 'aws:userid' || key === 'aws:principalaccount' ? 'anonymous' : undefined;
  if (key === 'aws:principalisawsservice') return String(kind === 'service');
  if (kind === 'service') {
    if (key === 'aws:principalservicename') return service;
    return key === 'aws:principalservicenameslist' && service ? [service] : undefined;
  }
  switch (key) {
    case 'aws:principalarn':
      // A session is known to policies by its role: never by its assumed-role ARN.
      return principal.roleArn ?? principal.arn;
    case 'aws:principalaccount':
      return account;
    case 'aws:userid':
      return principal.userId;
    case 'aws:username':
      return kind === 'user' ? principal.name : undefined;
    case 'aws:sourceidentity':
      return principal.conditions?.['sts:SourceIdentity'];
    default:
      return undefined;
  }
}
