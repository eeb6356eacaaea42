import { entriesOf } from './python-text.ts';
import { isMap } from './values.ts';

interface JsonStyle {
  readonly comma: string;
  readonly colon: string;
  readonly sorted: boolean;
  readonly indent?: number;
}

const COMPACT: JsonStyle = { comma: ',', colon: ':', sorted: true };

function textLiteral(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON as Python's `json.dumps` prints it: only ASCII, keys sorted, with the separators asked for. */
export function jsonText(value: unknown, style: JsonStyle = COMPACT, depth = 0): string {
  if (typeof value === 'string') return textLiteral(value);
  if (value === undefined) return 'null';
  const isList = Array.isArray(value);
  if (!isList && !isMap(value)) return JSON.stringify(value);
  const entries = isList ? value.map((item) => ['', item] as const) : entriesOf(value);
  const ordered = !isList && style.sorted ? entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : entries;
  const members = ordered.map(([key, member]) => {
    const text = jsonText(member, style, depth + 1);
    return isList ? text : `${textLiteral(key)}${style.colon}${text}`;
  });
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) return open + close;
  if (style.indent === undefined) return open + members.join(style.comma) + close;
  const pad = ' '.repeat(style.indent * (depth + 1));
  return `${open}\n${members.map((member) => pad + member).join(`${style.comma}\n`)}\n${' '.repeat(style.indent * depth)}${close}`;
}
