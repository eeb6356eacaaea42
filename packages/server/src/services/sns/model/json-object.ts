import { canonicalJson } from '../../../platform/canonical-json.ts';

export type JsonObject = Record<string, unknown>;

/** Undefined where the text is not JSON or no object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two spellings of the same JSON become the same text; what is no JSON object stays as it is. */
export function canonicalText(text: string): string {
  const value = text.startsWith('{') ? parseJsonObject(text) : undefined;
  return canonicalJson(value) ?? text;
}
