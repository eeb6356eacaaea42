import { attributeOf, desiredResource } from '../../../engines/cloudformation/plan/stack-plan.ts';
import type { DesiredResource } from '../../../engines/cloudformation/plan/resource-plan.ts';
import { compareProperties } from '../../../engines/cloudformation/schema/compare.ts';
import { resourceGraph } from '../../../engines/cloudformation/template/graph.ts';
import { evaluate } from '../../../engines/cloudformation/template/resolve/evaluate.ts';
import type { Environment, UnresolvedReference } from '../../../engines/cloudformation/template/resolve/environment.ts';
import { isScalar } from '../../../engines/cloudformation/template/template.ts';
import type { ResourceDeclaration, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import type { StackOutput } from '../model/stack.ts';
import type { StackRefactor } from '../model/stack-refactor.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { createLookups, lookUp } from '../stack-operation/lookups.ts';
import type { Lookups } from '../stack-operation/lookups.ts';
import { findExport } from '../store/exports.ts';
import { assignResources, isSamePlace } from './matching.ts';
import type { Assignment } from './matching.ts';
import { planStack } from './planned-stack.ts';
import type { PlannedStack } from './planned-stack.ts';
import { RefactorError } from './refactor-error.ts';

export interface RefactorPlan {
  stacks: readonly RefactoredPlan[];
}

/** One stack as it is to be. */
export interface RefactoredPlan extends PlannedStack {
  resourcesAfter: readonly PlannedResource[];
  outputs: readonly StackOutput[];
  /** Names of the exports that it uses. */
  imports: readonly string[];
}

export interface PlannedResource extends Assignment {
  desired: DesiredResource;
  dependsOn: readonly string[];
}

/** What the refactor comes to; throws a RefactorError where it would do more than move and rename. */
export async function planRefactor(platform: Platform, reader: Reader, refactor: StackRefactor): Promise<RefactorPlan> {
  const stacks: PlannedStack[] = [];
  for (const definition of refactor.stacks) stacks.push(await planStack(platform, reader, refactor, definition));
  const assigned = assignResources(stacks, refactor.mappings);
  if (assigned.every(({ resource, destination }) => isSamePlace(resource, destination))) {
    throw new RefactorError('There are no resources to move or rename.');
  }
  refuseUnmovable(platform, assigned);
  const lookups = createLookups();
  const places = stacks.map((planned) => placeOf(planned, assigned, lookups));
  await findExports(places, lookups, { ...refactor, reader });
  return { stacks: places.map((one) => checkedPlan(platform, one)) };
}

interface PlacedStack {
  planned: PlannedStack;
  assigned: readonly Assignment[];
  environment: Environment;
}

function placeOf(planned: PlannedStack, all: readonly Assignment[], lookups: Lookups): PlacedStack {
  const assigned = all.filter(({ destination }) => destination.stack === planned.stackId);
  const standing = new Map<string, StandingResource>(
    assigned.map(({ resource, destination }) => [destination.logicalId, resource.standing]),
  );
  const { loaded, template } = planned;
  return {
    planned,
    assigned,
    environment: {
      pseudo: loaded.pseudo,
      parameters: loaded.references,
      conditions: loaded.conditions,
      ...(template.Mappings && { mappings: template.Mappings }),
      ref: (id) => standing.get(id)?.physicalId,
      getAtt: (id, attribute) => {
        const found = standing.get(id);
        return found && attributeOf(found, attribute);
      },
      ...lookups.environment,
    },
  };
}

/** Exports of the stacks themselves as they are to be, and what else their templates look up. */
async function findExports(
  places: readonly PlacedStack[],
  lookups: Lookups,
  scope: Parameters<typeof lookUp>[2],
): Promise<void> {
  // Outputs may use what other stacks of the refactor export: each round may make more of them known.
  for (let round = 0; round <= places.length; round++) {
    for (const { planned, environment } of places) {
      for (const { exportName, value } of outputsOf(planned, environment).outputs) {
        if (exportName !== undefined) lookups.imports.set(exportName, value);
      }
    }
  }
  const own = new Set(places.map(({ planned }) => planned.stackId));
  for (const place of places) {
    for (const reference of referencesOf(place)) {
      if (reference.kind === 'ImportValue') {
        const found = await findExport(scope.reader, scope, reference.name);
        if (found === undefined || own.has(found.stackId))
          throw new RefactorError(`No export named ${reference.name} found`);
      }
      await lookUp([reference], lookups, scope);
    }
  }
}

function referencesOf({ planned, assigned, environment }: PlacedStack): UnresolvedReference[] {
  const resources = assigned.flatMap(({ destination }) => {
    const declaration = planned.template.Resources[destination.logicalId];
    return declaration === undefined ? [] : desiredResource(declaration, environment, {}).unresolved;
  });
  return [...resources, ...outputsOf(planned, environment).unresolved];
}

function outputsOf(
  { template, loaded }: PlannedStack,
  environment: Environment,
): { outputs: StackOutput[]; unresolved: UnresolvedReference[] } {
  const outputs: StackOutput[] = [];
  const unresolved: UnresolvedReference[] = [];
  for (const [key, { Value, Description, Condition, Export }] of Object.entries(template.Outputs ?? {})) {
    if (Condition !== undefined && loaded.conditions.get(Condition) === false) continue;
    const evaluated = evaluate([Value, Export?.Name ?? ''], environment);
    unresolved.push(...evaluated.unresolved);
    if (evaluated.unresolved.length > 0 || !Array.isArray(evaluated.value)) continue;
    const [value, exportName] = evaluated.value as (TemplateValue | undefined)[];
    outputs.push({
      key,
      value: isScalar(value) ? String(value) : JSON.stringify(value ?? ''),
      description: Description,
      exportName: typeof exportName === 'string' && exportName !== '' ? exportName : undefined,
    });
  }
  return { outputs, unresolved };
}

function checkedPlan(platform: Platform, { planned, assigned, environment }: PlacedStack): RefactoredPlan {
  const graph = resourceGraph(planned.template, planned.loaded.conditions);
  const tags = planned.stack?.configuration.tags ?? {};
  const resourcesAfter = assigned.map((assignment) => {
    const { logicalId } = assignment.destination;
    const declaration: ResourceDeclaration = planned.template.Resources[logicalId] ?? { Type: '' };
    const { desired, unresolved } = desiredResource(declaration, environment, tags);
    const missing = unresolved[0];
    if (missing !== undefined)
      throw new RefactorError(`Resource ${logicalId} depends on a ${missing.kind} that has no value.`);
    refuseChanges(platform, assignment, desired);
    return { ...assignment, desired, dependsOn: [...(graph.get(logicalId) ?? [])] };
  });
  return {
    ...planned,
    resourcesAfter,
    outputs: outputsOf(planned, environment).outputs,
    imports: importsOf(planned, resourcesAfter),
  };
}

function refuseChanges(platform: Platform, { resource, destination }: Assignment, desired: DesiredResource): void {
  const schema = schemasOf(platform).find(resource.type);
  const differences =
    schema === undefined ? [] : compareProperties(schema, resource.standing.properties, desired.properties);
  if (differences.length === 0) return;
  const names = [...new Set(differences.map(({ name }) => name))].join(', ');
  throw new RefactorError(
    `Stack refactor does not support changes of properties: [${names}] of resource ${destination.logicalId} would change.`,
  );
}

/** Names in the template that are known without looking anything up, as they are in nearly all. */
function importsOf({ template, loaded }: PlannedStack, resources: readonly PlannedResource[]): string[] {
  const environment: Environment = {
    pseudo: loaded.pseudo,
    parameters: loaded.references,
    conditions: loaded.conditions,
    ...(template.Mappings && { mappings: template.Mappings }),
  };
  const values = [
    ...resources.map(({ destination }) => template.Resources[destination.logicalId]?.Properties ?? {}),
    ...Object.values(template.Outputs ?? {}).map(({ Value }) => Value),
  ];
  const references = values.flatMap((value) => evaluate(value, environment).unresolved);
  return [...new Set(references.flatMap((one) => (one.kind === 'ImportValue' ? [one.name] : [])))];
}

/** AWS moves only what it can read and change itself. */
function refuseUnmovable(platform: Platform, assigned: readonly Assignment[]): void {
  const moved = assigned.filter(({ resource, destination }) => !isSamePlace(resource, destination));
  const found = moved.find(({ resource: { type } }) => {
    const schema = schemasOf(platform).find(type);
    return schema === undefined || schema.legacy === true || type.startsWith('Custom::');
  });
  if (found === undefined) return;
  const { type, logicalId } = found.resource;
  throw new RefactorError(`Stack refactor does not support resource type ${type}, of which ${logicalId} is.`);
}
