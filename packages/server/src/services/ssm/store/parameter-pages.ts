import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Range, Reader } from '../../../platform/storage/storage.ts';
import { invalidNextToken } from '../errors.ts';
import { rooted } from '../model/filters.ts';
import type { ParameterFilter } from '../model/filters.ts';
import type { Parameter } from '../model/parameter.ts';
import { parentOf } from '../model/parameter-name.ts';
import { parametersTable } from './parameters.ts';

type ParameterRange = Pick<Range, 'prefix' | 'startsWith'>;

export interface PageOptions {
  limit: number;
  token: string | undefined;
  /** The operation, and all that selects its rows. */
  kind: unknown;
}

/** Rows that one page may look at: a filter that few pass makes short pages, not slow ones, as AWS's do. */
const mostRowsRead = 2000;

/** Rows of the ranges, one range after the other, that pass. */
export async function pageOfRanges(
  reader: Reader,
  ranges: readonly ParameterRange[],
  passes: (parameter: Parameter) => boolean,
  { limit, token, kind }: PageOptions,
): Promise<Page<Parameter>> {
  const list = JSON.stringify([kind, ranges]);
  let { range: index, after } = startOf(list, token);
  const items: Parameter[] = [];
  let read = 0;
  for (; index < ranges.length; index++, after = undefined) {
    for (let exhausted = false; !exhausted;) {
      const chunk = limit + 1;
      const rows = await reader.list(parametersTable, { ...ranges[index], ...(after && { after }), limit: chunk });
      for (const row of rows) {
        if (items.length === limit || read === mostRowsRead) {
          return { items, nextToken: encodePageToken(list, { range: index, after }) };
        }
        read++;
        after = parametersTable.key(row);
        if (passes(row)) items.push(row);
      }
      exhausted = rows.length < chunk;
    }
  }
  return { items };
}

export function rangesOfPath({ account, region }: Scope, path: string, recursive: boolean): ParameterRange[] {
  if (recursive && path === '/') return [{ prefix: [account, region] }];
  const level = { prefix: [account, region, path] };
  return recursive ? [level, { prefix: [account, region], startsWith: `${path}/` }] : [level];
}

/** The narrowest ranges, none over another, that hold all rows which can pass the filters. */
export function rangesOf(scope: Scope, filters: readonly ParameterFilter[]): ParameterRange[] {
  const { account, region } = scope;
  const name = filters.find(({ key, option }) => key === 'Name' && option !== 'Contains');
  if (name) {
    const starts = new Set(name.values.flatMap((value) => [rooted(value), rooted(value).slice(1)]));
    if (name.option === 'Equals')
      return [...starts].map((text) => ({ prefix: [account, region, parentOf(text), text] }));
    return starts.has('/')
      ? [{ prefix: [account, region] }]
      : outermost(starts, '').flatMap((text) => rangesOfStart(scope, text));
  }
  const path = filters.find(({ key }) => key === 'Path');
  if (!path) return [{ prefix: [account, region] }];
  const recursive = path.option === 'Recursive';
  const paths = new Set(path.values);
  if (recursive && paths.has('/')) return [{ prefix: [account, region] }];
  return (recursive ? outermost(paths, '/') : [...paths]).flatMap((one) => rangesOfPath(scope, one, recursive));
}

/** Names that begin with a text: those on the level where it ends, and all those below what it begins. */
function rangesOfStart({ account, region }: Scope, text: string): ParameterRange[] {
  const level = { prefix: [account, region, parentOf(text)], startsWith: text };
  return text.startsWith('/') ? [level, { prefix: [account, region], startsWith: text }] : [level];
}

/** Without the texts that begin with another of them and the separator. */
function outermost(texts: ReadonlySet<string>, separator: string): string[] {
  return [...texts].filter((text) => ![...texts].some((other) => other !== text && text.startsWith(other + separator)));
}

function startOf(list: string, token: string | undefined): { range: number; after: Key | undefined } {
  if (token === undefined) return { range: 0, after: undefined };
  const position = decodePageToken(list, token);
  if (position === undefined) throw invalidNextToken();
  return position as { range: number; after: Key | undefined };
}
