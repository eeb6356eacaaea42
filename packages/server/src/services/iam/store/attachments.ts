import type { Table, Unit } from '../../../platform/storage/storage.ts';
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
  account: string;
  policyArn: string;
  attachments: number;
  boundaries: number;
}

export const awsPolicyUsageTable: Table<AwsPolicyUsage, never> = {
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
    const row = await this.#unit.get(awsPolicyUsageTable, [this.#account, policyArn]);
    return row ?? { account: this.#account, policyArn, attachments: 0, boundaries: 0 };
  }

  awsUsages(): Promise<AwsPolicyUsage[]> {
    return this.#unit.list(awsPolicyUsageTable, { prefix: [this.#account] });
  }

  putAwsUsage(usage: AwsPolicyUsage): void {
    this.#unit.put(awsPolicyUsageTable, usage);
  }
}
