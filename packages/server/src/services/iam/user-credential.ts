import type { IamContext } from './context.ts';
import { IamError } from './errors.ts';
import type { User } from './model/entity.ts';
import type { CredentialStatus } from './store/user-credentials.ts';

/** Under which id and name the credentials of a user, or of the root user, are kept. */
export function ownerOf({ account }: IamContext, user: User | undefined): { owner: string; ownerName: string } {
  return user === undefined ? { owner: account, ownerName: 'root' } : { owner: user.id, ownerName: user.name };
}

/** AWS itself lets credentials expire; nobody can ask for it. */
export function requireSettable(status: CredentialStatus, what: string): void {
  if (status === 'Expired') {
    throw new IamError('ValidationError', `The status of a ${what} can only be set to Active or Inactive`);
  }
}
