import type { NamedPolicy, PolicySource, Principal, PrincipalPolicies } from '../../platform/identity.ts';
import type { Platform } from '../../platform/service.ts';
import type { Reader } from '../../platform/storage/storage.ts';
import { awsManagedPolicies } from './model/aws-managed-policies.ts';
import { entityArn, type Group, nameKey, type PolicyHolder, type Role, type User } from './model/entity.ts';
import { parsePolicyArn } from './model/managed-policy.ts';
import { policyGeneration } from './store/generation.ts';
import { readGroup } from './store/groups.ts';
import { policiesTable, policyVersionsTable } from './store/policies.ts';
import { rolesTable } from './store/roles.ts';
import { usersTable } from './store/users.ts';
import { usageRecorder } from './usage.ts';

const cachedPrincipals = 2000;

interface Cached {
  generation: number;
  policies: PrincipalPolicies;
}

/**
 * The policies of users, of the roles behind sessions and of the users behind federated users. A request costs one
 * read, of the account's generation, for as long as nothing of the account's identities changes.
 */
export function policySource(platform: Platform): PolicySource {
  const { storage } = platform;
  const recorder = usageRecorder(platform);
  const cache = new Map<string, Cached>();
  return {
    async policiesOf(principal, region) {
      const identity = identityOf(principal);
      if (identity === undefined) return undefined;
      const { account } = principal;
      if (identity.arn.endsWith(':root')) return { identity: [allowAll] };
      if (principal.kind === 'assumed-role') recorder.record({ account, id: identity.id ?? '', region });
      const key = identity.id ?? identity.arn;
      const generation = await policyGeneration(storage, account);
      const known = cache.get(key);
      if (known?.generation === generation) return known.policies;
      const holder = await findHolder(storage, account, identity);
      if (holder === undefined) return undefined;
      const policies = await policiesOfPrincipal(storage, holder);
      if (cache.size >= cachedPrincipals) cache.delete(cache.keys().next().value ?? key);
      cache.set(key, { generation, policies });
      return policies;
    },
  };
}

interface Identity {
  arn: string;
  id?: string;
}

function identityOf({ kind, arn, roleArn, userArn, userId }: Principal): Identity | undefined {
  // `AROA...:session` for a role.
  const id = userId.split(':', 1)[0] ?? userId;
  if (kind === 'user') return { arn, id };
  if (kind === 'assumed-role' && roleArn !== undefined) return { arn: roleArn, id };
  return kind === 'federated-user' && userArn !== undefined ? { arn: userArn } : undefined;
}

/** Undefined too where the entity was deleted and another has its name now: its old sessions may do nothing. */
async function findHolder(reader: Reader, account: string, { arn, id }: Identity): Promise<User | Role | undefined> {
  const key = [account, nameKey(arn.slice(arn.lastIndexOf('/') + 1))];
  const holder = await (arn.includes(':role/') ? reader.get(rolesTable, key) : reader.get(usersTable, key));
  return id === undefined || holder?.id === id ? holder : undefined;
}

/** All that decides what a user or role may do: with the policies of its groups and its boundary. */
async function policiesOfPrincipal(reader: Reader, holder: User | Role): Promise<PrincipalPolicies> {
  const groups = await groupsOf(reader, holder);
  const lists = await Promise.all([holder, ...groups].map((each) => policiesOfHolder(reader, each)));
  const identity = lists.flat().map(({ id, document }) => ({ id, document }));
  if (holder.boundary === undefined) return { identity };
  // A boundary that cannot be read allows nothing.
  const document = (await documentOf(reader, holder.account, holder.boundary)) ?? denyAll;
  return { identity, boundary: { id: holder.boundary, document } };
}

export interface HeldPolicy extends NamedPolicy {
  name: string;
}

/** The inline and attached policies of one entity, without those of groups. */
export async function policiesOfHolder(reader: Reader, holder: PolicyHolder): Promise<HeldPolicy[]> {
  const attached = await Promise.all(
    holder.attached.map(async (arn) => ({
      id: arn,
      name: parsePolicyArn(arn)?.name ?? arn,
      document: await documentOf(reader, holder.account, arn),
    })),
  );
  const inline = holder.inline.map(({ name, document }) => ({ id: name, name, document }));
  return [...inline, ...attached.filter((policy): policy is HeldPolicy => policy.document !== undefined)];
}

async function groupsOf(reader: Reader, holder: User | Role): Promise<Group[]> {
  if (holder.kind === 'role') return [];
  const groups = await Promise.all(holder.groups.map((id) => readGroup(reader, holder.account, id)));
  return groups.filter((group) => group !== undefined);
}

/** The default version of a managed policy. */
export async function documentOf(reader: Reader, account: string, arn: string): Promise<string | undefined> {
  const awsPolicy = awsManagedPolicies().get(arn);
  if (awsPolicy !== undefined) return awsPolicy.document;
  const policy = await reader.get(policiesTable, [account, nameKey(parsePolicyArn(arn)?.name ?? '')]);
  if (policy === undefined || entityArn('policy', policy) !== arn) return undefined;
  const version = await reader.get(policyVersionsTable, [account, policy.id, policy.defaultVersion]);
  return version?.document;
}

function everything(effect: 'Allow' | 'Deny'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: '*', Resource: '*' }] });
}

const denyAll = everything('Deny');
/** What a root user hands to a federated user: the session's own policies are the only limit. */
const allowAll = { id: 'root', document: everything('Allow') };
