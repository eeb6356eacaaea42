import { sharedUsagePlan } from './api/usage-plan.ts';
import { extractConnectors } from './connector/embedded-connectors.ts';
import { DeploymentPreferences } from './deployment/preferences.ts';
import { applyGlobals, isServerlessType } from './globals.ts';
import {
  addDefaultDefinitions,
  addImplicitApis,
  alignOpenApiVersions,
  referencedApi,
  requireConditionNames,
} from './implicit-apis.ts';
import { partitionOf } from './kernel/arns.ts';
import { ofAttribute, requireMap } from './kernel/checks.ts';
import {
  outputResources,
  resolved,
  sourceResources,
  type ServerlessTransformOptions,
  type SourceResource,
  type TransformContext,
} from './kernel/context.ts';
import {
  documentError,
  duplicateIdError,
  resourceError,
  ServerlessTransformError,
  TransformCause,
} from './kernel/errors.ts';
import { passedOn, requireLogicalId, toTemplate, type GeneratedResource } from './kernel/generated-resource.ts';
import { checkedProperties } from './kernel/property-table.ts';
import { copyOf, entriesOf, shown } from './kernel/python-text.ts';
import { resolveChangedIds, resolveDerivedReferences } from './kernel/resolver.ts';
import { asMap, entryOf, isGiven, isMap, isText, type Fields } from './kernel/values.ts';
import { expandPolicyTemplates } from './policies/policy-templates.ts';
import { adoptTemplate } from './python-template.ts';
import { MAY_REPLACE, SERVERLESS_TYPES, type ServerlessType } from './resource-types.ts';

const KEPT_ATTRIBUTES = ['DeletionPolicy', 'UpdatePolicy', 'Condition', 'UpdateReplacePolicy', 'Metadata'];

/**
 * The `AWS::Serverless-2016-10-31` transform.
 *
 * Takes a parsed template in long form and returns the one that CloudFormation works with; the given one stays as it
 * is. Throws `ServerlessTransformError` with everything that is wrong.
 */
export function transformServerless(given: Fields, options: ServerlessTransformOptions): { template: Fields } {
  const source = structuredClone(given);
  requireResources(source);
  adoptTemplate(source, options.numberTexts);
  const partition = options.partition ?? partitionOf(options.region);
  const parameters = parameterValues(source, options, partition);
  const resources = source['Resources'] as Record<string, Fields>;
  requireConditionNames(resources);
  addDefaultDefinitions(resources);
  addImplicitApis(source);
  applyGlobals(source);
  alignOpenApiVersions(resources);
  const errors = extractConnectors(resources);
  const context: TransformContext = {
    options,
    partition,
    parameters,
    source,
    output: copyOf(source),
    deploymentPreferences: new DeploymentPreferences(),
    sharedUsagePlan: sharedUsagePlan(),
    recordSetGroups: new Map(),
    functionNames: new Map(),
  };
  requireMappings(context.output);
  return { template: transformResources(context, errors) };
}

function requireResources(template: Fields): void {
  const resources = template['Resources'];
  if (!isMap(resources) || !isGiven(resources)) throw documentError("'Resources' section is required");
  if (!Object.values(resources).every(isMap)) {
    throw documentError("All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.");
  }
  for (const [id, resource] of Object.entries(resources as Record<string, Fields>)) {
    if (!isServerlessType(resource['Type'])) continue;
    try {
      requireMap('Properties' in resource ? resource['Properties'] : {}, ofAttribute(id), 'Properties');
    } catch (error) {
      throw error instanceof TransformCause ? documentError(error) : error;
    }
  }
}

function requireMappings(template: Fields): void {
  if ('Mappings' in template && !isMap(template['Mappings'])) {
    throw documentError("'Mappings' or 'Parameters' is either null or not a valid dictionary.");
  }
}

function parameterValues(template: Fields, options: ServerlessTransformOptions, partition: string): Fields {
  const defaults = Object.entries(asMap(template['Parameters']))
    .filter(([, definition]) => isMap(definition) && 'Default' in definition)
    .map(([name, definition]) => [name, (definition as Fields)['Default']] as const);
  const pseudo = { 'AWS::Region': options.region, 'AWS::Partition': partition };
  return { ...pseudo, ...Object.fromEntries(defaults), ...structuredClone(options.parameters) };
}

function inTurn(resources: Record<string, Fields>): [string, Fields, ServerlessType][] {
  return entriesOf(resources)
    .flatMap(([id, value]): [string, Fields, ServerlessType][] => {
      const resource = value as Fields;
      const type = isText(resource['Type']) ? entryOf(SERVERLESS_TYPES, resource['Type']) : undefined;
      return type ? [[id, resource, type]] : [];
    })
    .sort(([, , a], [, , b]) => a.turn - b.turn);
}

