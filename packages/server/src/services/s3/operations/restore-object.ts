import { withStatus } from '../../../platform/http-status.ts';
import type { S3Handlers } from '../context.ts';
import { malformedXml, notImplemented } from '../errors.ts';
import { scheduleExpiry, scheduleRestore } from '../jobs/restore.ts';
import { midnightAfter } from '../model/lifecycle.ts';
import { parseRestoration } from '../model/restore.ts';
import { publishObjectEvent } from '../object-events.ts';
import { objectOf } from '../object-request.ts';
import { saveObject } from '../store/objects.ts';

export const restoreOperations = {
  async RestoreObject(input, { request }) {
    const { unit, platform, clock } = request;
    const { bucket, object } = await objectOf(unit, input, 'POST');
    if (!input.RestoreRequest) throw malformedXml();
    if (input.RestoreRequest.Type === 'SELECT') throw notImplemented('RestoreObject with a SELECT request');
    const { days, delayMs } = parseRestoration(object, input.RestoreRequest, clock.kind);
    if (object.restore) {
      // The copy is there: a new request changes its days only.
      const expiresAt = midnightAfter(clock.now(), days);
      await saveObject(unit, { ...object, restore: { ongoing: false, expiresAt } });
      scheduleExpiry(platform, unit, bucket, object, expiresAt);
      return {};
    }
    await saveObject(unit, { ...object, restore: { ongoing: true } });
    scheduleRestore(platform, unit, bucket, object, { days, runAt: clock.now() + delayMs });
    const extras = object.storageClass && { storageClass: object.storageClass };
    publishObjectEvent(unit, request, bucket, 'ObjectRestore', 'Post', object, extras);
    // A copy that is there already is answered with 200.
    return withStatus(202, {});
  },
} satisfies Partial<S3Handlers>;
