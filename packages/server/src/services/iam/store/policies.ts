import type { Table, Unit } from '../../../platform/storage/storage.ts';
import { noSuchEntity } from '../errors.ts';
import { entityArn } from '../model/entity.ts';
import { type ManagedPolicy, type PolicyVersionRow, parsePolicyArn } from '../model/managed-policy.ts';
import { EntityStore, entityTable } from './entities.ts';
import { policiesChanged } from './generation.ts';

export const policiesTable = entityTable<ManagedPolicy>('iam.policies');

export const policyVersionsTable: Table<PolicyVersionRow, never> = {
  name: 'iam.policyVersions',
  key: (row) => [row.account, row.policy, row.version],
  indexes: {},
};

/** Customer managed policies, found by ARN. */
export class PolicyStore extends EntityStore<ManagedPolicy> {
  constructor(unit: Unit, account: string) {
    super(policiesTable, 'policy', unit, account);
  }

  async findByArn(arn: string): Promise<ManagedPolicy | undefined> {
    const parsed = parsePolicyArn(arn);
    if (parsed?.account !== this.account) return undefined;
    const policy = await this.find(parsed.name);
    return policy && entityArn('policy', policy) === arn ? policy : undefined;
  }

  async requireByArn(arn: string): Promise<ManagedPolicy> {
    const policy = await this.findByArn(arn);
    if (policy === undefined) throw noSuchEntity('policy', arn);
    return policy;
  }

  findVersion(policy: ManagedPolicy, version: number): Promise<PolicyVersionRow | undefined> {
    return this.unit.get(policyVersionsTable, [this.account, policy.id, version]);
  }

  /** The newest first. */
  versions(policy: ManagedPolicy): Promise<PolicyVersionRow[]> {
    return this.unit.list(policyVersionsTable, { prefix: [this.account, policy.id], reverse: true });
  }

  putVersion(row: PolicyVersionRow): void {
    this.unit.put(policyVersionsTable, row);
    policiesChanged(this.unit, this.account);
  }

  deleteVersion(policy: ManagedPolicy, version: number): void {
    this.unit.delete(policyVersionsTable, [this.account, policy.id, version]);
  }
}
