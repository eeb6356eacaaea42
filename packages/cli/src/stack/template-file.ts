import { readFileSync } from 'node:fs';
import { UsageError } from '../options.ts';

/** A larger body must be uploaded: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const maxTemplateBodyBytes = 51_200;
const maxTemplateBytes = 1_048_576;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

export function readTemplateFile(path: string): string {
  const text = readText(path);
  const bytes = Buffer.byteLength(text);
  if (text.trim() === '') throw new UsageError(`The template ${path} is empty.`);
  if (bytes > maxTemplateBytes) {
    throw new UsageError(
      `The template ${path} has ${bytes.toLocaleString('en')} bytes; CloudFormation takes at most ${maxTemplateBytes.toLocaleString('en')}.`,
    );
  }
  return text;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(`The template ${path} cannot be read: ${reasons[code] ?? message}.`, { cause: error });
  }
}

/** The place that an error of AWS names, as editors understand it, with the line itself; empty where it names none. */
export function errorExcerpt(message: string, path: string, text: string): string {
  const [, line = 0, column = 0] = (/\(line (\d+), column (\d+)\)/.exec(message) ?? []).map(Number);
  const source = text.split(/\r?\n/)[line - 1];
  if (source === undefined) return '';
  const number = String(line).padStart(5);
  const indent = source.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, ' ');
  return `  ${path}:${line}:${column}\n${number} | ${source}\n${' '.repeat(number.length)} | ${indent}^\n`;
}
