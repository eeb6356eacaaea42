/** The data was written by a newer version of the server. */
export class StorageVersionError extends Error {
  constructor(found: number, supported: number) {
    super(`The data has schema version ${found}, newer than version ${supported} that this server understands`);
    this.name = 'StorageVersionError';
  }
}

/** Another server holds the database. */
export class StorageInUseError extends Error {
  constructor(path: string, cause: unknown) {
    super(`Another server is using ${path}`, { cause });
    this.name = 'StorageInUseError';
  }
}

/** A row that a unit read was changed by another unit before the commit. */
export class StorageConflictError extends Error {
  /** What was fought over: retries of units that fight over the same thing run one after another. */
  readonly subject: string;

  constructor(subject: string, cause?: unknown) {
    super(`Another unit of work changed ${JSON.stringify(subject)}`, cause === undefined ? undefined : { cause });
    this.name = 'StorageConflictError';
    this.subject = subject;
  }
}
