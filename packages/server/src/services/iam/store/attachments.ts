import type { Key, Table, Unit } from '../../../platform/storage/storage.ts';
import type { HolderKind } from '../model/entity.ts';
import type { Page, PageRequest } from '../model/page.ts';
import { pageOfRange } from './page.ts';

export type PolicyUse = 'policy' | 'boundary';

/** From policy to entity; the other direction is in the entity's own row. */
export interface Attachment {
  account: string;
  policyArn: string;
  use: PolicyUse;
  kind: HolderKind;
  /** Id of the user, group or role. */
  entity: string;
}

export const attachmentsTable: Table<Attachment, never> = {
  name: 'iam.attachments',
  key: (row) => [row.account, row.policyArn, row.kind, row.entity, row.use],
  indexes: {},
};

/** How often an account uses one of AWS's own policies; a customer's policy counts in its own row. */
export interface AwsPolicyUsage {
  policyArn: string;
  attachments: number;
  boundaries: number;
}

/** AWS's policies that an account has ever used. The uses are counted apart, so that those who attach one do not wait. */
export const awsPolicyUsageTable: Table<{ account: string; policyArn: string }, never> = {
  name: 'iam.awsPolicyUsage',
  key: (row) => [row.account, row.policyArn],
  indexes: {},
};

export class AttachmentStore {
  readonly #unit: Unit;
  readonly #account: string;

  constructor(unit: Unit, account: string) {
    this.#unit = unit;
    this.#account = account;
  }

  add(attachment: Omit<Attachment, 'account'>): void {
    this.#unit.put(attachmentsTable, { account: this.#account, ...attachment });
  }

  remove({ policyArn, kind, entity, use }: Omit<Attachment, 'account'>): void {
    this.#unit.delete(attachmentsTable, [this.#account, policyArn, kind, entity, use]);
  }

  /** Of one kind of entity, or of all. */
  page(policyArn: string, kind: HolderKind | undefined, request: PageRequest): Promise<Page<Attachment>> {
    const prefix = [this.#account, policyArn, ...(kind === undefined ? [] : [kind])];
    return pageOfRange(this.#unit, attachmentsTable, { prefix }, request);
  }

  async awsUsage(policyArn: string): Promise<AwsPolicyUsage> {
    const attachments = await this.#unit.counter(this.#usageCounter(policyArn, 'policy'));
    const boundaries = await this.#unit.counter(this.#usageCounter(policyArn, 'boundary'));
    return { policyArn, attachments, boundaries };
  }

  async awsUsages(): Promise<AwsPolicyUsage[]> {
    const rows = await this.#unit.list(awsPolicyUsageTable, { prefix: [this.#account] });
    return Promise.all(rows.map(({ policyArn }) => this.awsUsage(policyArn)));
  }

  async countAwsUse(policyArn: string, use: PolicyUse, delta: number): Promise<void> {
    const row = { account: this.#account, policyArn };
    const isKnown = await this.#unit.get(awsPolicyUsageTable, awsPolicyUsageTable.key(row));
    if (!isKnown) this.#unit.put(awsPolicyUsageTable, row);
    this.#unit.add(this.#usageCounter(policyArn, use), delta);
  }

  #usageCounter(policyArn: string, use: PolicyUse): Key {
    return ['iam.awsPolicyUsage', this.#account, policyArn, use];
  }
}
