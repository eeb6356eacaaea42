/** `*` and `?` as tokens, apart from text, so that a substituted policy variable can never act as a wildcard. */
export const ANY_RUN = Symbol('*');
export const ANY_CHARACTER = Symbol('?');
export type GlobToken = string | typeof ANY_RUN | typeof ANY_CHARACTER;

/** Text between two `*`: a length, and the literal pieces between its `?`. */
interface Segment {
  readonly length: number;
  readonly pieces: readonly { readonly offset: number; readonly text: string }[];
}

/** A compiled pattern. Matching takes each segment at its leftmost place and never goes back. */
export interface Glob {
  readonly prefix: Segment;
  /** Absent in a pattern without `*`. */
  readonly open?: { readonly middle: readonly Segment[]; readonly suffix: Segment };
}

export function globTokens(text: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character !== '*' && character !== '?') continue;
    if (at > start) tokens.push(text.slice(start, at));
    tokens.push(character === '*' ? ANY_RUN : ANY_CHARACTER);
    start = at + 1;
  }
  if (start < text.length) tokens.push(text.slice(start));
  return tokens;
}

export function compileGlob(tokens: readonly GlobToken[]): Glob {
  const runs: GlobToken[][] = [[]];
  for (const token of tokens) {
    if (token === ANY_RUN) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  const segments = runs.map(compileSegment);
  const prefix = segments.shift() ?? { length: 0, pieces: [] };
  const suffix = segments.pop();
  if (suffix === undefined) return { prefix };
  return { prefix, open: { middle: segments.filter(({ length }) => length > 0), suffix } };
}

export function matchesGlob({ prefix, open }: Glob, text: string): boolean {
  if (open === undefined) return text.length === prefix.length && fits(prefix, text, 0);
  const end = text.length - open.suffix.length;
  let start = prefix.length;
  if (end < start || !fits(prefix, text, 0) || !fits(open.suffix, text, end)) return false;
  for (const segment of open.middle) {
    const found = find(segment, text, start, end);
    if (found === undefined) return false;
    start = found + segment.length;
  }
  return true;
}

function compileSegment(tokens: readonly GlobToken[]): Segment {
  const pieces: { offset: number; text: string }[] = [];
  let length = 0;
  let literal = '';
  const close = () => {
    if (literal !== '') pieces.push({ offset: length - literal.length, text: literal });
    literal = '';
  };
  for (const token of tokens) {
    if (typeof token === 'string') {
      literal += token;
      length += token.length;
    } else {
      close();
      length++;
    }
  }
  close();
  return { length, pieces };
}

function fits({ pieces }: Segment, text: string, at: number): boolean {
  for (const piece of pieces) if (!text.startsWith(piece.text, at + piece.offset)) return false;
  return true;
}

function find(segment: Segment, text: string, start: number, end: number): number | undefined {
  const last = end - segment.length;
  const [first] = segment.pieces;
  if (first === undefined) return start <= last ? start : undefined;
  for (let at = start; at <= last; at++) {
    const found = text.indexOf(first.text, at + first.offset);
    if (found < 0) return undefined;
    at = found - first.offset;
    if (at <= last && fits(segment, text, at)) return at;
  }
  return undefined;
}
