import { canonicalJson } from '../../../platform/canonical-json.ts';

export type JsonObject = Record<string, unknown>;

/** As AWS's own parser; also so that whatever walks a value cannot run out of stack. */
const deepestNesting = 1000;

/** Undefined where the text is not JSON, or is nested too deep. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(deepestNesting, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

/** Undefined where the text is not JSON or no object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two spellings of the same JSON become the same text; what is no JSON object stays as it is. */
export function canonicalText(text: string): string {
  const value = text.startsWith('{') ? parseJsonObject(text) : undefined;
  return canonicalJson(value) ?? text;
}
