import { canonicalJson } from './canonical-json.ts';
import { AwsError } from './errors.ts';
import type { ExistingResource, ResourceContext, ResourceHandler, ResourceProperties } from './resource-handler.ts';

/** A policy document or other JSON, given as an object or as text, in the text that operations take. */
export function documentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the call answers, or undefined where it fails with one of these codes: the thing is not there. */
export async function unlessGone<Answer>(call: Promise<Answer>, ...codes: string[]): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** What an update starts from: the properties as last applied, or, through Cloud Control, as they are. */
export async function formerProperties(
  handler: Pick<ResourceHandler, 'read'>,
  existing: ExistingResource,
  context: ResourceContext,
): Promise<ResourceProperties> {
  return context.stack === undefined ? ((await handler.read(existing, context)) ?? {}) : existing.properties;
}

/** Whether a property differs; the order of an object's members does not count. */
export function isChanged(name: string, former: ResourceProperties, desired: ResourceProperties): boolean {
  return canonicalJson(former[name]) !== canonicalJson(desired[name]);
}

/** What is in one list and not in the other. */
export function listChanges(
  former: readonly string[] = [],
  desired: readonly string[] = [],
): { added: string[]; removed: string[] } {
  const before = new Set(former);
  const after = new Set(desired);
  return {
    added: [...after].filter((item) => !before.has(item)),
    removed: [...before].filter((item) => !after.has(item)),
  };
}

/** Leaves out what is not there. */
export function presentProperties(properties: ResourceProperties): ResourceProperties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
