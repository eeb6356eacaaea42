import { attributeOf } from '../plan/stack-plan.ts';
import { creationLevels, resourceExists, resourceGraph } from '../template/graph.ts';
import type { UnresolvedReference } from '../template/resolve/environment.ts';
import type { ResourceDeclaration, TemplateObject } from '../template/template.ts';
import { compareProperties } from '../schema/compare.ts';
import type { Replacement } from '../schema/replacement.ts';
import type { ResourceSchemas } from '../schema/resource-schemas.ts';
import { isSame } from '../schema/same-value.ts';
import type { ChangeDetail, ResourceChange } from './change.ts';
import { automatic, differenceDetails, possibleDetails } from './change-details.ts';
import type { ChangedThings } from './change-details.ts';
import { removalPolicy, replacementOf, replacementPolicy } from './consequences.ts';
import { Side } from './side.ts';
import type { DeclaredStack, OutsideValues } from './side.ts';
import { untypedDifferences } from './untyped-differences.ts';
import { valueText } from './value-text.ts';

/** A resource as it stands. */
export interface Standing {
  type: string;
  physicalId: string;
  properties: TemplateObject;
  attributes: TemplateObject;
  deletionPolicy: string;
  updateReplacePolicy: string;
}

export interface ChangeSetInput {
  /** Absent for a stack that is yet to be created. */
  before: DeclaredStack | undefined;
  after: DeclaredStack;
  standing: ReadonlyMap<string, Standing>;
  schemas: Pick<ResourceSchemas, 'find'>;
  outside: OutsideValues;
  /** Resources that are to be imported, with their identifiers as text. */
  imports: ReadonlyMap<string, string>;
  /** Nested stacks have change sets of their own, which tell whether they change. */
  nestedAreKnown?: boolean;
}

export const nestedStack = 'AWS::CloudFormation::Stack';
const comparedAttributes = [
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
  'DeletionPolicy',
  'UpdateReplacePolicy',
] as const;

export interface ResourceChanges {
  /** By logical id; resources that stay as they are are not listed. */
  changes: ResourceChange[];
  /** What was asked of other stacks, or of resources that are yet to be made. */
  unresolved: readonly UnresolvedReference[];
}

/** What executing a change set does to each resource. */
export function resourceChanges(input: ChangeSetInput): ResourceChanges {
  const comparison = new Comparison(input);
  const { template, conditions } = input.after;
  for (const level of creationLevels(resourceGraph(template, conditions))) {
    for (const logicalId of level) comparison.compare(logicalId);
  }
  for (const logicalId of input.standing.keys()) {
    const declared = Object.hasOwn(template.Resources, logicalId);
    if (!declared || !resourceExists(template, logicalId, conditions)) comparison.remove(logicalId);
  }
  const changes = [...comparison.changes.values()].toSorted((a, b) =>
    a.LogicalResourceId < b.LogicalResourceId ? -1 : 1,
  );
  return { changes, unresolved: comparison.unresolved() };
}

class Comparison {
  readonly changes = new Map<string, ResourceChange>();
  readonly #input: ChangeSetInput;
  readonly #before: Side | undefined;
  readonly #after: Side;
  readonly #things: ChangedThings;
  readonly #tagsChanged: boolean;

