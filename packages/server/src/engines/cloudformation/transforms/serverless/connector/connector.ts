import {
  outputResources,
  sourceResources,
  type ResourceTransform,
  type SourceResource,
  type TransformContext,
} from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { sub } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { asList, asMap, entryOf, isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { CONNECTOR_PROFILES, type Access, type ConnectorProfile } from './profiles.ts';
import {
  addDependency,
  eventSourceMappings,
  replaceDependency,
  resourceReference,
  type ResourceReference,
} from './resource-reference.ts';

export const CONNECTOR_PROPERTIES = propertyTable('Source!:map Destination!:map|maps Permissions!:texts');

interface Connection {
  readonly connector: SourceResource;
  readonly source: ResourceReference;
  readonly destination: ResourceReference;
  readonly permissions: readonly string[];
  /** Distinguishes what is generated for one of several destinations. */
  readonly suffix: string;
}

/** `AWS::Serverless::Connector`: the least permissions for one resource to use another. */
export const transformConnector: ResourceTransform = (connector, context) => {
  const { Source, Destination, Permissions } = connector.properties;
  const resources = outputResources(context);
  const generatedResources = asList(Destination).flatMap((value, index) => {
    const given = asMap(value);
    const destination = resourceReference(connector.id, given, asMap(Source), resources);
    const source = resourceReference(connector.id, asMap(Source), given, resources);
    const suffix = isMap(Destination) ? '' : `Destination${index}`;
    const permissions = [...new Set(Permissions as string[])];
    const connection: Connection = { connector, source, destination, permissions, suffix };
    const made = grants(connection, context);
    for (const resource of made) addMetadata(resource, connection, context);
    return made;
  });
  const ids = generatedResources.map(({ id }) => id);
  replaceDependency(connector.id, ids, resources);
  if (ids.length === 0) throw resourceError(connector.id, "'Destination' is an empty list");
  return generatedResources;
};

function profileOf({ connector, source, destination, permissions }: Connection): ConnectorProfile {
  const profile = entryOf(entryOf(CONNECTOR_PROFILES, source.type) ?? {}, destination.type);
  const between = `from ${source.type} to ${destination.type}`;
  if (!profile) {
    throw resourceError(
      connector.id,
      `Unable to create connector ${between}; it's not supported or the template is invalid.`,
    );
  }
  const valid = Object.keys(profile.access).join(', ');
  if (permissions.length === 0) {
    throw resourceError(connector.id, `'Permissions' cannot be empty; valid values are: ${valid}.`);
  }
  const unsupported = `Unsupported 'Permissions' provided for connector ${between}`;
  if (!permissions.every((permission) => Object.hasOwn(profile.access, permission))) {
    throw resourceError(connector.id, `${unsupported}; valid values are: ${valid}.`);
  }
  const combinations = profile.combinations?.map((combination) => combination.toSorted().join(' + '));
  if (combinations && !combinations.includes(permissions.toSorted().join(' + '))) {
    throw resourceError(connector.id, `${unsupported}; valid combinations are: ${combinations.join(', ')}.`);
  }
  return profile;
}

function variables({ source, destination }: Connection): Fields {
  return {
    'Source.Arn': source.arn,
    'Destination.Arn': destination.arn,
    'Source.ResourceId': source.resourceId,
    'Destination.ResourceId': destination.resourceId,
    'Source.Name': source.name,
    'Destination.Name': destination.name,
    'Source.Qualifier': source.qualifier,
    'Destination.Qualifier': destination.qualifier,
  };
}

/** Puts the values of a connection into a text; what is more than one value becomes an `Fn::Sub`. */
function filledText(id: string, text: string, values: Fields): unknown {
  const used: Fields = {};
  let result = text;
  for (const [name, value] of Object.entries(values)) {
    const pattern = `%{${name}}`;
    if (!result.includes(pattern)) continue;
    if (isAbsent(value)) throw resourceError(id, `${name} is missing.`);
    if (result === pattern) return value;
    const variable = name.replace('.', '');
    result = result.replaceAll(pattern, `\${${variable}}`);
    used[variable] = value;
  }
  if (!/\$\{.+\}/.test(result)) return result;
  return sub(result, isGiven(used) ? used : undefined);
}

function filled(id: string, value: unknown, values: Fields): unknown {
  if (isText(value)) return filledText(id, value, values);
  if (Array.isArray(value)) return value.map((item) => filled(id, item, values));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(id, member, values)]));
}

