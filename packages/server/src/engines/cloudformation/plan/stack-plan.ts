import { valueAt } from '../schema/references.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { creationLevels, resourceGraph } from '../template/graph.ts';
import type { ResourceGraph } from '../template/graph.ts';
import { evaluate } from '../template/resolve/evaluate.ts';
import type { Environment, UnresolvedReference } from '../template/resolve/environment.ts';
import { TemplateError } from '../template/template-error.ts';
import { isTemplateObject, memberOf } from '../template/template.ts';
import type { ResourceDeclaration, Template, TemplateObject, TemplateValue } from '../template/template.ts';
import { planResource } from './resource-plan.ts';
import type { ComparedResource, DesiredResource, ResourcePlan } from './resource-plan.ts';

export interface PlannedResource extends Omit<ResourcePlan, 'action'> {
  logicalId: string;
  type: string;
  action: ResourcePlan['action'] | 'Add' | 'Remove' | 'Import';
  /** As far as it is known before the operation; undefined of what is removed. */
  desired: DesiredResource | undefined;
  /** What its properties wait for. */
  unresolved: readonly UnresolvedReference[];
}

export interface StandingForPlan extends ComparedResource {
  attributes: TemplateObject;
}

export interface PlanInput {
  template: Template;
  /** Without `ref` and `getAtt`, which follow from what stands. */
  environment: Environment;
  standing: ReadonlyMap<string, StandingForPlan>;
  /** Of the stack. */
  tags: Readonly<Record<string, string>>;
  /** Logical ids of resources that exist and are to be adopted. */
  imported?: ReadonlySet<string>;
  schemaOf(type: string): ResourceSchema | undefined;
  isUpdatable(type: string): boolean;
  isAlwaysUpdated?(type: string): boolean;
  /** Attributes of resources that change in place may change too: what a change set calls dynamic. */
  attributesMayChange?: boolean;
}

export interface StackPlan {
  graph: ResourceGraph;
  /** By logical id: the template's in the order of creation, then those that are removed. */
  resources: ReadonlyMap<string, PlannedResource>;
}

/** What an update to the template changes, before anything of it is done. */
export function planStack(input: PlanInput): StackPlan {
  const { template, environment, standing } = input;
  refuseChangedTypes(input);
  const graph = resourceGraph(template, environment.conditions);
  const resources = new Map<string, PlannedResource>();
  const known: Environment = {
    ...environment,
    ref: (id) => (keepsIdentity(resources.get(id)) ? standing.get(id)?.physicalId : undefined),
    getAtt: (id, attribute) => {
      const planned = resources.get(id);
      if (!keepsIdentity(planned)) return undefined;
      if (planned?.action === 'Modify' && input.attributesMayChange) return undefined;
      const found = standing.get(id);
      return found && attributeOf(found, attribute);
    },
  };
  for (const id of creationLevels(graph).flat()) resources.set(id, planDeclared(id, input, known));
  for (const [id, { type }] of standing) {
    if (graph.has(id)) continue;
    const nothing = { replacement: 'False', differences: [], scope: [], desired: undefined, unresolved: [] } as const;
    resources.set(id, { logicalId: id, type, action: 'Remove', ...nothing });
  }
  return { graph, resources };
}

function planDeclared(logicalId: string, input: PlanInput, environment: Environment): PlannedResource {
  const declaration = input.template.Resources[logicalId] ?? { Type: '' };
  const { desired, unresolved } = desiredResource(declaration, environment, input.tags);
  const standing = input.standing.get(logicalId);
  const type = declaration.Type;
  if (standing === undefined) {
    const action = input.imported?.has(logicalId) ? 'Import' : 'Add';
    return { logicalId, type, action, replacement: 'False', differences: [], scope: [], desired, unresolved };
  }
  const plan = planResource(standing, desired, {
    schema: input.schemaOf(type),
    isUpdatable: input.isUpdatable(type),
    isAlwaysUpdated: input.isAlwaysUpdated?.(type) ?? false,
  });
  return { logicalId, type, ...plan, desired, unresolved };
}

/** The declaration with its functions computed, as far as the environment knows. */
export function desiredResource(
  declaration: ResourceDeclaration,
  environment: Environment,
  tags: DesiredResource['tags'],
): { desired: DesiredResource; unresolved: readonly UnresolvedReference[] } {
  const { Type, Properties = {}, Metadata, DeletionPolicy, UpdateReplacePolicy, UpdatePolicy } = declaration;
  const { value, unresolved } = evaluate(Properties, environment);
  const metadata = Metadata && evaluate(Metadata, environment).value;
  const replacing = memberOf(memberOf(UpdatePolicy, 'AutoScalingReplacingUpdate'), 'WillReplace');
  const desired: DesiredResource = {
    type: Type,
    properties: isTemplateObject(value) ? value : {},
    tags,
    deletionPolicy: policyText(DeletionPolicy) ?? defaultDeletionPolicy(Type, Properties),
    updateReplacePolicy: policyText(UpdateReplacePolicy) ?? 'Delete',
  };
  if (isTemplateObject(metadata)) desired.metadata = metadata;
  if (replacing === true || replacing === 'true') desired.replacesOnChange = true;
  return { desired, unresolved };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
function defaultDeletionPolicy(type: string, properties: TemplateObject): string {
  const isStandaloneDatabase = type === 'AWS::RDS::DBInstance' && properties['DBClusterIdentifier'] === undefined;
  return type === 'AWS::RDS::DBCluster' || isStandaloneDatabase ? 'Snapshot' : 'Delete';
}

function policyText(value: TemplateValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function keepsIdentity(planned: PlannedResource | undefined): boolean {
  return planned?.action === 'None' || planned?.action === 'Modify';
}

/** What Fn::GetAtt gives of a resource. */
export function attributeOf(
  { properties, attributes }: { properties: TemplateObject; attributes: TemplateObject },
  name: string,
): TemplateValue | undefined {
  const path = name.split('.');
  return (
    memberOf(attributes, name) ?? valueAt(attributes, path) ?? memberOf(properties, name) ?? valueAt(properties, path)
  );
}

/** A resource keeps its type for as long as it has its logical id. */
export function refuseChangedTypes({
  template,
  standing,
}: {
  template: Template;
  standing: ReadonlyMap<string, { type: string }>;
}): void {
  const changed = Object.entries(template.Resources).filter(([id, { Type }]) => {
    const before = standing.get(id);
    return before !== undefined && before.type !== Type;
  });
  if (changed.length === 0) return;
  const list = changed.map(([id]) => id).join(', ');
  throw new TemplateError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${list}]`,
    ['Resources', changed[0]?.[0] ?? '', 'Type'],
  );
}
