import type { RestoreRequest } from '../../../../generated/types/s3.ts';
import { malformedXml, S3Error } from '../errors.ts';
import type { StoredObject } from './object.ts';

export type RetrievalTier = 'Bulk' | 'Expedited' | 'Standard';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long S3 takes at most to bring a copy back. */
const delays: Record<'DEEP_ARCHIVE' | 'GLACIER', Partial<Record<RetrievalTier, number>>> = {
  GLACIER: { Expedited: 5 * minuteMs, Standard: 5 * hourMs, Bulk: 12 * hourMs },
  DEEP_ARCHIVE: { Standard: 12 * hourMs, Bulk: 48 * hourMs },
};

/** On a clock that nobody can advance nobody waits for hours. */
const realClockDelayMs = 5000;

export interface Restoration {
  days: number;
  delayMs: number;
}

/** Throws where the object is not archived or the request does not fit it. */
export function parseRestoration(object: StoredObject, input: RestoreRequest, clock: 'real' | 'virtual'): Restoration {
  const { storageClass } = object;
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') {
    throw new S3Error('InvalidObjectState', "Restore is not allowed for the object's current storage class");
  }
  if (object.restore?.ongoing) throw new S3Error('RestoreAlreadyInProgress', 'Object restore is already in progress');
  const { Days: days } = input;
  if (days === undefined) throw malformedXml();
  if (days < 1) throw new S3Error('InvalidArgument', 'restoration days should be at least 1');
  const tier = input.GlacierJobParameters?.Tier ?? input.Tier ?? 'Standard';
  const delayMs = delays[storageClass][tier];
  if (delayMs === undefined) {
    throw new S3Error('InvalidArgument', `${tier} retrievals are not available for the storage class ${storageClass}`);
  }
  return { days, delayMs: clock === 'virtual' ? delayMs : realClockDelayMs };
}
