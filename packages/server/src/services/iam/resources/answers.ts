import type { ExistingResource, ResourceContext } from '../../../platform/resource-handler.ts';
import { resourceTags, tagChanges } from '../../../platform/resource-handler.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { Tag } from '../model/entity.ts';
import { tagRecord } from '../model/tags.ts';

export type IamCalls = ResourceContext['call']['iam'];

export const gone = 'NoSuchEntityException';

const tagsPerRequest = 50;

interface Page {
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

/** The items of all pages of a list. */
export async function everyItem<Answer extends Page, Item>(
  page: (request: Page) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let Marker: string | undefined;
  do {
    const answer = await page({ Marker });
    items.push(...itemsOf(answer));
    Marker = answer.Marker;
  } while (Marker !== undefined);
  return items;
}

/** A policy document as IAM answers it: percent-encoded. */
export function parseDocument(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
}

export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  return tagRecord(tags ?? []);
}

/** What a request that creates takes of a resource's tags, and what has to follow: AWS's own come on top of the 50. */
export function newTags(own: unknown, context: Pick<ResourceContext, 'tags'>): { Tags: Tag[]; more: Tag[] } {
  const tags = resourceTags(own, context);
  return { Tags: tags.slice(0, tagsPerRequest), more: tags.slice(tagsPerRequest) };
}

/** Keys are removed first: to IAM, `team` and `Team` are the same key. */
export async function updateTags(
  current: readonly Tag[] | undefined,
  update: { existing: ExistingResource; desired: unknown; context: ResourceContext },
  calls: { tag: (Tags: Tag[]) => Promise<unknown>; untag: (TagKeys: string[]) => Promise<unknown> },
): Promise<void> {
  const { added, removed } = tagChanges(tagsOf(current), update);
  if (removed.length > 0) await calls.untag(removed);
  for (let start = 0; start < added.length; start += tagsPerRequest) {
    await calls.tag(added.slice(start, start + tagsPerRequest));
  }
}
