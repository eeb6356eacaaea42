import { xrayPolicyName } from '../kernel/arns.ts';
import { type ResourceTransform, type SourceResource, type TransformContext } from '../kernel/context.ts';
import { resourceError, withEventErrorsOf } from '../kernel/errors.ts';
import { generated, propagateTags, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, isIntrinsic, join, ref } from '../kernel/intrinsics.ts';
import { jsonText } from '../kernel/json-text.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { s3Location } from '../kernel/s3-location.ts';
import { tagList } from '../kernel/tags.ts';
import { asList, asMap, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { executionRole } from '../policies/role.ts';
import { assumableBy } from '../policies/statements.ts';
import { linkedMachineEvents, transformMachineEvents } from './events.ts';

export const STATE_MACHINE_PROPERTIES = propertyTable(`
  Definition:map DefinitionUri:text|map Logging:map Role:text RolePath= DefinitionSubstitutions:map Events:mapOfMaps
  Name:text Type:text Tags:map PropagateTags:bool Policies:text|textsOrMaps Tracing:map PermissionsBoundary:text
  AutoPublishAlias= DeploymentPreference= UseAliasAsEventTarget=:bool`);

const CREATED_BY = { Key: 'stateMachine:createdBy', Value: 'SAM' };
const DYNAMIC_REFERENCE = /^\{\{resolve:([a-z-]+):(.+)\}\}$/;

export const transformStateMachine: ResourceTransform = (source, context) => {
  const { id, properties, attributes, dependsOn } = source;
  const links = withEventErrorsOf(id, () => linkedMachineEvents(id, properties['Events'], context));
  const definition = definitionProperties(source);
  const role = machineRole(source, context);
  const tags = [CREATED_BY, ...tagList(properties['Tags'])];
  const machine = generated(
    'AWS::StepFunctions::StateMachine',
    id,
    {
      ...definition,
      LoggingConfiguration: properties['Logging'],
      RoleArn: role ? getAtt(role.id, 'Arn') : properties['Role'],
      StateMachineName: properties['Name'],
      StateMachineType: properties['Type'],
      Tags: tags,
      TracingConfiguration: properties['Tracing'],
    },
    { attributes, dependsOn },
  );
  const published = publish(source);
  const alias = published.find(({ type }) => type === 'AWS::StepFunctions::StateMachineAlias');
  const target = isGiven(properties['UseAliasAsEventTarget']) && alias ? alias : machine;
  const resources = [machine, ...(role ? [role] : []), ...published];
  const boundary = properties['PermissionsBoundary'];
  resources.push(...transformMachineEvents(id, properties['Events'], links, { resource: target, boundary }, context));
  propagateTags(resources, properties['Tags'], properties['PropagateTags']);
  return resources;
};

function definitionProperties({ id, properties }: SourceResource): Fields {
  const { Definition, DefinitionUri, DefinitionSubstitutions } = properties;
  const substitutions = isGiven(DefinitionSubstitutions) ? { ...asMap(DefinitionSubstitutions) } : {};
  if (isGiven(Definition) && isGiven(DefinitionUri)) {
    throw resourceError(id, "Specify either 'Definition' or 'DefinitionUri' property and not both.");
  }
  if (!isGiven(Definition) && !isGiven(DefinitionUri)) {
    throw resourceError(id, "Either 'Definition' or 'DefinitionUri' property must be specified.");
  }
  const source = isGiven(Definition)
    ? { DefinitionString: definitionString(Definition, substitutions) }
    : { DefinitionS3Location: s3Location(DefinitionUri, id, 'DefinitionUri') };
  return { ...source, DefinitionSubstitutions: isGiven(substitutions) ? substitutions : undefined };
}

/** The definition as text, with every value known only at deployment taken out into a substitution. */
function definitionString(definition: unknown, substitutions: Fields): Fields {
  let count = 0;
  const replaced = (value: unknown): unknown => {
    if (isIntrinsic(value) || (isText(value) && DYNAMIC_REFERENCE.test(value))) {
      count += 1;
      const name = `definition_substitution_${count}`;
      substitutions[name] = value;
      return `\${${name}}`;
    }
    if (Array.isArray(value)) return value.map(replaced);
    if (!isMap(value)) return value;
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, member]) => [key, replaced(member)]));
  };
  const root = Array.isArray(definition) ? definition.map(replaced) : replacedMembers(asMap(definition), replaced);
  return join('\n', jsonText(root, { comma: ',', colon: ': ', sorted: true, indent: 4 }).split('\n'));
}

function replacedMembers(definition: Fields, replaced: (value: unknown) => unknown): Fields {
  const sorted = Object.entries(definition).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, member]) => [key, replaced(member)]));
}

function machineRole(
  { id, properties, passed }: SourceResource,
  context: TransformContext,
): GeneratedResource | undefined {
  const { Role, Policies, Tracing, RolePath, PermissionsBoundary, Tags } = properties;
  if (isGiven(Role) && isGiven(Policies)) {
    throw resourceError(id, "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them");
  }
  if (isGiven(Role)) return undefined;
  const isTraced = asMap(Tracing)['Enabled'] === true;
  const given = isGiven(Policies) ? asList(Policies) : [];
  const content = {
    assumeRolePolicy: assumableBy('states.amazonaws.com'),
    policies: isTraced ? [...given, xrayPolicyName(context.partition)] : given,
    path: RolePath,
    permissionsBoundary: PermissionsBoundary,
    tags: [CREATED_BY, ...tagList(Tags)],
  };
  return executionRole(id, passed, content, context);
}

function publish({ id, properties, passed }: SourceResource): GeneratedResource[] {
  const { AutoPublishAlias, DeploymentPreference, UseAliasAsEventTarget } = properties;
  if (!isGiven(AutoPublishAlias)) {
    const needing = isGiven(UseAliasAsEventTarget)
      ? 'UseAliasAsEventTarget'
      : isGiven(DeploymentPreference)
        ? 'DeploymentPreference'
        : undefined;
    if (!needing) return [];
    throw resourceError(id, `'${needing}' requires 'AutoPublishAlias' property to be specified.`);
  }
  const version = generated(
    'AWS::StepFunctions::StateMachineVersion',
    `${id}Version`,
    { StateMachineArn: ref(id), StateMachineRevisionId: getAtt(id, 'StateMachineRevisionId') },
    { attributes: { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', ...passed } },
  );
  const preference = isGiven(DeploymentPreference) ? asMap(DeploymentPreference) : { Type: 'ALL_AT_ONCE' };
  const alias = generated(
    'AWS::StepFunctions::StateMachineAlias',
    `${id}Alias${String(AutoPublishAlias)}`,
    { Name: AutoPublishAlias, DeploymentPreference: { ...preference, StateMachineVersionArn: ref(version.id) } },
    { attributes: passed },
  );
  return [version, alias];
}
