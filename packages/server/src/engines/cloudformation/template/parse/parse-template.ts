import { templateLimits } from '../limits.ts';
import { TemplateError, formatError } from '../template-error.ts';
import type { TemplateObject, TemplatePath } from '../template.ts';
import { isTemplateObject } from '../template.ts';
import { readJson } from './json-text.ts';
import { lineStarts, pathKey, positionIn } from './source-position.ts';
import type { SourcePosition } from './source-position.ts';
import type { ReadListener } from './template-builder.ts';
import { readYaml } from './yaml-text.ts';

export interface ParsedTemplate {
  format: 'JSON' | 'YAML';
  value: TemplateObject;
  /** Places where a name came again; AWS takes the last. */
  duplicateKeys: TemplatePath[];
  /** By JSON pointer: numbers under Resources whose text says more than their value, as in `GlueVersion: 4.0`. */
  numberTexts: ReadonlyMap<string, string>;
  /** The place of a member or item, or of the nearest one around it. */
  position: (path: TemplatePath) => SourcePosition | undefined;
}

/** A snippet is what AWS::Include puts into a template: only there AWS lets YAML have aliases. */
export type TemplateSource = 'TemplateBody' | 'TemplateURL' | 'Snippet';

export function parseTemplate(body: string, source: TemplateSource = 'TemplateBody'): ParsedTemplate {
  checkSize(body, source);
  const text = body.startsWith('\uFEFF') ? body.slice(1) : body;
  const format = /^\s*\{/.test(text) ? 'JSON' : 'YAML';
  const duplicateKeys: TemplatePath[] = [];
  const numberTexts = new Map<string, string>();
  const listener = {
    duplicateKey: (path: TemplatePath) => duplicateKeys.push([...path]),
    numberText: (path: TemplatePath, number: string) => numberTexts.set(pathKey(path), number),
  };
  const value = format === 'JSON' ? readJson(text, listener) : readYaml(text, listener, source === 'Snippet');
  if (!isTemplateObject(value)) throw formatError('unsupported structure.');
  return { format, value, duplicateKeys, numberTexts, position: positionFinder(text, format) };
}

function checkSize(body: string, source: TemplateSource): void {
  const limit = source === 'TemplateBody' ? templateLimits.bodyBytes : templateLimits.urlBytes;
  if (body.length * 3 <= limit || Buffer.byteLength(body) <= limit) return;
  if (source !== 'TemplateBody') throw new TemplateError(`Template may not exceed ${limit} bytes in size.`);
  throw new TemplateError(
    "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: " +
      `Member must have length less than or equal to ${limit}`,
  );
}

/** Reads the text once more at the first question: most templates are never asked about. */
function positionFinder(text: string, format: 'JSON' | 'YAML'): ParsedTemplate['position'] {
  let offsets: Map<string, number> | undefined;
  let starts: number[] = [];
  return (path) => {
    if (offsets === undefined) {
      const found = new Map<string, number>();
      const listener: ReadListener = { member: (at, offset) => found.set(pathKey(at), offset) };
      if (format === 'JSON') readJson(text, listener);
      else readYaml(text, listener, true);
      offsets = found;
      starts = lineStarts(text);
    }
    for (let length = path.length; length > 0; length--) {
      const offset = offsets.get(pathKey(path.slice(0, length)));
      if (offset !== undefined) return positionIn(starts, offset);
    }
    return undefined;
  };
}
