import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { applyToObjects, applyToUploads, applyToVersions } from '../lifecycle-steps.ts';
import type { LifecycleStep, VersionPosition } from '../lifecycle-steps.ts';
import type { Bucket } from '../model/bucket.ts';
import { findBucket } from '../store/buckets.ts';
import { findLifecycle } from '../store/lifecycle.ts';

const dayMs = 86_400_000;

/** How far the run of a day is: each step does one page and leaves word where to go on. */
type Position =
  | { stage: 'objects'; after?: string }
  | { stage: 'versions'; after?: VersionPosition }
  | { stage: 'uploads'; after?: [string, number, string] };

interface Payload {
  bucket: string;
  id: string;
  /** The midnight that the run is for. */
  date: number;
  position: Position;
}

/** Applies a bucket's lifecycle rules once a day, at midnight UTC, page by page. */
export const applyLifecycle: JobDefinition = {
  async run({ bucket: name, id, date, position }: Payload, { platform }) {
    await platform.storage.transact(async (unit) => {
      const bucket = await findBucket(unit, name);
      const lifecycle = bucket?.id === id ? await findLifecycle(unit, bucket) : undefined;
      if (!bucket || !lifecycle) return;
      const next = await runStep({ unit, platform, bucket, lifecycle, now: date }, position);
      if (next) enqueue(platform, unit, bucket, { date, position: next, runAt: platform.clock.now() });
      else scheduleLifecycle(platform, unit, bucket);
    });
  },
};

export function scheduleLifecycle(platform: Platform, unit: Unit, bucket: Bucket): void {
  const date = (Math.floor(platform.clock.now() / dayMs) + 1) * dayMs;
  enqueue(platform, unit, bucket, { date, position: { stage: 'objects' }, runAt: date });
}

export function stopLifecycle({ jobs }: Platform, unit: Unit, bucket: Bucket): void {
  jobs.cancel(unit, jobId(bucket));
}

/** Undefined where the last stage is through. */
async function runStep(step: LifecycleStep, position: Position): Promise<Position | undefined> {
  if (position.stage === 'objects') {
    const after = await applyToObjects(step, position.after);
    if (after !== undefined) return { stage: 'objects', after };
    return { stage: step.bucket.versioning === undefined ? 'uploads' : 'versions' };
  }
  if (position.stage === 'versions') {
    const after = await applyToVersions(step, position.after);
    return after === undefined ? { stage: 'uploads' } : { stage: 'versions', after };
  }
  const after = await applyToUploads(step, position.after);
  return after && { stage: 'uploads', after };
}

function enqueue(
  { jobs }: Platform,
  unit: Unit,
  bucket: Bucket,
  { date, position, runAt }: Pick<Payload, 'date' | 'position'> & { runAt: number },
): void {
  const { account, region, name, id } = bucket;
  const payload: Payload = { bucket: name, id, date, position };
  jobs.enqueue(unit, { type: 's3.applyLifecycle', id: jobId(bucket), runAt, account, region, payload });
}

function jobId({ id }: Bucket): string {
  return `s3.lifecycle/${id}`;
}
