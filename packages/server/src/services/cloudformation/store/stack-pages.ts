import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { pageOfStacks } from './stacks.ts';

/** Rows that one page may look at: a filter that few pass makes short pages, not slow ones. */
const mostRowsRead = 1000;

/** The latest stacks first, of those that pass. */
export async function paginateStacks(
  reader: Reader,
  scope: Scope,
  page: {
    which: 'living' | 'all';
    limit: number;
    token: string | undefined;
    kind: string;
    passes: (stack: Stack) => boolean;
  },
): Promise<Page<Stack>> {
  const { which, limit, kind, passes } = page;
  const items: Stack[] = [];
  let { token } = page;
  for (let read = 0; read < mostRowsRead; read += limit) {
    const next = await pageOfStacks(reader, scope, { which, limit: limit - items.length, token, kind });
    items.push(...next.items.filter(passes));
    if (next.nextToken === undefined) return { items };
    token = next.nextToken;
    if (items.length === limit) break;
  }
  return token === undefined ? { items } : { items, nextToken: token };
}
