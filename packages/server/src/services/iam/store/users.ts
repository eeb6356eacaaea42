import type { Unit } from '../../../platform/storage/storage.ts';
import type { User, UserDependent } from '../model/entity.ts';
import { EntityStore, entityTable } from './entities.ts';

export const usersTable = entityTable<User>('iam.users');

export class UserStore extends EntityStore<User> {
  constructor(unit: Unit, account: string) {
    super(usersTable, 'user', unit, account);
  }

  /** Counts something that belongs to the user, in the user's row: see {@link User.dependents}. */
  count(user: User, dependent: UserDependent, delta: number): User {
    const dependents = { ...user.dependents, [dependent]: (user.dependents[dependent] ?? 0) + delta };
    const counted = { ...user, dependents };
    this.update(counted);
    return counted;
  }
}
