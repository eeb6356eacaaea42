import type { IamContext } from './context.ts';
import { IamError, invalidInput } from './errors.ts';
import type { Group, PolicyHolder, User } from './model/entity.ts';

/** The user, group or role of an ARN. */
export async function requireHolder(arn: string, { account, users, groups, roles }: IamContext): Promise<PolicyHolder> {
  const [, owner, kind, name = ''] = /^arn:aws:iam::(\d{12}):(user|group|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined) throw invalidInput(`ARN ${arn} is not valid.`);
  if (owner !== account) throw new IamError('NoSuchEntityException', `ARN ${arn} cannot be found.`);
  if (kind === 'user') return users.require(name);
  return kind === 'group' ? groups.require(name) : roles.require(name);
}

export async function groupsOf(user: User, { groups }: IamContext): Promise<Group[]> {
  const found = await Promise.all(user.groups.map((id) => groups.findById(id)));
  return found.filter((group) => group !== undefined);
}
