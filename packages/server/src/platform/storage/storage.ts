/** What services see of storage: tables of JSON rows, units of work, commutative counters. */

export type KeyPart = string | number;

/** Rows are ordered by their keys part by part: strings by UTF-8 bytes, numbers by value. */
export type Key = readonly KeyPart[];

export interface Table<Row = unknown, Index extends string = string> {
  /** Unique in the whole server: `sqs.queues`. */
  readonly name: string;
  readonly key: (row: Row) => Key;
  /** A row for which an index answers undefined is not in that index. Index keys need not be unique. */
  readonly indexes: Readonly<Record<Index, (row: Row) => Key | undefined>>;
  /** Reads answer frozen objects, parsed once, instead of fresh ones: for rows that nearly every request reads. */
  readonly frozen?: true;
}

export interface Range<Index extends string = string> {
  /** Order by this index instead of by the table's key. */
  index?: Index;
  /** Only keys (or index keys) that start with these parts. */
  prefix?: Key;
  /** With `prefix`: the part after the prefix starts with this text. */
  startsWith?: string;
  /** Inclusive lower bound; a key that is shorter than the rows' bounds all keys that start with it. */
  from?: Key;
  /** Exclusive upper bound. */
  to?: Key;
  /**
   * Go on after this row, in the direction of the range: its key, or, with `index`, its index key.
   * An index key that several rows share must end in something unique for this to be exact.
   */
  after?: Key;
  reverse?: boolean;
  limit?: number;
}

/** A range by the table's key, whose part after the prefix is a text with `delimiter`s in it, like paths have slashes. */
export interface GroupedRange extends Pick<Range, 'after' | 'from' | 'limit' | 'prefix' | 'startsWith'> {
  delimiter: string;
}

/** Stands for all rows where that text begins like this: up to the first delimiter after `startsWith`, inclusive. */
export interface Group {
  readonly group: string;
}

export interface Reader {
  get<Row>(table: Table<Row>, key: Key): Promise<Row | undefined>;
  list<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<Row[]>;
  /** Number of rows in the range; its cost grows with that number. */
  count<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<number>;
  /** Value of a counter, 0 where it was never added to. */
  counter(key: Key): Promise<number>;
}

/**
 * One atomic step: reads remember the versions they saw, writes are buffered and seen by later reads of the
 * same unit. Commit checks the versions and applies all, or nothing. Range reads are not guarded against new
 * rows: where that matters, read and write a common row, or run the unit `exclusive`.
 */
export interface Unit extends Reader {
  put<Row>(table: Table<Row>, row: Row): void;
  delete<Row>(table: Table<Row>, key: Key): void;
  /** Adds to a counter without reading it, so that concurrent units do not conflict over it. */
  add(counter: Key, delta: number): void;
  /** Runs after the commit, never when the unit failed or was retried. */
  afterCommit(effect: () => void): void;
}

export interface TransactOptions {
  /** Units of the same exclusive key run one after another, on all servers that share the storage. */
  exclusive?: Key;
}

export interface Storage extends Reader {
  /** Other servers may write to the same storage. */
  readonly isShared: boolean;
  /** Rows, and groups in the place of theirs. What is in a group is not read but passed over. */
  listGrouped<Row>(table: Table<Row>, range: GroupedRange): Promise<(Group | { row: Row })[]>;
  /**
   * Runs `work` in a unit and commits it; on a conflict with another unit runs it again. The promise resolves
   * when the commit would survive `kill -9`. `work` must have no effect but through its unit.
   */
  transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** Deletes every row of every table. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
