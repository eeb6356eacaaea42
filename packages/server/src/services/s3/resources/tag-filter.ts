import type { Tag } from '../../../../generated/types/s3.ts';

/** What a configuration is for: everything, one thing, or several that must all hold. */
type ApiFilter<Parts extends object> = Partial<Parts> & {
  Tag?: Tag | undefined;
  And?: (Partial<Parts> & { Tags?: Tag[] | undefined }) | undefined;
};

/** S3 wants `And` where there is more than one part; CloudFormation has all of them side by side. */
export function filterOf<Parts extends object>(parts: Parts, tags: readonly Tag[] = []): ApiFilter<Parts> | undefined {
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<Parts>;
  const count = Object.keys(given).length + tags.length;
  if (count === 0) return undefined;
  if (count > 1) return { And: { ...given, ...(tags.length > 0 && { Tags: [...tags] }) } } as ApiFilter<Parts>;
  return (tags[0] ? { Tag: tags[0] } : given) as ApiFilter<Parts>;
}

export function filterParts<Parts extends object>(
  filter: ApiFilter<Parts> | undefined,
): Partial<Parts> & { TagFilters?: Tag[] | undefined } {
  const { Tag: tag, And, ...single } = (filter ?? {}) as ApiFilter<Record<string, unknown>>;
  const { Tags: tags, ...several } = And ?? {};
  const TagFilters = tag ? [tag] : tags;
  return { ...single, ...several, ...(TagFilters && { TagFilters }) } as Partial<Parts> & { TagFilters?: Tag[] };
}
