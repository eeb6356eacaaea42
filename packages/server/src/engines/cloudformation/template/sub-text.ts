import { templateError } from './template-error.ts';
import type { TemplatePath, TemplateValue } from './template.ts';
import { isScalar, isTemplateObject } from './template.ts';

/** Literal text, or the name between `${` and `}`. */
export type SubPart = { text: string } | { variable: string };

export interface SubArgument {
  text: string;
  variables: Record<string, TemplateValue>;
}

const expected =
  "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, " +
  'and an optional second argument to specify a mapping of values to replace in the string';
const names =
  'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons';
const keys =
  'every key of the context object of every Fn::Sub object must contain only alphanumeric characters and underscores';

export function parseSubArgument(argument: TemplateValue, path: TemplatePath = []): SubArgument {
  if (isScalar(argument)) return { text: String(argument), variables: {} };
  if (!Array.isArray(argument) || argument.length !== 2) throw templateError(expected, path);
  const [text, variables] = argument;
  if (!isScalar(text) || !isTemplateObject(variables)) throw templateError(expected, path);
  for (const name of Object.keys(variables)) {
    if (!/^[A-Za-z0-9_.:]+$/.test(name)) throw templateError(keys, path);
  }
  return { text: String(text), variables };
}

/** `${!Name}` is the text `${Name}`. */
export function parseSubText(text: string, path: TemplatePath = []): SubPart[] {
  const parts: SubPart[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('${', from);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) break;
    if (open > from) parts.push({ text: text.slice(from, open) });
    const name = text.slice(open + 2, close);
    if (name.startsWith('!')) parts.push({ text: `\${${name.slice(1)}}` });
    else if (/^[A-Za-z0-9_.:]+$/.test(name)) parts.push({ variable: name });
    else throw templateError(names, path);
    from = close + 1;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
