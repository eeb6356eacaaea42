import { elements } from './api.ts';
import type { Api } from './api.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

interface User {
  tags: Record<string, string>;
  attached: string[];
  inline: string[];
  /** Status by id. */
  accessKeys: Record<string, string>;
}

type Users = Record<string, User>;

const path = '/crash/';
const mostUsers = 6;
const policies = ['ReadOnlyAccess', 'AdministratorAccess', 'PowerUserAccess'].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';
/** Stands for the id of a key whose creation was not answered. */
const unknownKey = '?';

/** Users with tags, attached and inline policies and access keys. */
export function iamUsers(): Workload {
  return configurationWorkload<Users>({
    name: 'IAM users',
    initial: {},
    choose(state, random, serial) {
      const names = Object.keys(state);
      if (names.length === 0 || (names.length < mostUsers && random.chance(0.15))) return create(`user-${serial}`);
      const name = random.pick(names);
      return chooseFor(name, state[name] as User, random, serial);
    },
    observe,
    comparable: withUnknownKeys,
    size: (state) => Object.values(state).reduce((sum, user) => sum + 1 + sizeOf(user), 0),
  });
}

function sizeOf({ tags, attached, inline, accessKeys }: User): number {
  return Object.keys(tags).length + attached.length + inline.length + Object.keys(accessKeys).length;
}

function chooseFor(name: string, user: User, random: Random, serial: number): Change<Users> {
  if (sizeOf(user) === 0 && random.chance(0.5)) return remove(name);
  const isGrowing = random.chance(0.45);
  const [keyId] = Object.keys(user.accessKeys);
  const changes: (() => Change<Users>)[] = isGrowing
    ? [
        () => tag(name, `k${serial % 6}`, `v${serial}`),
        () => attach(name, user, random.pick(policies)),
        () => putInline(name, user, `p${serial % 4}`),
      ]
    : [];
  if (isGrowing && Object.keys(user.accessKeys).length < 2) changes.push(() => createKey(name));
  if (!isGrowing) {
    const [key] = Object.keys(user.tags);
    const [policy] = user.attached;
    const [inline] = user.inline;
    if (key !== undefined) changes.push(() => untag(name, key));
    if (policy !== undefined) changes.push(() => detach(name, policy));
    if (inline !== undefined) changes.push(() => deleteInline(name, inline));
    if (keyId !== undefined)
      changes.push(
        () => deleteKey(name, keyId),
        () => toggleKey(name, keyId, user),
      );
  }
  return changes.length > 0 ? random.pick(changes)() : tag(name, 'k', `v${serial}`);
}

function create(name: string): Change<Users> {
  const parameters = { Path: path, 'Tags.member.1.Key': 'made', 'Tags.member.1.Value': 'yes' };
  const user: User = { tags: { made: 'yes' }, attached: [], inline: [], accessKeys: {} };
  return iamChange('CreateUser', name, parameters, (state) => ({ ...state, [name]: user }));
}

function remove(name: string): Change<Users> {
  return iamChange('DeleteUser', name, {}, ({ [name]: _, ...rest }) => rest);
}

function tag(name: string, key: string, value: string): Change<Users> {
  const change = changed(name, (user) => ({ ...user, tags: { ...user.tags, [key]: value } }));
  return iamChange('TagUser', name, { 'Tags.member.1.Key': key, 'Tags.member.1.Value': value }, change);
}

function untag(name: string, key: string): Change<Users> {
  const change = changed(name, ({ tags: { [key]: _, ...tags }, ...user }) => ({ ...user, tags }));
  return iamChange('UntagUser', name, { 'TagKeys.member.1': key }, change);
}

function attach(name: string, { attached }: User, arn: string): Change<Users> {
  const all = [...new Set([...attached, arn])].sort();
  return iamChange(
    'AttachUserPolicy',
    name,
    { PolicyArn: arn },
    changed(name, (user) => ({ ...user, attached: all })),
  );
}

function detach(name: string, arn: string): Change<Users> {
  const change = changed(name, (user) => ({ ...user, attached: user.attached.filter((each) => each !== arn) }));
  return iamChange('DetachUserPolicy', name, { PolicyArn: arn }, change);
}

function putInline(name: string, { inline }: User, policy: string): Change<Users> {
  const all = [...new Set([...inline, policy])].sort();
  const change = changed(name, (user) => ({ ...user, inline: all }));
  return iamChange('PutUserPolicy', name, { PolicyName: policy, PolicyDocument: document }, change);
}

function deleteInline(name: string, policy: string): Change<Users> {
  const change = changed(name, (user) => ({ ...user, inline: user.inline.filter((each) => each !== policy) }));
  return iamChange('DeleteUserPolicy', name, { PolicyName: policy }, change);
}

function createKey(name: string): Change<Users> {
  return iamChange('CreateAccessKey', name, {}, (state, answer) => {
    const id = answer === undefined ? unknownKey : (elements(answer, 'AccessKeyId')[0] ?? '');
    return changed(name, (user) => ({ ...user, accessKeys: { ...user.accessKeys, [id]: 'Active' } }))(state);
  });
}

function toggleKey(name: string, id: string, { accessKeys }: User): Change<Users> {
  const status = accessKeys[id] === 'Active' ? 'Inactive' : 'Active';
  const change = changed(name, (user) => ({ ...user, accessKeys: { ...user.accessKeys, [id]: status } }));
  return iamChange('UpdateAccessKey', name, { AccessKeyId: id, Status: status }, change);
}

function deleteKey(name: string, id: string): Change<Users> {
  const change = changed(name, ({ accessKeys: { [id]: _, ...accessKeys }, ...user }) => ({ ...user, accessKeys }));
  return iamChange('DeleteAccessKey', name, { AccessKeyId: id }, change);
}

function changed(name: string, change: (user: User) => User): (state: Users) => Users {
  return (state) => ({ ...state, [name]: change(state[name] as User) });
}

function iamChange(
  action: string,
  UserName: string,
  parameters: Record<string, string>,
  apply: Change<Users>['apply'],
): Change<Users> {
  return {
    what: `${action} ${UserName} ${JSON.stringify(parameters)}`,
    run: (api) => api.iam(action, { UserName, ...parameters }),
    apply,
  };
}

function withUnknownKeys(observed: Users, known: Users): Users {
  const users = Object.entries(observed).map(([name, user]) => {
    const keys = Object.entries(user.accessKeys).map(([id, status]) => [
      id in (known[name]?.accessKeys ?? {}) ? id : unknownKey,
      status,
    ]);
    return [name, { ...user, accessKeys: Object.fromEntries(keys) }];
  });
  return Object.fromEntries(users);
}

async function observe(api: Api): Promise<Users> {
  const users: Users = {};
  for (const UserName of elements(await api.iam('ListUsers', { PathPrefix: path }), 'UserName')) {
    const tags = await api.iam('ListUserTags', { UserName });
    const values = elements(tags, 'Value');
    const keys = await api.iam('ListAccessKeys', { UserName });
    const statuses = elements(keys, 'Status');
    users[UserName] = {
      tags: Object.fromEntries(elements(tags, 'Key').map((key, index) => [key, values[index] ?? ''])),
      attached: elements(await api.iam('ListAttachedUserPolicies', { UserName }), 'PolicyArn').sort(),
      inline: elements(await api.iam('ListUserPolicies', { UserName }), 'member').sort(),
      accessKeys: Object.fromEntries(elements(keys, 'AccessKeyId').map((id, index) => [id, statuses[index] ?? ''])),
    };
  }
  return users;
}
