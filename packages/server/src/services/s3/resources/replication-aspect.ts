import type { ReplicationRule as ApiRule, Tag } from '../../../../generated/types/s3.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { bucketAspect } from './bucket-aspect.ts';

interface ReplicationConfiguration {
  Role: string;
  Rules: Rule[];
}

/** As in S3's API, but for the names of the id and of the tags. */
interface Rule extends Omit<ApiRule, 'Filter' | 'ID'> {
  Id?: string;
  Filter?: { Prefix?: string; TagFilter?: Tag; And?: { Prefix?: string; TagFilters?: Tag[] } };
}

export const replication = bucketAspect<ReplicationConfiguration>('ReplicationConfiguration', {
  put: ({ s3, Bucket }, { Role, Rules }) =>
    s3.PutBucketReplication({ Bucket, ReplicationConfiguration: { Role, Rules: Rules.map(toApi) } }),
  remove: ({ s3, Bucket }) => s3.DeleteBucketReplication({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetBucketReplication({ Bucket }), 'ReplicationConfigurationNotFoundError');
    if (!found?.ReplicationConfiguration) return undefined;
    const { Role, Rules } = found.ReplicationConfiguration;
    return { Role, Rules: Rules.map(fromApi) };
  },
});

function toApi({ Id, Filter, ...rule }: Rule): ApiRule {
  const { TagFilter, And, ...rest } = Filter ?? {};
  const filter: ApiRule['Filter'] = {
    ...rest,
    ...(TagFilter && { Tag: TagFilter }),
    ...(And && { And: presentProperties({ Prefix: And.Prefix, Tags: And.TagFilters }) }),
  };
  return { ...rule, ...(Id !== undefined && { ID: Id }), ...(Filter && { Filter: filter }) };
}

function fromApi({ ID, Filter, ...rule }: ApiRule): Rule {
  const filter = Filter && {
    Prefix: Filter.Prefix,
    TagFilter: Filter.Tag,
    And: Filter.And && presentProperties({ Prefix: Filter.And.Prefix, TagFilters: Filter.And.Tags }),
  };
  return presentProperties({ ...rule, Id: ID, Filter: filter && presentProperties(filter) }) as unknown as Rule;
}