function sourceResource(id: string, resource: Fields, type: ServerlessType): SourceResource {
  const typeName = String(resource['Type']);
  requireLogicalId(id);
  const given = 'Properties' in resource ? resource['Properties'] : {};
  if (!isMap(given)) throw resourceError(id, 'Properties of a resource must be an object.');
  const hasPolicies = typeName === 'AWS::Serverless::Function' || typeName === 'AWS::Serverless::StateMachine';
  if (hasPolicies && 'Policies' in given) given['Policies'] = expandPolicyTemplates(id, given['Policies']);
  const kept = KEPT_ATTRIBUTES.filter((name) => name in resource).map((name) => [name, resource[name]]);
  const attributes = Object.fromEntries(kept) as Fields;
  const properties = checkedProperties(id, typeName, given, type.properties);
  const dependsOn = resource['DependsOn'];
  return { id, type: typeName, properties, attributes, passed: passedOn(attributes), dependsOn };
}

/** Renaming a function deploys the APIs that call it again. */
function noteFunctionName(resource: Fields, context: TransformContext): void {
  if (resource['Type'] !== 'AWS::Serverless::Function') return;
  const properties = asMap(resource['Properties']);
  for (const [, event] of entriesOf(asMap(properties['Events']))) {
    const { Type, Properties } = asMap(event);
    const apiId = referencedApi(asMap(Properties)['RestApiId']);
    if (Type !== 'Api' || !isText(apiId) || !apiId) continue;
    const name = resolved(context, copyOf(properties['FunctionName']));
    if (isGiven(name)) context.functionNames.set(apiId, (context.functionNames.get(apiId) ?? '') + shown(name));
  }
}

interface References {
  readonly derived: Map<string, Map<string, string>>;
  readonly changed: Map<string, string>;
}

function noteReferences(
  id: string,
  type: ServerlessType,
  made: readonly GeneratedResource[],
  references: References,
): void {
  for (const [name, generatedType] of Object.entries(type.derived ?? {})) {
    const target = made.findLast((resource) => resource.type === generatedType);
    if (!target) continue;
    const derived = references.derived.get(id) ?? new Map<string, string>();
    references.derived.set(id, derived.set(name, target.id));
  }
  const [layer] = made;
  if (layer?.type === 'AWS::Lambda::LayerVersion' && layer.id !== id) references.changed.set(id, layer.id);
}

function place(
  id: string,
  resource: Fields,
  made: readonly GeneratedResource[],
  context: TransformContext,
): TransformCause[] {
  const output = outputResources(context);
  const originals = sourceResources(context);
  delete output[id];
  return made.flatMap((generatedResource) => {
    const existing = originals[generatedResource.id];
    const mayReplace = MAY_REPLACE[generatedResource.type]?.includes(String(existing?.['Type'])) ?? false;
    if (existing && !mayReplace) return [duplicateIdError(id, generatedResource.id, generatedResource.type)];
    const entry = toTemplate(generatedResource);
    const passesMetadata = context.options.passMetadata && isGiven(resource['Metadata']);
    if (passesMetadata && !isGiven(output[generatedResource.id])) entry['Metadata'] = resource['Metadata'];
    output[generatedResource.id] = entry;
    return [];
  });
}

function transformResources(context: TransformContext, errors: TransformCause[]): Fields {
  const references: References = { derived: new Map(), changed: new Map() };
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof TransformCause)) throw error;
      errors.push(error);
    }
  };
  for (const [id, resource, type] of inTurn(sourceResources(context))) {
    attempt(() => {
      const source = sourceResource(id, resource, type);
      noteFunctionName(resource, context);
      const made = type.transform(source, context);
      noteReferences(id, type, made, references);
      errors.push(...place(id, resource, made, context));
    });
  }
  addDeployments(context, attempt);
  if (errors.length > 0) throw new ServerlessTransformError(errors);
  const { output } = context;
  delete output['Transform'];
  resolveChangedIds(output, references.changed);
  resolveDerivedReferences(output, references.derived);
  return structuredClone(output);
}

function addDeployments(context: TransformContext, attempt: (run: () => void) => void): void {
  const output = outputResources(context);
  const { resources, conditions } = context.deploymentPreferences.shared(context.partition);
  for (const resource of resources) output[resource.id] = toTemplate(resource);
  if (isMap(context.output['Conditions'])) Object.assign(context.output['Conditions'], conditions);
  for (const makeGroup of context.deploymentPreferences.groups()) {
    attempt(() => {
      const group = makeGroup();
      output[group.id] = toTemplate(group);
    });
  }
}
