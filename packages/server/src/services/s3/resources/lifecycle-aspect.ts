import type {
  LifecycleRule as ApiRule,
  NoncurrentVersionTransition as ApiNoncurrentTransition,
  Tag,
  Transition as ApiTransition,
} from '../../../../generated/types/s3.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { bucketAspect } from './bucket-aspect.ts';
import { filterOf, filterParts } from './tag-filter.ts';

interface LifecycleConfiguration {
  Rules: Rule[];
  TransitionDefaultMinimumObjectSize?: 'all_storage_classes_128K' | 'varies_by_storage_class' | undefined;
}

interface Rule extends Pick<ApiRule, 'AbortIncompleteMultipartUpload' | 'NoncurrentVersionExpiration' | 'Status'> {
  Id?: string;
  ExpirationDate?: string;
  ExpirationInDays?: number;
  ExpiredObjectDeleteMarker?: boolean;
  /** The older form of what is now a list or an object. */
  NoncurrentVersionExpirationInDays?: number;
  NoncurrentVersionTransition?: NoncurrentTransition;
  Transition?: Transition;
  NoncurrentVersionTransitions?: NoncurrentTransition[];
  Transitions?: Transition[];
  Prefix?: string;
  TagFilters?: Tag[];
  ObjectSizeGreaterThan?: number;
  ObjectSizeLessThan?: number;
}

interface Transition {
  StorageClass: ApiTransition['StorageClass'];
  TransitionDate?: string | undefined;
  TransitionInDays?: number | undefined;
}

interface NoncurrentTransition {
  StorageClass: ApiNoncurrentTransition['StorageClass'];
  TransitionInDays?: number | undefined;
  NewerNoncurrentVersions?: number | undefined;
}

export const lifecycle = bucketAspect<LifecycleConfiguration>('LifecycleConfiguration', {
  put: ({ s3, Bucket }, { Rules, TransitionDefaultMinimumObjectSize }) =>
    s3.PutBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: { Rules: Rules.map(toApi) },
      TransitionDefaultMinimumObjectSize,
    }),
  remove: ({ s3, Bucket }) => s3.DeleteBucketLifecycle({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetBucketLifecycleConfiguration({ Bucket }), 'NoSuchLifecycleConfiguration');
    if (!found) return undefined;
    const { Rules = [], TransitionDefaultMinimumObjectSize } = found;
    return { Rules: Rules.map(fromApi), TransitionDefaultMinimumObjectSize };
  },
});

function toApi(rule: Rule): ApiRule {
  const { Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule;
  const transitions = [...(rule.Transition ? [rule.Transition] : []), ...(rule.Transitions ?? [])];
  const noncurrent = [
    ...(rule.NoncurrentVersionTransition ? [rule.NoncurrentVersionTransition] : []),
    ...(rule.NoncurrentVersionTransitions ?? []),
  ];
  const noncurrentDays = rule.NoncurrentVersionExpirationInDays;
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf({ Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan }, TagFilters) ?? { Prefix: '' },
    Expiration: expirationOf(rule),
    ...(transitions.length > 0 && { Transitions: transitions.map(transitionToApi) }),
    ...(noncurrent.length > 0 && { NoncurrentVersionTransitions: noncurrent.map(noncurrentToApi) }),
    NoncurrentVersionExpiration:
      rule.NoncurrentVersionExpiration ??
      (noncurrentDays === undefined ? undefined : { NoncurrentDays: noncurrentDays }),
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  };
}

function expirationOf({ ExpirationDate, ExpirationInDays, ExpiredObjectDeleteMarker }: Rule): ApiRule['Expiration'] {
  if (ExpirationDate === undefined && ExpirationInDays === undefined && ExpiredObjectDeleteMarker === undefined) {
    return undefined;
  }
  return {
    ...(ExpirationDate !== undefined && { Date: new Date(ExpirationDate) }),
    ...(ExpirationInDays !== undefined && { Days: ExpirationInDays }),
    ...(ExpiredObjectDeleteMarker !== undefined && { ExpiredObjectDeleteMarker }),
  };
}

function transitionToApi({ StorageClass, TransitionDate, TransitionInDays }: Transition): ApiTransition {
  return {
    StorageClass,
    ...(TransitionDate !== undefined && { Date: new Date(TransitionDate) }),
    ...(TransitionInDays !== undefined && { Days: TransitionInDays }),
  };
}

function noncurrentToApi({ TransitionInDays, ...transition }: NoncurrentTransition): ApiNoncurrentTransition {
  return { ...transition, NoncurrentDays: TransitionInDays };
}

function fromApi(rule: ApiRule): Rule {
  const { Expiration, Filter, Prefix } = rule;
  const { Prefix: prefix = Prefix, ...filter } = filterParts<{ Prefix?: string | undefined }>(Filter);
  return presentProperties({
    Id: rule.ID,
    Status: rule.Status,
    // A rule for all objects has an empty prefix in S3 and none in a template.
    Prefix: prefix === '' ? undefined : prefix,
    ...filter,
    ExpirationDate: Expiration?.Date?.toISOString(),
    ExpirationInDays: Expiration?.Days,
    ExpiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker,
    Transitions: rule.Transitions?.map(({ StorageClass, Date: date, Days }) =>
      presentProperties({ StorageClass, TransitionDate: date?.toISOString(), TransitionInDays: Days }),
    ),
    NoncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map(({ NoncurrentDays, ...transition }) =>
      presentProperties({ ...transition, TransitionInDays: NoncurrentDays }),
    ),
    NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  }) as unknown as Rule;
}
