import { readFileSync } from 'node:fs';
import { UsageError } from '../options.ts';

/** `NAME=VALUE` of an option, by name; the last of a name counts. */
export function parsePairs(option: string, pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`--${option} takes NAME=VALUE, not '${pair}'.`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** Of the file first; the command line has the last word. */
export function parseParameters(pairs: readonly string[], file: string | undefined): Map<string, string> {
  const fromFile = file === undefined ? [] : readParametersFile(file);
  return new Map([...fromFile, ...parsePairs('parameter', pairs)]);
}

function readParametersFile(path: string): Iterable<[string, string]> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The parameters file ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return parseParametersFile(text, path);
}

/** Every form that AWS's own tools take: CloudFormation's list, CodePipeline's object, an object, and `NAME=VALUE`. */
export function parseParametersFile(text: string, path: string): Iterable<[string, string]> {
  if (!/^\s*[[{]/.test(text)) {
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    return parsePairs(
      `parameters-file ${path}: each line`,
      lines.filter((line) => line !== '' && !line.startsWith('#')),
    );
  }
  const content = parseJson(text, path);
  if (!Array.isArray(content)) {
    const { Parameters } = content as { Parameters?: unknown };
    return Object.entries(isRecord(Parameters) ? Parameters : (content as object)).map(([name, value]) => [
      name,
      parameterText(value, name, path),
    ]);
  }
  return content.flatMap((item: unknown): [string, string][] => {
    if (typeof item === 'string') return [...parsePairs('parameters-file', [item])];
    if (isRecord(item) && item['UsePreviousValue'] === true) return [];
    if (!isRecord(item) || typeof item['ParameterKey'] !== 'string') {
      throw new UsageError(`${path}: ${JSON.stringify(item)} is not a parameter: ParameterKey is missing.`);
    }
    return [[item['ParameterKey'], parameterText(item['ParameterValue'], item['ParameterKey'], path)]];
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not well-formed JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** A list is what CommaDelimitedList and the List types take. */
function parameterText(value: unknown, name: string, path: string): string {
  if (Array.isArray(value)) return value.map((item) => parameterText(item, name, path)).join(',');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UsageError(`${path}: the value of ${name} must be a string, a number, a boolean or a list of them.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
