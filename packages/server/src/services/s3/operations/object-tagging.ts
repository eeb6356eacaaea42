import { tagsToList } from '../../../platform/tags.ts';
import type { S3Handlers } from '../context.ts';
import { parseTagSet } from '../model/tag-set.ts';
import { publishObjectEvent } from '../object-events.ts';
import { objectOf } from '../object-request.ts';
import { saveObject } from '../store/objects.ts';

export const objectTaggingOperations = {
  async GetObjectTagging(input, { request }) {
    const { object, versionId } = await objectOf(request.unit, input, 'GET');
    return { TagSet: tagsToList(object.tags), VersionId: versionId };
  },

  async PutObjectTagging(input, { request }) {
    const { bucket, object, versionId } = await objectOf(request.unit, input, 'PUT');
    const tags = parseTagSet(input.Tagging.TagSet, 'object');
    await saveObject(request.unit, { ...object, tags });
    publishObjectEvent(request.unit, request, bucket, 'ObjectTagging', 'Put', object);
    return { VersionId: versionId };
  },

  async DeleteObjectTagging(input, { request }) {
    const { bucket, object, versionId } = await objectOf(request.unit, input, 'DELETE');
    const { tags: _tags, ...untagged } = object;
    await saveObject(request.unit, untagged);
    publishObjectEvent(request.unit, request, bucket, 'ObjectTagging', 'Delete', object);
    return { VersionId: versionId };
  },
} satisfies Partial<S3Handlers>;
