import type { Table, Unit } from '../../../platform/storage/storage.ts';
import { type EntityNoun, entityAlreadyExists, noSuchEntity } from '../errors.ts';
import { type Entity, nameKey } from '../model/entity.ts';
import type { Page, PageRequest } from '../model/page.ts';
import { policiesChanged } from './generation.ts';
import { pageOfRange } from './page.ts';

export type EntityIndex = 'byId' | 'byPath';

export type EntityTable<Row> = Table<Row, EntityIndex>;

export interface PathRequest extends PageRequest {
  PathPrefix?: string | undefined;
}

/** Entities by name, by id, and in order of name or path. */
export function entityTable<Row extends Entity>(name: string): EntityTable<Row> {
  return {
    name,
    key: (row) => [row.account, nameKey(row.name)],
    indexes: {
      byId: (row) => [row.account, row.id],
      byPath: (row) => [row.account, row.path, nameKey(row.name)],
    },
  };
}

/** The entities of one kind in one account, within a unit of work. */
export class EntityStore<Row extends Entity> {
  readonly #table: EntityTable<Row>;
  readonly #noun: EntityNoun;
  protected readonly unit: Unit;
  protected readonly account: string;

  constructor(table: EntityTable<Row>, noun: EntityNoun, unit: Unit, account: string) {
    this.#table = table;
    this.#noun = noun;
    this.unit = unit;
    this.account = account;
  }

  find(name: string): Promise<Row | undefined> {
    return this.unit.get(this.#table, [this.account, nameKey(name)]);
  }

  async require(name: string): Promise<Row> {
    const row = await this.find(name);
    if (row === undefined) throw noSuchEntity(this.#noun, name);
    return row;
  }

  async findById(id: string): Promise<Row | undefined> {
    const [row] = await this.unit.list(this.#table, { index: 'byId', prefix: [this.account, id], limit: 1 });
    return row;
  }

  async create(row: Row): Promise<void> {
    if ((await this.find(row.name)) !== undefined) throw entityAlreadyExists(this.#noun, row.name);
    this.update(row);
  }

  update(row: Row): void {
    this.unit.put(this.#table, row);
    policiesChanged(this.unit, this.account);
  }

  /** The row under its new name and path; what refers to the entity by its id stays as it is. */
  async rename(row: Row, name: string, path: string): Promise<Row> {
    const renamed = { ...row, name, path };
    if (nameKey(name) === nameKey(row.name)) {
      this.update(renamed);
    } else {
      await this.create(renamed);
      this.delete(row);
    }
    return renamed;
  }

  delete(row: Row): void {
    this.unit.delete(this.#table, [this.account, nameKey(row.name)]);
    policiesChanged(this.unit, this.account);
  }

  /** In order of name; under a path prefix in order of path and name. */
  page({ PathPrefix = '/', ...request }: PathRequest): Promise<Page<Row>> {
    const prefix = [this.account];
    const range = PathPrefix === '/' ? { prefix } : ({ index: 'byPath', prefix, startsWith: PathPrefix } as const);
    return pageOfRange(this.unit, this.#table, range, request);
  }

  /** Up to `limit` rows in order of name. */
  listAfter(name: string | undefined, limit: number): Promise<Row[]> {
    const after = name === undefined ? {} : { after: [this.account, nameKey(name)] };
    return this.unit.list(this.#table, { prefix: [this.account], ...after, limit });
  }
}
