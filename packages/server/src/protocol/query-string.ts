import { AwsError } from '../platform/errors.ts';

/** Values of each name in a query string, in order. A name without `=` has the empty value. */
export function parseQueryString(query: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  if (query === '') return values;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodePercent(at < 0 ? pair : pair.slice(0, at), true);
    const value = at < 0 ? '' : decodePercent(pair.slice(at + 1), true);
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

/** Percent-decodes a part of a URL; AWS answers a broken encoding with its own 400, here {@link invalidUri}. */
export function decodePercent(text: string, plusIsSpace = false): string {
  const spaced = plusIsSpace && text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch (cause) {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { status: 400, cause });
  }
}
