import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Bucket } from '../model/bucket.ts';
import { abortUpload } from '../upload-removal.ts';
import { deleteConfigurations } from '../store/configurations.ts';
import { listUploadsFrom } from '../store/uploads.ts';

/** Aborts the uploads that were still going on when their bucket was deleted, and forgets its configurations. */
export const discardBucketJob: JobDefinition = {
  async run({ bucket }: { bucket: string }, { platform, account, region }) {
    const scope = { account, region };
    await platform.storage.transact((unit) => deleteConfigurations(unit, bucket));
    for (;;) {
      const uploads = await listUploadsFrom(platform.storage, bucket, { limit: 10 });
      if (uploads.length === 0) return;
      for (const upload of uploads) {
        await platform.storage.transact((unit) => abortUpload(unit, platform, scope, upload));
      }
    }
  },
};

export function discardBucket({ jobs }: Platform, unit: Unit, { account, region, id }: Bucket): void {
  jobs.enqueue(unit, { type: 's3.discardBucket', account, region, payload: { bucket: id } });
}
