import { resolved, type TransformContext } from '../kernel/context.ts';
import { ofEvent, ofResource, requireMap, requireText } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { isIntrinsic } from '../kernel/intrinsics.ts';
import { pythonText } from '../kernel/python-text.ts';
import { isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { allow } from '../policies/statements.ts';
import type { FunctionEvent } from './event-source.ts';

const NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
];
const KAFKA_AUTHENTICATION = [
  'SASL_SCRAM_256_AUTH',
  'SASL_SCRAM_512_AUTH',
  'BASIC_AUTH',
  'CLIENT_CERTIFICATE_TLS_AUTH',
];
const STACK = '${AWS::Region}:${AWS::AccountId}';

const readSecret = (secret: unknown): Fields => allow(['secretsmanager:GetSecretValue'], secret);
const stackArn = (service: string, resource: string): Fields => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:${STACK}:${resource}`,
});

function decryptStatements({ name, properties }: FunctionEvent, action: unknown): Fields[] {
  const key = properties['SecretsManagerKmsKeyId'];
  if (!isGiven(key)) return [];
  return [allow(action, stackArn('kms', `key/${requireText(key, ofEvent(name), 'SecretsManagerKmsKeyId')}`))];
}

/** Checks `SourceAccessConfigurations` and returns the URI of its one entry with credentials. */
function credentialsUri({ name, type, properties }: FunctionEvent, supported: readonly string[]): unknown {
  const given = properties['SourceAccessConfigurations'];
  if (!isGiven(given)) {
    throw eventError(name, `No SourceAccessConfigurations for Amazon ${type} event provided.`);
  }
  if (!Array.isArray(given)) {
    throw eventError(name, 'Provided SourceAccessConfigurations cannot be parsed into a list.');
  }
  let uri: unknown;
  for (const [index, entry] of (given as unknown[]).entries()) {
    const path = `SourceAccessConfigurations[${index}]`;
    const configuration = requireMap(entry, ofEvent(name), path);
    const entryType = requireText(configuration['Type'], ofEvent(name), `${path}.Type`);
    if (!supported.includes(entryType)) {
      const values = pythonText(supported);
      throw eventError(
        name,
        `Invalid property Type specified in SourceAccessConfigurations. The supported values are: ${values}.`,
      );
    }
    if (entryType !== 'BASIC_AUTH') continue;
    if (isGiven(uri)) {
      throw eventError(name, 'Multiple BASIC_AUTH properties specified in SourceAccessConfigurations.');
    }
    uri = configuration['URI'];
    if (!isGiven(uri)) {
      throw eventError(name, 'No BASIC_AUTH URI property specified in SourceAccessConfigurations.');
    }
  }
  if (!isGiven(uri)) throw eventError(name, 'No BASIC_AUTH property specified in SourceAccessConfigurations.');
  return uri;
}

function checkRegistry(name: string, config: Fields): Fields[] {
  for (const field of ['SchemaRegistryURI', 'EventRecordFormat', 'SchemaValidationConfigs']) {
    if (!(field in config)) throw eventError(name, `Missing required field ${field} in SchemaRegistryConfig`);
  }
  if (config['EventRecordFormat'] !== 'JSON' && config['EventRecordFormat'] !== 'SOURCE') {
    throw eventError(name, "EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'");
  }
  if (!Array.isArray(config['SchemaValidationConfigs'])) {
    throw eventError(name, 'SchemaValidationConfigs must be a list');
  }
  const access = config['AccessConfigs'];
  if (!isGiven(access)) return [];
  if (!Array.isArray(access)) throw eventError(name, 'AccessConfigs in SchemaRegistryConfig must be a list');
  for (const entry of access as unknown[]) {
    if (!isMap(entry) || !('Type' in entry) || !('URI' in entry)) {
      throw eventError(name, "Each AccessConfig must be a dict with 'Type' and 'URI' fields");
    }
  }
  return access as Fields[];
}

function registryStatements({ name, properties }: FunctionEvent, context: TransformContext): Fields[] {
  const config = properties['SchemaRegistryConfig'];
  if (!isGiven(config)) return [];
  const registry = requireMap(config, ofEvent(name), 'SchemaRegistryConfig');
  const statements = checkRegistry(name, registry).map(({ URI }) => readSecret(URI));
  const uri = registry['SchemaRegistryURI'];
  const known = isMap(uri) ? resolved(context, { ...uri }) : uri;
  const arn = isMap(known) ? known['Fn::Sub'] : known;
  const registryPart = isText(arn) && arn.startsWith('arn') ? arn.split(':')[5] : undefined;
  if (!registryPart?.startsWith('registry/')) return statements;
  const schemas = stackArn('glue', `schema/${registryPart.slice('registry/'.length)}/*`);
  return [...statements, allow(['glue:GetRegistry'], uri), allow(['glue:GetSchemaVersion'], [schemas])];
}

export function mskPolicy(event: FunctionEvent, context: TransformContext): Fields | undefined {
  const access = (event.properties['SourceAccessConfigurations'] ?? []) as unknown[];
  const certificates = access.filter(
    (entry): entry is Fields =>
      isMap(entry) && entry['Type'] === 'CLIENT_CERTIFICATE_TLS_AUTH' && isGiven(entry['URI']),
  );
  const statements = [...registryStatements(event, context), ...certificates.map(({ URI }) => readSecret(URI))];
  if (statements.length === 0) return undefined;
  return { PolicyName: 'MSKExecutionRolePolicy', PolicyDocument: { Statement: statements } };
}

export function mqPolicy(event: FunctionEvent): Fields {
  const { Broker, DynamicPolicyName } = event.properties;
  const statements = [
    readSecret(credentialsUri(event, ['BASIC_AUTH', 'VIRTUAL_HOST'])),
    allow(['mq:DescribeBroker'], Broker),
    ...decryptStatements(event, 'kms:Decrypt'),
  ];
  return {
    PolicyName: isGiven(DynamicPolicyName) ? `${event.id}AMQPolicy` : 'SamAutoGeneratedAMQPolicy',
    PolicyDocument: { Statement: statements },
  };
}

export function documentDbPolicy(event: FunctionEvent): Fields {
  const statements = [
    readSecret(credentialsUri(event, ['BASIC_AUTH'])),
    allow(['rds:DescribeDBClusterParameters'], stackArn('rds', 'cluster-pg:*')),
    allow(['rds:DescribeDBSubnetGroups'], stackArn('rds', 'subgrp:*')),
    allow(['rds:DescribeDBClusters'], event.properties['Cluster']),
    allow(NETWORK_ACTIONS, '*'),
    ...decryptStatements(event, ['kms:Decrypt']),
  ];
  return { PolicyName: 'SamAutoGeneratedDocumentDBPolicy', PolicyDocument: { Statement: statements } };
}

function requireUri(name: string, uri: unknown, what: string): void {
  const where = `for ${what} URI property specified in SourceAccessConfigurations for self managed kafka event.`;
  if (!isGiven(uri)) throw eventError(name, `No${where.slice('for'.length)}`);
  if (!isText(uri) && !isIntrinsic(uri)) throw eventError(name, `Wrong Type ${where}`);
}

interface KafkaAccess {
  readonly credentials: unknown;
  readonly rootCertificate: unknown;
  readonly isInNetwork: boolean;
}

function kafkaAccess({ name, properties }: FunctionEvent): KafkaAccess {
  const given = properties['SourceAccessConfigurations'];
  if (!Array.isArray(given)) {
    throw eventError(name, 'SourceAccessConfigurations for self managed kafka event should be a list.');
  }
  const uris = new Map<string, unknown>();
  for (const entry of given as unknown[]) {
    const { Type, URI } = requireMap(entry, ofResource(name), 'SourceAccessConfigurations');
    const isAuthentication = KAFKA_AUTHENTICATION.includes(Type as string);
    const kind = isAuthentication ? 'auth mechanism' : String(Type);
    if (!isAuthentication && !['VPC_SUBNET', 'VPC_SECURITY_GROUP', 'SERVER_ROOT_CA_CERTIFICATE'].includes(kind)) {
      throw eventError(name, 'Invalid SourceAccessConfigurations Type provided for self managed kafka event.');
    }
    if (isAuthentication && uris.has(kind)) {
      throw eventError(
        name,
        'Multiple auth mechanism properties specified in SourceAccessConfigurations for self managed kafka event.',
      );
    }
    requireUri(name, URI, kind);
    uris.set(kind, URI);
  }
  if (uris.has('VPC_SUBNET') !== uris.has('VPC_SECURITY_GROUP')) {
    throw eventError(
      name,
      'VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.',
    );
  }
  return {
    credentials: uris.get('auth mechanism'),
    rootCertificate: uris.get('SERVER_ROOT_CA_CERTIFICATE'),
    isInNetwork: uris.has('VPC_SUBNET'),
  };
}

export function kafkaPolicy(event: FunctionEvent, context: TransformContext): Fields {
  const { name, properties } = event;
  const { KafkaBootstrapServers, Topics, SourceAccessConfigurations } = properties;
  if (!isGiven(KafkaBootstrapServers)) {
    throw eventError(name, 'No KafkaBootstrapServers provided for self managed kafka as an event source');
  }
  if (!isGiven(Topics)) throw eventError(name, 'No Topics provided for self managed kafka as an event source');
  if (Array.isArray(Topics) ? Topics.length !== 1 : Object.keys(Topics as Fields).length !== 1) {
    throw eventError(name, 'Topics for self managed kafka only supports single configuration entry.');
  }
  if (!isGiven(SourceAccessConfigurations)) {
    throw eventError(name, 'No SourceAccessConfigurations for self managed kafka event provided.');
  }
  const { credentials, rootCertificate, isInNetwork } = kafkaAccess(event);
  const statements = [
    ...(isGiven(credentials) ? [readSecret(credentials)] : []),
    // AWS grants the credentials a second time here, not the certificate.
    ...(isGiven(rootCertificate) ? [readSecret(credentials)] : []),
    ...(isInNetwork ? [allow(NETWORK_ACTIONS, '*')] : []),
    ...decryptStatements(event, ['kms:Decrypt']),
    ...registryStatements(event, context),
  ];
  return {
    PolicyDocument: { Statement: statements, Version: '2012-10-17' },
    PolicyName: 'SelfManagedKafkaExecutionRolePolicy',
  };
}
