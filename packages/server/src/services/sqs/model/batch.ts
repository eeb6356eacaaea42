import type { BatchResultErrorEntry } from '../../../../generated/types/sqs.ts';
import { SqsError } from '../errors.ts';

const mostEntries = 10;
const idForm = /^[A-Za-z0-9_-]{1,80}$/;

export interface BatchResult<Success> {
  Successful: Success[];
  Failed: BatchResultErrorEntry[];
}

export function checkBatch(entries: readonly { Id: string }[], entryType: string): void {
  if (entries.length === 0) {
    throw new SqsError('EmptyBatchRequest', `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > mostEntries) {
    const message = `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`;
    throw new SqsError('TooManyEntriesInBatchRequest', message);
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!idForm.test(Id)) {
      const rule = 'alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw new SqsError('InvalidBatchEntryId', `A batch entry id can only contain ${rule}`);
    }
    if (seen.has(Id)) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Entries fail one by one: `work` must not write before it has checked everything. */
export async function runBatch<Entry extends { Id: string }, Success>(
  entries: readonly Entry[],
  work: (entry: Entry) => Promise<Success>,
): Promise<BatchResult<Success & { Id: string }>> {
  const result: BatchResult<Success & { Id: string }> = { Successful: [], Failed: [] };
  for (const entry of entries) {
    const { Id } = entry;
    try {
      result.Successful.push({ Id, ...(await work(entry)) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      result.Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return result;
}
