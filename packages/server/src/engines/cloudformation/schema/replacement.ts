import { isTemplateObject } from '../template/template.ts';
import type { TemplateValue } from '../template/template.ts';
import { membersOf } from './resource-schema.ts';
import type { PropertySchema, ResourceSchema, ValueType } from './resource-schema.ts';

export type RequiresRecreation = 'Never' | 'Conditionally' | 'Always';

/** As ResourceChange says it of the whole resource. */
export type Replacement = 'True' | 'False' | 'Conditional';

export function replacementOf(differences: readonly { requiresRecreation: RequiresRecreation }[]): Replacement {
  const all = strongest(differences.map(({ requiresRecreation }) => requiresRecreation));
  return all === 'Always' ? 'True' : all === 'Conditionally' ? 'Conditional' : 'False';
}

const strengths: readonly RequiresRecreation[] = ['Never', 'Conditionally', 'Always'];

export function strongest(all: readonly RequiresRecreation[]): RequiresRecreation {
  return strengths[Math.max(0, ...all.map((one) => strengths.indexOf(one)))] ?? 'Never';
}

/**
 * Whether a change of the value at `path` replaces the resource: because of the property, of one above it, or, where a
 * whole object comes or goes, of one inside it.
 */
export function replacementAt(
  schema: ResourceSchema,
  path: readonly string[],
  value: TemplateValue | undefined,
): RequiresRecreation {
  if (schema.replacingPaths?.some((replacing) => isWithin(replacing, path))) return 'Always';
  const found: RequiresRecreation[] = [];
  let members: Readonly<Record<string, PropertySchema>> | undefined = schema.properties;
  let type: ValueType = 'json';
  for (const part of path) {
    const property: PropertySchema | undefined = members && Object.hasOwn(members, part) ? members[part] : undefined;
    if (property !== undefined) {
      found.push(recreationOf(property));
      type = property.type;
    } else {
      type = elementOf(type);
    }
    members = membersOf(schema, type);
  }
  collectInside(schema, type, value, found);
  return strongest(found);
}

function collectInside(
  schema: ResourceSchema,
  type: ValueType,
  value: TemplateValue | undefined,
  found: RequiresRecreation[],
): void {
  if (Array.isArray(value)) {
    for (const item of value) collectInside(schema, elementOf(type), item, found);
    return;
  }
  const members = membersOf(schema, type);
  if (members === undefined || !isTemplateObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const property = Object.hasOwn(members, name) ? members[name] : undefined;
    if (property === undefined) continue;
    found.push(recreationOf(property));
    collectInside(schema, property.type, item, found);
  }
}

function elementOf(type: ValueType): ValueType {
  if (typeof type === 'string') return 'json';
  if ('list' in type) return type.list;
  return 'map' in type ? type.map : 'json';
}

function recreationOf({ replacement }: PropertySchema): RequiresRecreation {
  return replacement === 'yes' ? 'Always' : replacement === 'maybe' ? 'Conditionally' : 'Never';
}

function isWithin(replacing: readonly string[], path: readonly string[]): boolean {
  const shared = Math.min(replacing.length, path.length);
  return replacing
    .slice(0, shared)
    .every((part, index) => part === path[index] || (part === '*' && /^\d+$/.test(path[index] ?? '')));
}
