import type { IamContext } from './context.ts';
import { IamError } from './errors.ts';
import type { User } from './model/entity.ts';

/** The user that an operation is about: the one named, or else the caller. Undefined for the root user. */
export async function namedUserOrCaller(context: IamContext, userName: string | undefined): Promise<User | undefined> {
  if (userName !== undefined) return context.users.require(userName);
  const { principal } = context.request;
  if (principal.kind === 'root') return undefined;
  if (principal.kind === 'user' && principal.name !== undefined) return context.users.require(principal.name);
  throw new IamError('ValidationError', 'Must specify userName when calling with non-User credentials');
}
