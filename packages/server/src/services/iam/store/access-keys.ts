import type { Reader, Table, Unit } from '../../../platform/storage/storage.ts';
import type { Tag, User } from '../model/entity.ts';

export interface AccessKeyRow {
  accessKeyId: string;
  secretAccessKey: string;
  account: string;
  status: 'Active' | 'Inactive' | 'Expired';
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Id of the user; the account's number for a key of the root user. */
  owner: string;
  /** What a request signed with the key needs to know of its user, so that authentication is one read. */
  user?: KeyUser | undefined;
}

export interface KeyUser {
  name: string;
  path: string;
  tags: Tag[];
}

export const accessKeysTable: Table<AccessKeyRow, 'byOwner'> = {
  name: 'iam.accessKeys',
  key: (row) => [row.accessKeyId],
  indexes: { byOwner: (row) => [row.account, row.owner, row.accessKeyId] },
};

export function readAccessKey(reader: Reader, accessKeyId: string): Promise<AccessKeyRow | undefined> {
  return reader.get(accessKeysTable, [accessKeyId]);
}

export function keyUser({ name, path, tags }: User): KeyUser {
  return { name, path, tags };
}

export class AccessKeyStore {
  readonly #unit: Unit;
  readonly #account: string;

  constructor(unit: Unit, account: string) {
    this.#unit = unit;
    this.#account = account;
  }

  async find(accessKeyId: string): Promise<AccessKeyRow | undefined> {
    const row = await readAccessKey(this.#unit, accessKeyId);
    return row?.account === this.#account ? row : undefined;
  }

  ofOwner(owner: string): Promise<AccessKeyRow[]> {
    return this.#unit.list(accessKeysTable, { index: 'byOwner', prefix: [this.#account, owner] });
  }

  put(row: AccessKeyRow): void {
    this.#unit.put(accessKeysTable, row);
  }

  delete(row: AccessKeyRow): void {
    this.#unit.delete(accessKeysTable, [row.accessKeyId]);
  }

  /** After a change of the user's name, path or tags. */
  async refreshUser(user: User): Promise<void> {
    for (const row of await this.ofOwner(user.id)) this.put({ ...row, user: keyUser(user) });
  }
}
