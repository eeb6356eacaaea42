/** The status after which an operation on a stack is over. */
export function isFinal(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS');
}

/** A rollback that completes has undone what was asked for. */
export function isSuccess(status: string): boolean {
  return /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status);
}

/** `CREATE` of `CREATE_IN_PROGRESS`. */
export function actionOf(status: string): string {
  return status.replace(/_(IN_PROGRESS|COMPLETE|FAILED|SKIPPED)$/, '');
}