  constructor(input: ChangeSetInput) {
    const { before, after, outside } = input;
    this.#input = input;
    const standing = {
      ref: (id: string) => input.standing.get(id)?.physicalId,
      getAtt: (id: string, attribute: string) => {
        const existing = input.standing.get(id);
        return existing && attributeOf(existing, attribute);
      },
    };
    const expected = {
      ref: (id: string) => (this.#isNew(id) ? undefined : standing.ref(id)),
      getAtt: (id: string, attribute: string) => (this.#isNew(id) ? undefined : standing.getAtt(id, attribute)),
    };
    this.#before = before && new Side(before, standing, outside);
    this.#after = new Side(after, expected, outside);
    this.#tagsChanged = before !== undefined && !isSame({ ...before.tags }, { ...after.tags });
    this.#things = {
      isChangedParameter: (name) => isParameterChanged(name, before, after),
      changeOf: (id) => this.#changeOf(id),
      conditions: after.conditions,
    };
  }

  unresolved(): UnresolvedReference[] {
    return [...(this.#before?.unresolved ?? []), ...this.#after.unresolved];
  }

  compare(logicalId: string): void {
    const { standing, imports, after } = this.#input;
    const resource = after.template.Resources[logicalId];
    if (resource === undefined) return;
    const existing = standing.get(logicalId);
    const change =
      existing === undefined
        ? this.#addition(logicalId, resource, imports.get(logicalId))
        : this.#modification(logicalId, resource, existing);
    if (change !== undefined) this.changes.set(logicalId, change);
  }

  remove(logicalId: string): void {
    const existing = this.#input.standing.get(logicalId);
    if (existing === undefined) return;
    const declared = this.#before?.stack.template.Resources[logicalId];
    this.changes.set(logicalId, {
      PolicyAction: removalPolicy(existing.deletionPolicy),
      Action: 'Remove',
      LogicalResourceId: logicalId,
      PhysicalResourceId: existing.physicalId,
      ResourceType: existing.type,
      Scope: [],
      Details: [],
      ...(declared !== undefined && this.#before && { BeforeContext: this.#before.context(logicalId) }),
    });
  }

  #addition(logicalId: string, resource: ResourceDeclaration, importedId: string | undefined): ResourceChange {
    return {
      Action: importedId === undefined ? 'Add' : 'Import',
      LogicalResourceId: logicalId,
      ...(importedId !== undefined && { PhysicalResourceId: importedId }),
      ResourceType: resource.Type,
      Scope: [],
      Details: [],
      AfterContext: this.#after.context(logicalId),
    };
  }

  #modification(logicalId: string, resource: ResourceDeclaration, existing: Standing): ResourceChange | undefined {
    const before = this.#before?.stack.template.Resources[logicalId];
    const Details = [
      ...this.#propertyDetails(logicalId, resource, existing),
      ...this.#attributeDetails(before, resource),
      ...this.#tagDetails(resource.Type),
    ];
    if (Details.length === 0 && resource.Type === nestedStack && !this.#input.nestedAreKnown) {
      Details.push(automatic());
    }
    if (Details.length === 0) return undefined;
    const replacement = replacementOf(Details);
    return {
      ...(replacement !== 'False' && { PolicyAction: replacementPolicy(existing.updateReplacePolicy) }),
      Action: 'Modify',
      LogicalResourceId: logicalId,
      PhysicalResourceId: existing.physicalId,
      ResourceType: resource.Type,
      Replacement: replacement,
      Scope: [...new Set(Details.map(({ Target }) => Target.Attribute))],
      Details,
      ...(before !== undefined && this.#before && { BeforeContext: this.#before.context(logicalId) }),
      AfterContext: this.#after.context(logicalId),
    };
  }

  #propertyDetails(logicalId: string, resource: ResourceDeclaration, existing: Standing): ChangeDetail[] {
    const schema = this.#input.schemas.find(resource.Type);
    const after = this.#after.properties(logicalId);
    const differences =
      schema === undefined
        ? untypedDifferences(existing.properties, after)
        : compareProperties(schema, existing.properties, after);
    const changed = {
      schema,
      declared: {
        before: this.#before?.stack.template.Resources[logicalId]?.Properties,
        after: resource.Properties ?? {},
      },
      shown: {
        before: this.#before?.shownProperties(logicalId) ?? existing.properties,
        after: this.#after.shownProperties(logicalId),
      },
    };
    const listed = new Set(differences.map(({ name }) => name));
    return [
      ...differences.flatMap((difference) => differenceDetails(difference, changed, this.#things)),
      ...possibleDetails(changed, this.#things, (name) => listed.has(name)),
    ];
  }

  /** What stands beside the properties of a resource. */
  #attributeDetails(before: ResourceDeclaration | undefined, after: ResourceDeclaration): ChangeDetail[] {
    return comparedAttributes.flatMap((Attribute): ChangeDetail[] => {
      const was = this.#before?.actual(before?.[Attribute]);
      const is = this.#after.actual(after[Attribute]);
      if (isSame(was, is)) return [];
      const Target = {
        Attribute,
        RequiresRecreation: 'Never' as const,
        Path: `/${Attribute}`,
        ...(was !== undefined && { BeforeValue: valueText(this.#before?.shown(before?.[Attribute]) ?? was) }),
        ...(is !== undefined && { AfterValue: valueText(this.#after.shown(after[Attribute]) ?? is) }),
        AttributeChangeType:
          was === undefined ? ('Add' as const) : is === undefined ? ('Remove' as const) : ('Modify' as const),
      };
      return [{ Target, Evaluation: 'Static', ChangeSource: 'DirectModification' }];
    });
  }

  /** Tags of the stack, which go to every resource that can bear them. */
  #tagDetails(type: string): ChangeDetail[] {
    if (!this.#tagsChanged || this.#input.schemas.find(type)?.tagging === undefined) return [];
    const Target = { Attribute: 'Tags' as const, RequiresRecreation: 'Never' as const };
    return [{ Target, Evaluation: 'Static', ChangeSource: 'DirectModification' }];
  }

  #isNew(logicalId: string): boolean {
    const change = this.#changeOf(logicalId);
    return change === 'Add' || change === 'True';
  }

  #changeOf(logicalId: string): Replacement | 'Add' | undefined {
    const change = this.changes.get(logicalId);
    if (change === undefined) return undefined;
    return change.Action === 'Add' || change.Action === 'Import' ? 'Add' : change.Replacement;
  }
}

function isParameterChanged(name: string, before: DeclaredStack | undefined, after: DeclaredStack): boolean {
  const [was, is] = [before?.parameters.get(name), after.parameters.get(name)];
  return is !== undefined && (was?.resolved ?? was?.text) !== (is.resolved ?? is.text);
}
