import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ResourceSchema } from './resource-schema.ts';

/** The resource types of AWS. A type is read from the directory when it is first asked for. */
export interface ResourceSchemas {
  /** Sorted; custom resources have no name of their own here. */
  names(): readonly string[];
  has(typeName: string): boolean;
  /** `Custom::Anything` is AWS::CloudFormation::CustomResource by another name. */
  find(typeName: string): ResourceSchema | undefined;
}

/** Enough for the types of a busy account; the largest take a megabyte of memory each. */
const cachedTypes = 100;

const customResource = 'AWS::CloudFormation::CustomResource';

/** Reads nothing now: a start does not pay for types that nobody uses. */
export function createResourceSchemas(directory: URL): ResourceSchemas {
  const file = new URL('types.jsonl', directory);
  const cache = new Map<string, ResourceSchema>();
  let index: Map<string, [start: number, length: number]> | undefined;
  const places = () => (index ??= new Map(Object.entries(JSON.parse(readText(new URL('index.json', directory))))));

  const load = (typeName: string): ResourceSchema | undefined => {
    const place = places().get(typeName);
    return place && (JSON.parse(readSlice(file, ...place)) as ResourceSchema);
  };
  const find = (typeName: string): ResourceSchema | undefined => {
    const known = cache.get(typeName);
    const schema = known ?? (isCustomType(typeName) ? renamed(find(customResource), typeName) : load(typeName));
    if (schema === undefined) return undefined;
    // The last in a Map's order is the one used last.
    if (known !== undefined) cache.delete(typeName);
    cache.set(typeName, schema);
    if (cache.size > cachedTypes) cache.delete(cache.keys().next().value ?? '');
    return schema;
  };
  return {
    names: () => [...places().keys()],
    has: (typeName) => isCustomType(typeName) || places().has(typeName),
    find,
  };
}

const shared = new WeakMap<URL, ResourceSchemas>();

/** Read once for all services of the process. */
export function sharedResourceSchemas(directory: URL): ResourceSchemas {
  const known = shared.get(directory);
  if (known !== undefined) return known;
  const created = createResourceSchemas(directory);
  shared.set(directory, created);
  return created;
}

/** `Custom::` and up to 60 letters, digits, underscores, at signs and hyphens. */
function isCustomType(typeName: string): boolean {
  return /^Custom::[\w@-]{1,60}$/.test(typeName);
}

function renamed(schema: ResourceSchema | undefined, typeName: string): ResourceSchema | undefined {
  return schema && { ...schema, typeName };
}

function readText(url: URL): string {
  return readFileSync(url, 'utf8');
}

function readSlice(url: URL, start: number, length: number): string {
  const descriptor = openSync(url, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    readSync(descriptor, buffer, 0, length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
