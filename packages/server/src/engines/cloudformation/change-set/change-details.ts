import { intrinsicOf } from '../template/intrinsic.ts';
import type { ConditionStates } from '../template/resolve/environment.ts';
import { isTemplateObject, memberOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import type { PropertyDifference } from '../schema/compare.ts';
import { replacementAt } from '../schema/replacement.ts';
import type { Replacement } from '../schema/replacement.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { isSame } from '../schema/same-value.ts';
import type { ChangeDetail, ChangeTarget } from './change.ts';
import { hasFunctions, referencesIn } from './references.ts';
import type { ValueReference } from './references.ts';
import { knownAfterApply, valueText } from './value-text.ts';

/** What else changes with the change set, as far as it is decided already. */
export interface ChangedThings {
  isChangedParameter(name: string): boolean;
  /** `Add` for a resource that will be new; undefined for one that stays as it is. */
  changeOf(logicalId: string): Replacement | 'Add' | undefined;
  conditions: ConditionStates;
}

interface ChangedResource {
  schema: ResourceSchema | undefined;
  /** Properties as they stand in the templates. */
  declared: { before: TemplateObject | undefined; after: TemplateObject };
  /** Properties computed, as they may be shown. */
  shown: { before: TemplateObject; after: TemplateObject };
}

/** Why one property will be different: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html */
export function differenceDetails(
  difference: PropertyDifference,
  { declared, shown }: ChangedResource,
  things: ChangedThings,
): ChangeDetail[] {
  const { path, name, change, requiresRecreation } = difference;
  const parts = path.split('/').slice(2);
  const [before, after] = [valueAt(shown.before, parts), valueAt(shown.after, parts)];
  const target: ChangeTarget = {
    Attribute: 'Properties',
    Name: name,
    RequiresRecreation: requiresRecreation,
    Path: path,
    ...(change !== 'Add' && before !== undefined && { BeforeValue: valueText(before) }),
    ...(change !== 'Remove' && after !== undefined && { AfterValue: valueText(after) }),
    AttributeChangeType: change,
  };
  const source = valueAt(declared.after, parts);
  if (source === undefined) return [direct(target, 'Static')];
  const caused = referencesIn(source, things.conditions).flatMap((reference): ChangeDetail[] => {
    const detail = causedBy(reference, target, things);
    return detail === undefined ? [] : [detail];
  });
  const isDeclaredOtherwise = !isSame(valueAt(declared.before, parts), source);
  if (!hasFunctions(source)) return [direct(target, 'Static')];
  // AWS lists a computed value as modified directly, too: it does not tell the two apart before the execution.
  return [...caused, direct(target, isDeclaredOtherwise && caused.length === 0 ? 'Static' : 'Dynamic')];
}

/** Values that are the same for now, but computed from attributes of resources that will be changed. */
export function possibleDetails(
  { schema, declared, shown }: ChangedResource,
  things: ChangedThings,
  isListed: (name: string) => boolean,
): ChangeDetail[] {
  return Object.entries(declared.after).flatMap(([name, source]) => {
    if (isListed(name) || name.startsWith('Fn::')) return [];
    return referencesIn(source, things.conditions).flatMap((reference): ChangeDetail[] => {
      const before = memberOf(shown.before, name);
      const target: ChangeTarget = {
        Attribute: 'Properties',
        Name: name,
        RequiresRecreation: schema === undefined ? 'Never' : replacementAt(schema, [name], before),
        Path: `/Properties/${name}`,
        ...(before !== undefined && { BeforeValue: valueText(before) }),
        AfterValue: knownAfterApply,
        AttributeChangeType: 'Modify',
      };
      const detail = causedBy(reference, target, things);
      return detail === undefined || detail.ChangeSource === 'ParameterReference' ? [] : [detail];
    });
  });
}

function causedBy(reference: ValueReference, Target: ChangeTarget, things: ChangedThings): ChangeDetail | undefined {
  const { name } = reference;
  if (reference.kind === 'Ref' && things.isChangedParameter(name)) {
    return { Target, Evaluation: 'Static', ChangeSource: 'ParameterReference', CausingEntity: name };
  }
  const change = things.changeOf(name);
  if (change === undefined) return undefined;
  const Evaluation = change === 'True' || change === 'Add' ? 'Static' : 'Dynamic';
  if (reference.kind === 'GetAtt') {
    const CausingEntity = `${name}.${reference.attribute}`;
    return { Target, Evaluation, ChangeSource: 'ResourceAttribute', CausingEntity };
  }
  // What is updated in place keeps its physical id.
  if (change === 'False') return undefined;
  return { Target, Evaluation, ChangeSource: 'ResourceReference', CausingEntity: name };
}

function direct(Target: ChangeTarget, Evaluation: ChangeDetail['Evaluation']): ChangeDetail {
  return { Target, Evaluation, ChangeSource: 'DirectModification' };
}

/** The value at a path, or the function above it that gives it. */
function valueAt(value: TemplateValue | undefined, parts: readonly string[]): TemplateValue | undefined {
  let current = value;
  for (const part of parts) {
    if (intrinsicOf(current) !== undefined) return current;
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isTemplateObject(current)) current = memberOf(current, part);
    else return undefined;
  }
  return current;
}

/** Of a nested stack, whose template may have changed where it lies. */
export function automatic(): ChangeDetail {
  const Target = { Attribute: 'Properties' as const, RequiresRecreation: 'Never' as const };
  return { Target, Evaluation: 'Dynamic', ChangeSource: 'Automatic' };
}
