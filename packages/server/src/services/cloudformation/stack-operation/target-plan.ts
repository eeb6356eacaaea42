import { planStack } from '../../../engines/cloudformation/plan/stack-plan.ts';
import type { StackPlan } from '../../../engines/cloudformation/plan/stack-plan.ts';
import { validateProperties } from '../../../engines/cloudformation/schema/validate.ts';
import { validationMessage } from '../../../engines/cloudformation/schema/violation.ts';
import { referencedValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { evaluateConditions } from '../../../engines/cloudformation/template/resolve/conditions.ts';
import { evaluate } from '../../../engines/cloudformation/template/resolve/evaluate.ts';
import type { Environment, UnresolvedReference } from '../../../engines/cloudformation/template/resolve/environment.ts';
import type { Platform } from '../../../platform/service.ts';
import { invalid } from '../errors.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import { isNestedStack, stands } from '../model/stack-resource.ts';
import type { ResourceFault, StackOperation } from '../model/stack-operation.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { pseudoParameters } from '../template-source/pseudo-parameters.ts';
import { createLookups, lookUp } from './lookups.ts';
import { handlerOf, isUpdatable } from './physical-resource.ts';
import type { StackTarget, StartContext } from './request.ts';

export interface TargetPlan {
  plan: StackPlan;
  configuration: StackConfiguration;
  faults: readonly ResourceFault[];
}

/**
 * Where the target leads from what stands, before anything is done, and what is wrong with its properties. Refuses what
 * only a strict server does.
 */
export async function planTarget(
  context: StartContext,
  stack: Pick<Stack, 'stackId' | 'name'>,
  target: StackTarget,
  given: { resources: readonly StackResource[]; adopted?: Readonly<Record<string, unknown>> | undefined },
): Promise<TargetPlan> {
  const { platform } = context;
  const template = target.template.processed;
  const lookups = createLookups();
  const environment = { ...environmentOf(context, stack, target), ...lookups.environment };
  refuseRecordedTypes(
    platform,
    Object.values(template.Resources).map(({ Type }) => Type),
  );
  const input = {
    template,
    environment,
    standing: new Map(given.resources.filter(stands).map((row) => [row.logicalId, row.standing])),
    tags: target.tags,
    imported: new Set(Object.keys(given.adopted ?? {})),
    schemaOf: (type: string) => schemasOf(platform).find(type),
    isUpdatable: (type: string) => isUpdatable({ platform }, type),
    isAlwaysUpdated: isNestedStack,
  };
  let plan = planStack(input);
  const imports = importsOf(plan, target, environment);
  if (await lookUpQuietly([...imports.references], lookups, context)) plan = planStack(input);
  const configuration = configurationOf(context, target, { environment, imports: imports.names });
  return { plan, configuration, faults: faultsOf(platform, plan) };
}

/** Where transforms have yet to run, nothing can be planned: the operation begins with them. */
export function isPlannable({ transformation }: StackTarget): boolean {
  return transformation === undefined;
}

export function firstPhase({ transformation }: StackTarget): Partial<StackOperation> {
  return transformation === undefined ? {} : { phase: 'transform', transformation };
}

export function unplanned(context: StartContext, target: StackTarget): Pick<TargetPlan, 'configuration' | 'faults'> {
  return { configuration: givenConfiguration(context, target), faults: [] };
}

/** As far as it is known before the template is evaluated. */
function givenConfiguration({ platform }: StartContext, target: StackTarget): StackConfiguration {
  const { template, parameters, tags, capabilities, notificationArns, rollbackConfiguration } = target;
  const { Description } = template.processed;
  return {
    templateId: platform.ids.uuid(),
    ...(Description !== undefined && { description: Description }),
    parameters: [...parameters.values()],
    conditions: {},
    tags,
    capabilities,
    notificationArns,
    ...(rollbackConfiguration && { rollbackConfiguration }),
    imports: [],
  };
}

function environmentOf(
  context: StartContext,
  stack: Pick<Stack, 'stackId' | 'name'>,
  target: StackTarget,
): Environment {
  const { parameters, notificationArns, template } = target;
  const { Mappings, Conditions } = template.processed;
  const { stackId: id, name } = stack;
  const known = {
    pseudo: pseudoParameters(context, { id, name, notificationArns }),
    parameters: referencedValues(parameters),
    ...(Mappings && { mappings: Mappings }),
  };
  return { ...known, conditions: evaluateConditions(Conditions, known) };
}

function configurationOf(
  context: StartContext,
  target: StackTarget,
  { environment, imports }: { environment: Environment; imports: readonly string[] },
): StackConfiguration {
  const { Conditions = {} } = target.template.processed;
  const conditions = Object.keys(Conditions).map((name) => [name, environment.conditions.get(name) ?? false]);
  return { ...givenConfiguration(context, target), conditions: Object.fromEntries(conditions), imports };
}

/** What the template takes from other stacks. */
function importsOf({ resources }: StackPlan, { template }: StackTarget, environment: Environment) {
  const references: UnresolvedReference[] = [];
  for (const { unresolved } of resources.values()) references.push(...unresolved);
  for (const { Condition, Value, Export } of Object.values(template.processed.Outputs ?? {})) {
    if (Condition !== undefined && environment.conditions.get(Condition) === false) continue;
    references.push(...evaluate([Value, Export?.Name ?? ''], environment).unresolved);
  }
  const names = references.flatMap((reference) => (reference.kind === 'ImportValue' ? [reference.name] : []));
  return { references, names: [...new Set(names)] };
}

/** An export that is missing is no fault of the request: the stack is there when AWS finds it out, and rolls back. */
async function lookUpQuietly(
  references: readonly UnresolvedReference[],
  lookups: ReturnType<typeof createLookups>,
  { account, region, unit }: StartContext,
): Promise<boolean> {
  let found = false;
  for (const reference of references) {
    found = (await lookUp([reference], lookups, { account, region, reader: unit }).catch(() => false)) || found;
  }
  return found;
}

function faultsOf(platform: Platform, { resources }: StackPlan): ResourceFault[] {
  const schemas = schemasOf(platform);
  const faults: ResourceFault[] = [];
  for (const { logicalId, type, desired } of resources.values()) {
    const schema = schemas.find(type);
    if (schema === undefined || desired === undefined) continue;
    const violations = validateProperties(schema, desired.properties, { unresolvedAllowed: true });
    if (violations.length > 0)
      faults.push({ logicalId, type, reason: validationMessage(schema, logicalId, violations) });
  }
  return faults;
}

/** The operation begins, and fails for them. */
export function faultSettings(faults: readonly ResourceFault[]): Partial<StackOperation> {
  return faults.length > 0 ? { faults } : {};
}

function refuseRecordedTypes(platform: Platform, types: readonly string[]): void {
  if (!platform.strictResources) return;
  const recorded = [...new Set(types)].filter((type) => handlerOf({ platform }, type) === undefined);
  if (recorded.length === 0) return;
  throw invalid(
    `Resource types [${recorded.join(', ')}] could only be recorded: their services are not here, and this server runs with --strict-resources.`,
  );
}
