import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { IamError } from '../errors.ts';

export interface PageRequest {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** The members of every paginated IAM answer, beside its list. */
export interface PageEnd {
  IsTruncated: boolean;
  Marker?: string;
}

export interface Page<Item> {
  items: Item[];
  end: PageEnd;
}

export type Position = readonly (string | number)[];

const defaultPageSize = 100;

export function pageSize(request: PageRequest): number {
  return request.MaxItems ?? defaultPageSize;
}

/** The position of the last item of the page before. `list` names the list and what selects its items. */
export function parseMarker(list: string, request: PageRequest): Position | undefined {
  if (request.Marker === undefined) return undefined;
  const position = decodePageToken(list, request.Marker);
  if (Array.isArray(position)) return position as Position;
  throw new IamError('ValidationError', `Invalid Marker: ${request.Marker}`);
}

/** The page out of `items`, which hold one more where there are more. */
export function pageFrom<Item>(
  list: string,
  items: Item[],
  request: PageRequest,
  positionOf: (item: Item) => Position,
): Page<Item> {
  const size = pageSize(request);
  const last = items[size - 1];
  if (items.length <= size || last === undefined) return { items, end: { IsTruncated: false } };
  const marker = encodePageToken(list, positionOf(last));
  return { items: items.slice(0, size), end: { IsTruncated: true, Marker: marker } };
}

/** A page of a short list that is whole in memory, in the order of its names, which are unique. */
export function pageOfList<Item>(
  list: string,
  items: readonly Item[],
  request: PageRequest,
  nameOf: (item: Item) => string,
): Page<Item> {
  const after = parseMarker(list, request)?.[0];
  const rest = items.filter((item) => after === undefined || nameOf(item) > String(after));
  rest.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return pageFrom(list, rest.slice(0, pageSize(request) + 1), request, (item) => [nameOf(item)]);
}
