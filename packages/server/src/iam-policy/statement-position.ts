/** Lines and columns count from 1. */
export interface Position {
  line: number;
  column: number;
}

export interface StatementSpan {
  start: Position;
  end: Position;
}

/** Where a statement stands in its document, as simulations report it; the document must be valid JSON. */
export function statementSpan(document: string, index: number): StatementSpan | undefined {
  const range = statementRanges(document)[index];
  return range && { start: positionOf(document, range.start), end: positionOf(document, range.end) };
}

interface Range {
  start: number;
  end: number;
}

/**
 * AWS reports where its parser stood: in a list right behind the preceding `[` or `}`, elsewhere behind the opening
 * brace; and at the end behind the closing brace.
 */
function statementRanges(document: string): Range[] {
  const value = statementValue(document);
  if (value === undefined) return [];
  if (document[value] === '{') return [{ start: value + 1, end: skipValue(document, value) }];
  const ranges: Range[] = [];
  let previous = value + 1;
  for (let at = previous; at < document.length && document[at] !== ']'; at++) {
    if (document[at] !== '{') continue;
    const end = skipValue(document, at);
    ranges.push({ start: previous, end });
    previous = end;
    at = end - 1;
  }
  return ranges;
}

/** Offset of the value of the top-level `Statement`; the last one counts, as in JSON.parse. */
function statementValue(document: string): number | undefined {
  let value: number | undefined;
  let at = document.indexOf('{') + 1;
  while (at < document.length) {
    const key = document.indexOf('"', at);
    if (key < 0) break;
    const keyEnd = skipString(document, key);
    const start = skipSpace(document, document.indexOf(':', keyEnd) + 1);
    if (JSON.parse(document.slice(key, keyEnd)) === 'Statement') value = start;
    at = skipValue(document, start);
  }
  return value;
}

function skipValue(document: string, start: number): number {
  let depth = 0;
  for (let at = start; at < document.length; at++) {
    const character = document[at];
    if (character === '"') at = skipString(document, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (depth > 0 || character !== ',') continue;
    if (depth <= 0) return at + 1;
  }
  return document.length;
}

function skipString(document: string, start: number): number {
  for (let at = start + 1; at < document.length; at++) {
    if (document[at] === '\\') at++;
    else if (document[at] === '"') return at + 1;
  }
  return document.length;
}

function skipSpace(document: string, start: number): number {
  let at = start;
  while (/\s/.test(document[at] ?? '')) at++;
  return at;
}

function positionOf(document: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = document.indexOf('\n'); at >= 0 && at < offset; at = document.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
