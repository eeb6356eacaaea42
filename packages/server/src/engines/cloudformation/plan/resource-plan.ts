import { compareProperties } from '../schema/compare.ts';
import type { PropertyDifference } from '../schema/compare.ts';
import { replacesResource } from '../schema/conditional-replacement.ts';
import { replacementOf } from '../schema/replacement.ts';
import type { Replacement } from '../schema/replacement.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { isSame } from '../schema/same-value.ts';
import { memberOf, textOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';

/** What a template declares of a resource, its values as far as they are known. */
export interface DesiredResource {
  type: string;
  properties: TemplateObject;
  metadata?: TemplateObject | undefined;
  /** Of the stack. */
  tags: Readonly<Record<string, string>>;
  deletionPolicy: string;
  updateReplacePolicy: string;
  /** Of its UpdatePolicy: a change replaces an Auto Scaling group. */
  replacesOnChange?: boolean;
}

/** What stands of it. */
export interface ComparedResource extends DesiredResource {
  physicalId: string;
}

export type ChangedAttribute = 'Properties' | 'Metadata' | 'Tags' | 'DeletionPolicy' | 'UpdateReplacePolicy';

export interface ResourcePlan {
  action: 'Modify' | 'Replace' | 'None';
  /** As a change set says it; `action` tells what an update does. */
  replacement: Replacement;
  differences: readonly PropertyDifference[];
  scope: readonly ChangedAttribute[];
}

export interface PlanOptions {
  schema: ResourceSchema | undefined;
  /** Whether the type has a handler that changes it in place. */
  isUpdatable: boolean;
  /** Updated with its parent in any case: a nested stack, whose template may have changed at its URL. */
  isAlwaysUpdated?: boolean;
}

/** What becomes of a standing resource of the same type. */
export function planResource(
  standing: ComparedResource,
  desired: DesiredResource,
  { schema, isUpdatable, isAlwaysUpdated = false }: PlanOptions,
): ResourcePlan {
  const differences = schema === undefined ? [] : compareProperties(schema, standing.properties, desired.properties);
  const isChanged = schema === undefined ? !isSame(standing.properties, desired.properties) : differences.length > 0;
  const scope: ChangedAttribute[] = [];
  if (isChanged) scope.push('Properties');
  if (!isSame(standing.metadata, desired.metadata)) scope.push('Metadata');
  if (isTaggable(schema) && !isSame(standing.tags, desired.tags)) scope.push('Tags');
  if (standing.deletionPolicy !== desired.deletionPolicy) scope.push('DeletionPolicy');
  if (standing.updateReplacePolicy !== desired.updateReplacePolicy) scope.push('UpdateReplacePolicy');
  const mustReplace =
    isChanged && (!isUpdatable || desired.replacesOnChange || replaces(schema, differences, desired.properties));
  if (mustReplace) return { action: 'Replace', replacement: shownReplacement(differences), differences, scope };
  const action = scope.length > 0 || isAlwaysUpdated ? 'Modify' : 'None';
  return { action, replacement: replacementOf(differences), differences, scope };
}

function replaces(
  schema: ResourceSchema | undefined,
  differences: readonly PropertyDifference[],
  after: TemplateObject,
): boolean {
  return schema !== undefined && replacesResource(schema, differences, after);
}

/** A change that replaces by a condition shows as conditional; one that no schema speaks of, as what it is. */
function shownReplacement(differences: readonly PropertyDifference[]): Replacement {
  const shown = replacementOf(differences);
  return shown === 'False' ? 'True' : shown;
}

function isTaggable(schema: ResourceSchema | undefined): boolean {
  return schema === undefined || schema.tagging !== undefined;
}

/**
 * The name that keeps a resource from being replaced: its successor cannot have the same. Undefined where CloudFormation
 * makes the name, or where it changes too.
 */
export function customName(schema: ResourceSchema, before: TemplateObject, after: TemplateObject): string | undefined {
  const names = Object.keys(schema.properties).filter((name) => schema.properties[name]?.generated);
  const identifying = names.length > 0 ? names : schema.primaryIdentifier.filter((name) => name in schema.properties);
  const given = identifying.filter((name) => memberOf(after, name) !== undefined);
  if (given.length === 0 || !identifying.every((name) => isSame(memberOf(before, name), memberOf(after, name)))) {
    return undefined;
  }
  return textOf(memberOf(after, given[0] ?? ''));
}
