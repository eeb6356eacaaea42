import type { Table, Unit } from '../../../platform/storage/storage.ts';
import type { Tag } from '../model/entity.ts';

interface Provider {
  account: string;
  arn: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  tags: Tag[];
}

export interface OidcProvider extends Provider {
  /** Without its scheme, as the API answers it. */
  url: string;
  clientIds: string[];
  thumbprints: string[];
}

export interface SamlProvider extends Provider {
  uuid: string;
  metadata: string;
  /** Milliseconds since 1970. */
  validUntil: number;
  encryption?: 'Required' | 'Allowed' | undefined;
  privateKeys: { id: string; pem: string; addedAt: number }[];
}

function providerTable<Row extends Provider>(name: string): Table<Row, never> {
  return { name, key: (row) => [row.account, row.arn], indexes: {} };
}

export const oidcProvidersTable = providerTable<OidcProvider>('iam.oidcProviders');
export const samlProvidersTable = providerTable<SamlProvider>('iam.samlProviders');

export class ProviderStore<Row extends Provider> {
  readonly #table: Table<Row, never>;
  readonly #unit: Unit;
  readonly #account: string;

  constructor(table: Table<Row, never>, unit: Unit, account: string) {
    this.#table = table;
    this.#unit = unit;
    this.#account = account;
  }

  find(arn: string): Promise<Row | undefined> {
    return this.#unit.get(this.#table, [this.#account, arn]);
  }

  list(): Promise<Row[]> {
    return this.#unit.list(this.#table, { prefix: [this.#account] });
  }

  put(row: Row): void {
    this.#unit.put(this.#table, row);
  }

  delete(row: Row): void {
    this.#unit.delete(this.#table, [row.account, row.arn]);
  }
}