function grants(connection: Connection, context: TransformContext): GeneratedResource[] {
  const { connector, permissions } = connection;
  const profile = profileOf(connection);
  const access = filled(connector.id, profile.access, variables(connection)) as Record<Access, Fields[]>;
  const wanted = Object.entries(access).filter(([name]) => permissions.includes(name));
  const document = { Version: '2012-10-17', Statement: wanted.flatMap(([, statements]) => statements) };
  switch (profile.grant) {
    case 'role':
      return [rolePolicy(connection, profile, document, context)];
    case 'queue':
      return [queuePolicy(connection, document)];
    case 'topic':
      return [topicPolicy(connection, document)];
    default:
      return functionPermissions(connection, wanted);
  }
}

function made({ connector, suffix }: Connection, type: string, kind: string, properties: Fields): GeneratedResource {
  return generated(type, `${connector.id}${kind}${suffix}`, properties, connector);
}

function rolePolicy(
  connection: Connection,
  profile: ConnectorProfile,
  PolicyDocument: Fields,
  context: TransformContext,
): GeneratedResource {
  const { connector, source, destination } = connection;
  const [owner, end] = profile.toSource ? [source, 'Source'] : [destination, 'Destination'];
  if (!isGiven(owner.roleName)) {
    throw resourceError(connector.id, `Unable to get IAM role name from '${end}' resource.`);
  }
  const properties = { PolicyDocument, Roles: [owner.roleName] };
  const policy = made(connection, 'AWS::IAM::ManagedPolicy', 'Policy', properties);
  const resources = outputResources(context);
  if (profile.dependent === 'source' && source.id) addDependency(source.id, policy.id, resources);
  if (profile.dependent === 'event source mapping' && source.id && destination.id) {
    const [mapping, ...others] = eventSourceMappings(source.id, destination.id, resources);
    if (mapping && others.length === 0) addDependency(mapping, policy.id, resources);
  }
  return policy;
}

function queuePolicy(connection: Connection, PolicyDocument: Fields): GeneratedResource {
  const { connector, destination } = connection;
  if (!isGiven(destination.queueUrl)) {
    throw resourceError(connector.id, "Unable to get SQS queue URL from 'Destination' resource.");
  }
  const properties = { PolicyDocument, Queues: [destination.queueUrl] };
  return made(connection, 'AWS::SQS::QueuePolicy', 'QueuePolicy', properties);
}

function topicPolicy(connection: Connection, PolicyDocument: Fields): GeneratedResource {
  const { connector, destination } = connection;
  if (!isGiven(destination.arn)) {
    throw resourceError(connector.id, "Unable to get SNS topic ARN from 'Destination' resource.");
  }
  const properties = { PolicyDocument, Topics: [destination.arn] };
  return made(connection, 'AWS::SNS::TopicPolicy', 'TopicPolicy', properties);
}

function functionPermissions(
  connection: Connection,
  wanted: readonly (readonly [string, Fields[]])[],
): GeneratedResource[] {
  const { connector, destination } = connection;
  if (!isGiven(destination.arn)) {
    throw resourceError(connector.id, "Unable to get Lambda function ARN from 'Destination' resource.");
  }
  return wanted.flatMap(([name, permissions]) =>
    permissions.map((permission) =>
      made(connection, 'AWS::Lambda::Permission', `${name}LambdaPermission`, {
        FunctionName: destination.arn,
        ...permission,
      }),
    ),
  );
}

/** Notes which connector a resource was generated for, and between what. */
function addMetadata(resource: GeneratedResource, connection: Connection, context: TransformContext): void {
  const { connector, source, destination } = connection;
  const originals = sourceResources(context);
  const typeOf = (end: ResourceReference): unknown => (end.id && originals[end.id]?.['Type']) || end.type;
  const ends = { Source: { Type: typeOf(source) }, Destination: { Type: typeOf(destination) } };
  resource.attributes['Metadata'] = {
    ...asMap(resource.attributes['Metadata']),
    'aws:sam:connectors': { [connector.id]: ends },
  };
}
