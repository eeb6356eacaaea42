import type { Unit } from '../../../platform/storage/storage.ts';
import { IamError } from '../errors.ts';
import type { Role } from '../model/entity.ts';
import { EntityStore, entityTable } from './entities.ts';

export const rolesTable = entityTable<Role>('iam.roles');

export class RoleStore extends EntityStore<Role> {
  constructor(unit: Unit, account: string) {
    super(rolesTable, 'role', unit, account);
  }

  /** The role, where it is not linked to a service. */
  async requireOwn(name: string): Promise<Role> {
    const role = await this.require(name);
    this.requireModifiable(role);
    return role;
  }

  requireModifiable(role: Role): void {
    if (role.linkedService === undefined) return;
    const message = `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`;
    throw new IamError('UnmodifiableEntityException', message);
  }
}
