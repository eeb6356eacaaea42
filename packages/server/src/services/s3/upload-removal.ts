import type { Platform, Scope } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { collectLater } from './jobs/collect.ts';
import type { Part, Upload } from './model/upload.ts';
import { releaseBlob } from './store/contents.ts';
import { listPartsAfter, removePart, removeUpload } from './store/uploads.ts';

/** Ends an upload whose object is not to be; also for lifecycle rules. */
export async function abortUpload(unit: Unit, platform: Platform, scope: Scope, upload: Upload): Promise<void> {
  dropParts(unit, platform, scope, await listPartsAfter(unit, upload.id, 0));
  removeUpload(unit, upload);
}

/** Parts that were replaced or left out. */
export function dropParts(unit: Unit, platform: Platform, scope: Scope, parts: readonly Part[]): void {
  for (const part of parts) {
    removePart(unit, part);
    releaseBlob(unit, part.blob, part.upload);
  }
  collectLater(
    platform,
    unit,
    scope,
    parts.map(({ blob }) => blob),
    platform.clock.now(),
  );
}
