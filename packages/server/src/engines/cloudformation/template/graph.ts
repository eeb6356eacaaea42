import type { ConditionStates } from './resolve/environment.ts';
import { attributeTarget, intrinsicOf } from './intrinsic.ts';
import { parseSubArgument, parseSubText } from './sub-text.ts';
import { TemplateError } from './template-error.ts';
import { isTemplateObject, textOf } from './template.ts';
import type { ResourceDeclaration, Template, TemplateValue } from './template.ts';

/** Each resource and those that it waits for, both in the template's order. */
export type ResourceGraph = ReadonlyMap<string, ReadonlySet<string>>;

const unknown: ConditionStates = new Map();

/** Resources whose condition is false are not in it. Of an Fn::If whose condition is not known no branch counts. */
export function resourceGraph(template: Template, conditions: ConditionStates = unknown): ResourceGraph {
  const ids = Object.keys(template.Resources).filter((id) => resourceExists(template, id, conditions));
  const present = new Set(ids);
  const graph = new Map<string, Set<string>>();
  for (const id of ids) {
    const found = new Set<string>();
    const resource = template.Resources[id];
    if (resource !== undefined) collectResource(resource, conditions, (name) => present.has(name) && found.add(name));
    graph.set(id, found);
  }
  return graph;
}

export function resourceExists(template: Template, id: string, conditions: ConditionStates): boolean {
  const condition = template.Resources[id]?.Condition;
  return condition === undefined || conditions.get(condition) !== false;
}

type Note = (resource: string) => unknown;

function collectResource(resource: ResourceDeclaration, conditions: ConditionStates, note: Note): void {
  const { DependsOn = [], Properties, Metadata, CreationPolicy, UpdatePolicy } = resource;
  for (const id of typeof DependsOn === 'string' ? [DependsOn] : DependsOn) note(id);
  for (const attribute of [Properties, Metadata, CreationPolicy, UpdatePolicy]) {
    if (attribute !== undefined) collectReferences(attribute, conditions, note);
  }
}

/** The names that a value refers to by Ref, Fn::GetAtt and Fn::Sub, in the branches that count. */
export function collectReferences(value: TemplateValue, conditions: ConditionStates, note: Note): void {
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, conditions, note);
    return;
  }
  if (!isTemplateObject(value)) return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref' || intrinsic?.name === 'Fn::GetAtt') {
    const { name, argument } = intrinsic;
    note(name === 'Ref' ? textOf(argument) : (attributeTarget(argument)?.resource ?? ''));
    return;
  }
  if (intrinsic?.name === 'Fn::If' && Array.isArray(intrinsic.argument)) {
    const [condition, then, otherwise] = intrinsic.argument;
    const state = conditions.get(textOf(condition));
    if (state !== undefined) collectReferences((state ? then : otherwise) ?? '', conditions, note);
    return;
  }
  if (intrinsic?.name === 'Fn::Sub') {
    const { text, variables } = parseSubArgument(intrinsic.argument);
    for (const part of parseSubText(text)) {
      if ('variable' in part && !Object.hasOwn(variables, part.variable)) note(part.variable.split('.')[0] ?? '');
    }
    return collectReferences(variables, conditions, note);
  }
  for (const name in value) collectReferences(value[name] ?? '', conditions, note);
}

/** Levels of resources: each waits only for levels before its own. Reversed, it is the order of deletion. */
export function creationLevels(graph: ResourceGraph): string[][] {
  const { levels, rest } = peel(graph);
  if (rest.length > 0) throw circular(rest);
  return levels;
}

export function deletionLevels(graph: ResourceGraph): string[][] {
  return creationLevels(reversed(graph));
}

/** Each resource and those that wait for it. */
function reversed(graph: ResourceGraph): ResourceGraph {
  const result = new Map<string, Set<string>>();
  for (const id of graph.keys()) result.set(id, new Set());
  for (const [id, needed] of graph) for (const other of needed) result.get(other)?.add(id);
  return result;
}

export function checkCycles(graph: ResourceGraph): void {
  const { rest } = peel(graph);
  if (rest.length > 0) throw circular(rest);
}

/** AWS names all that could never start: the members of the cycle and whatever waits for them. */
function circular(ids: readonly string[]): TemplateError {
  return new TemplateError(`Circular dependency between resources: [${ids.join(', ')}]`, ['Resources', ids[0] ?? '']);
}

function peel(graph: ResourceGraph): { levels: string[][]; rest: string[] } {
  const waiting = reversed(graph);
  const open = new Map([...graph].map(([id, needed]) => [id, needed.size]));
  const levels: string[][] = [];
  let level = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  while (level.length > 0) {
    levels.push(level);
    const next: string[] = [];
    for (const id of level) {
      open.delete(id);
      for (const other of waiting.get(id) ?? []) {
        const count = (open.get(other) ?? 0) - 1;
        open.set(other, count);
        if (count === 0) next.push(other);
      }
    }
    level = next;
  }
  return { levels, rest: [...open.keys()] };
}
