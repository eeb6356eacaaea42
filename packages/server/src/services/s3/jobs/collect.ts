import type { JobDefinition, Platform, Scope } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isHeld } from '../store/contents.ts';

/** How long downloads that had begun may go on to open the blobs of an object that was replaced. */
const graceMs = 10 * 60_000;

/** Removes blobs that no object holds any more. */
export const collect: JobDefinition = {
  async run({ blobs }: { blobs: string[] }, { platform }) {
    for (const blob of blobs) {
      if (!(await isHeld(platform.storage, blob))) await platform.blobs.remove(blob);
    }
  },
};

export function collectLater(
  { jobs }: Platform,
  unit: Unit,
  { account, region }: Scope,
  blobs: string[],
  now: number,
): void {
  if (blobs.length === 0) return;
  jobs.enqueue(unit, { type: 's3.collect', runAt: now + graceMs, account, region, payload: { blobs } });
}
