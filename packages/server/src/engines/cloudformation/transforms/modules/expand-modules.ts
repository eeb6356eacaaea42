import { TemplateError } from '../../template/template-error.ts';
import { isTemplateObject, memberOf, sectionOf } from '../../template/template.ts';
import type { TemplateObject, TemplateValue } from '../../template/template.ts';
import { parameterValues } from './module-parameters.ts';
import { renamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';

/** The template of a registered module; undefined where there is none of that name. */
export type FindModule = (typeName: string) => Promise<TemplateObject | undefined>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html */
const deepestNesting = 3;

function isModuleType(type: TemplateValue | undefined): type is string {
  return typeof type === 'string' && /^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::MODULE$/.test(type);
}

export function usesModules(template: TemplateObject): boolean {
  return Object.values(sectionOf(template, 'Resources')).some((resource) => isModuleType(memberOf(resource, 'Type')));
}

/**
 * The template with the resources of each module in its place: their logical ids, conditions and mappings begin with
 * the module's own id, and its parameters have become the values that its properties give.
 */
export async function expandModules(template: TemplateObject, find: FindModule, depth = 1): Promise<TemplateObject> {
  if (!usesModules(template)) return template;
  const sections: Expansion = { Resources: {}, Conditions: {}, Mappings: {} };
  const inside = new Map<string, string[]>();
  for (const [id, resource] of Object.entries(sectionOf(template, 'Resources'))) {
    if (!isTemplateObject(resource) || !isModuleType(resource['Type'])) {
      addResource(sections, id, resource);
      continue;
    }
    if (depth > deepestNesting)
      throw new TemplateError(`Modules are nested more than ${deepestNesting} levels deep: ${id}`, ['Resources', id]);
    const fragment = await find(resource['Type']);
    if (fragment === undefined)
      throw new TemplateError(`Template format error: Unrecognized resource types: [${resource['Type']}]`, [
        'Resources',
        id,
      ]);
    const expanded = await expandModules(fragment, find, depth + 1);
    inside.set(id, addModule(sections, { id, resource, fragment: expanded }));
  }
  const whole: TemplateObject = { ...template, Resources: sections.Resources };
  for (const section of ['Conditions', 'Mappings'] as const) {
    const members = { ...sectionOf(template, section), ...sections[section] };
    if (Object.keys(members).length > 0) whole[section] = members;
  }
  return withReferences(whole, inside);
}

interface Expansion {
  Resources: TemplateObject;
  Conditions: TemplateObject;
  Mappings: TemplateObject;
}

interface UsedModule {
  id: string;
  resource: TemplateObject;
  fragment: TemplateObject;
}

const allowed = new Set(['Type', 'Properties', 'Condition', 'DependsOn', 'Metadata']);

/** Answers the logical ids of the module's resources. */
function addModule(sections: Expansion, { id, resource, fragment }: UsedModule): string[] {
  const unknown = Object.keys(resource).find((name) => !allowed.has(name));
  if (unknown !== undefined)
    throw new TemplateError(`Attribute ${unknown} is not supported for module ${id}`, ['Resources', id]);
  const renaming = renamingOf(id, fragment, parameterValues(id, resource, fragment));
  for (const section of ['Conditions', 'Mappings'] as const) {
    for (const [name, value] of Object.entries(sectionOf(fragment, section))) {
      sections[section][id + name] = renamed(value, renaming);
    }
  }
  const names = Object.keys(sectionOf(fragment, 'Resources'));
  for (const name of names) {
    const declaration = memberOf(fragment['Resources'], name);
    const own = renamed(declaration ?? {}, renaming);
    const used = isTemplateObject(own) ? placed(own, { id, name, resource, renaming }, sections) : own;
    addResource(sections, id + name, used);
  }
  return names.map((name) => id + name);
}

function addResource(sections: Expansion, id: string, resource: TemplateValue): void {
  if (Object.hasOwn(sections.Resources, id)) {
    throw new TemplateError(
      `Template format error: Resource name ${id} is used by a module and elsewhere in the template.`,
      ['Resources', id],
    );
  }
  sections.Resources[id] = resource;
}

/** A resource of the fragment with the conditions and dependencies that it has itself and by its module. */
function placed(
  own: TemplateObject,
  { id, name, resource, renaming }: { id: string; name: string; resource: TemplateObject; renaming: Renaming },
  sections: Expansion,
): TemplateObject {
  const { DependsOn, Condition, ...rest } = own;
  const result: TemplateObject = rest;
  const dependencies = [
    ...listOf(DependsOn).map((other) =>
      typeof other === 'string' ? (nameOf(renaming.reference(other)) ?? other) : other,
    ),
    ...listOf(resource['DependsOn']),
  ];
  if (dependencies.length > 0) result['DependsOn'] = dependencies;
  const inner = typeof Condition === 'string' ? (renaming.condition(Condition) ?? Condition) : Condition;
  const outer = resource['Condition'];
  if (inner !== undefined && outer !== undefined) {
    const both = `${id}${name}Exists`;
    sections.Conditions[both] = { 'Fn::And': [{ Condition: inner }, { Condition: outer }] };
    result['Condition'] = both;
  } else if (inner !== undefined || outer !== undefined) {
    result['Condition'] = inner ?? outer ?? '';
  }
  return result;
}

function renamingOf(id: string, fragment: TemplateObject, parameters: ReadonlyMap<string, TemplateValue>): Renaming {
  const has = (section: string, name: string) => Object.hasOwn(sectionOf(fragment, section), name);
  return {
    reference(name) {
      const value = parameters.get(name);
      if (value !== undefined) return { value };
      return has('Resources', name) ? { name: id + name } : undefined;
    },
    attribute: (target) => (has('Resources', target.split('.')[0] ?? '') ? id + target : undefined),
    condition: (name) => (has('Conditions', name) ? id + name : undefined),
    mapping: (name) => (has('Mappings', name) ? id + name : undefined),
  };
}

/** The template's own references into modules: `Module.Resource` is the resource, and the module all of its resources. */
function withReferences(template: TemplateObject, inside: ReadonlyMap<string, readonly string[]>): TemplateObject {
  const flattened = (name: string): string | undefined => {
    const [module = '', resource, ...rest] = name.split('.');
    const id = module + (resource ?? '');
    return inside.get(module)?.includes(id) ? [id, ...rest].join('.') : undefined;
  };
  const renaming: Renaming = {
    reference: (name) => named(flattened(name)),
    attribute: flattened,
    condition: () => undefined,
    mapping: () => undefined,
  };
  const result = renamed(template, renaming) as TemplateObject;
  for (const resource of Object.values(sectionOf(result, 'Resources'))) {
    if (!isTemplateObject(resource) || resource['DependsOn'] === undefined) continue;
    resource['DependsOn'] = listOf(resource['DependsOn']).flatMap((name): readonly TemplateValue[] => {
      if (typeof name !== 'string') return [name];
      return inside.get(name) ?? [flattened(name) ?? name];
    });
  }
  return result;
}

function listOf(value: TemplateValue | undefined): TemplateValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function named(name: string | undefined): { name: string } | undefined {
  return name === undefined ? undefined : { name };
}

function nameOf(found: ReturnType<Renaming['reference']>): string | undefined {
  return found !== undefined && 'name' in found ? found.name : undefined;
}
