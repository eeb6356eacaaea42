import { tagsToList } from '../../../platform/tags.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error } from '../errors.ts';
import { replacedBucketTags, requireNoSystemTags } from '../model/tag-set.ts';
import { saveSettings } from '../store/settings.ts';

export const bucketTaggingOperations = {
  async GetBucketTagging(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    if (!settings.tags) throw new S3Error('NoSuchTagSet', 'The TagSet does not exist', { BucketName: name });
    return { TagSet: tagsToList(settings.tags) };
  },

  async PutBucketTagging(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const tags = replacedBucketTags(bucket.settings.tags ?? {}, input.Tagging.TagSet, request);
    // An empty set is none.
    saveSettings(request.unit, bucket, { tags: Object.keys(tags).length > 0 ? tags : undefined });
  },

  async DeleteBucketTagging(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    if (request.calledVia === undefined) requireNoSystemTags(bucket.settings.tags ?? {});
    saveSettings(request.unit, bucket, { tags: undefined });
  },
} satisfies Partial<S3Handlers>;
