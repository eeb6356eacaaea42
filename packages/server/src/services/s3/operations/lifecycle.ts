import type { LifecycleRule } from '../../../../generated/types/s3.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidArgument, malformedXml, S3Error } from '../errors.ts';
import { scheduleLifecycle, stopLifecycle } from '../jobs/apply-lifecycle.ts';
import { checkLifecycleRules } from '../model/lifecycle-rules.ts';
import { deleteConfiguration, putConfiguration } from '../store/configurations.ts';
import { findLifecycle } from '../store/lifecycle.ts';
import { saveSettings } from '../store/settings.ts';

export const lifecycleOperations = {
  async GetBucketLifecycleConfiguration(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const lifecycle = await findLifecycle(request.unit, bucket);
    if (!lifecycle) {
      const message = 'The lifecycle configuration does not exist';
      throw new S3Error('NoSuchLifecycleConfiguration', message, { BucketName: bucket.name });
    }
    return { Rules: [...lifecycle.rules], TransitionDefaultMinimumObjectSize: lifecycle.minimumSize };
  },

  async PutBucketLifecycleConfiguration(input, { request }) {
    const { unit, platform } = request;
    const bucket = await bucketOf(unit, input);
    const given = input.LifecycleConfiguration?.Rules;
    if (!given) throw malformedXml();
    checkLifecycleRules(given);
    const rules = given.map((rule): LifecycleRule => ({ ...rule, ID: rule.ID ?? platform.ids.alphanumeric(48) }));
    const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
    if (!/^(?:varies_by_storage_class|all_storage_classes_128K)$/.test(minimumSize)) {
      const header = 'x-amz-transition-default-minimum-object-size';
      throw invalidArgument(header, minimumSize, `Invalid ${header}`);
    }
    putConfiguration(unit, bucket, 'lifecycle', { rules, minimumSize });
    saveSettings(unit, bucket, { expires: true });
    scheduleLifecycle(platform, unit, bucket);
    return { TransitionDefaultMinimumObjectSize: minimumSize };
  },

  async DeleteBucketLifecycle(input, { request }) {
    const { unit, platform } = request;
    const bucket = await bucketOf(unit, input);
    deleteConfiguration(unit, bucket, 'lifecycle');
    saveSettings(unit, bucket, { expires: undefined });
    stopLifecycle(platform, unit, bucket);
  },
} satisfies Partial<S3Handlers>;
