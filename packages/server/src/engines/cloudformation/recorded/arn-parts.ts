import type { ResourceSchema } from '../schema/resource-schema.ts';

/** Services whose ARNs do not say what their types do, where no template tells. */
const services: Readonly<Record<string, string>> = {
  AccessAnalyzer: 'access-analyzer',
  ApplicationAutoScaling: 'application-autoscaling',
  AutoScalingPlans: 'autoscaling-plans',
  BedrockAgentCore: 'bedrock-agentcore',
  CertificateManager: 'acm',
  Cognito: 'cognito-idp',
  DirectoryService: 'ds',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  Elasticsearch: 'es',
  EMR: 'elasticmapreduce',
  EMRContainers: 'emr-containers',
  EMRServerless: 'emr-serverless',
  EventSchemas: 'schemas',
  InspectorV2: 'inspector2',
  KafkaConnect: 'kafkaconnect',
  KinesisFirehose: 'firehose',
  Location: 'geo',
  Macie: 'macie2',
  ManagedBlockchain: 'managedblockchain',
  MSK: 'kafka',
  MWAA: 'airflow',
  NeptuneGraph: 'neptune-graph',
  OpenSearchService: 'es',
  OpenSearchServerless: 'aoss',
  PaymentCryptography: 'payment-cryptography',
  RUM: 'rum',
  RedshiftServerless: 'redshift-serverless',
  ServiceDiscovery: 'servicediscovery',
  SSMIncidents: 'ssm-incidents',
  SSMContacts: 'ssm-contacts',
  StepFunctions: 'states',
  VpcLattice: 'vpc-lattice',
};

/** The service as the type's ARNs name it. */
export function arnService({ typeName, arnTemplate }: ResourceSchema): string {
  const named = typeName.split('::')[1] ?? '';
  return arnTemplate?.split(':')[2] ?? services[named] ?? named.toLowerCase();
}

/** `LoadBalancer` of AWS::ElasticLoadBalancingV2::LoadBalancer. */
export function kindOf({ typeName }: ResourceSchema): string {
  return typeName.slice(typeName.lastIndexOf('::') + 2);
}

/** Whether an attribute is the ARN of the resource itself: `Arn`, `JobQueueArn` of a job queue, an identifier. */
export function isOwnArn(schema: ResourceSchema, attribute: string): boolean {
  if (!isArnName(attribute)) return false;
  const stem = attribute.slice(0, -3);
  return (
    stem === '' || stem === 'Resource' || stem.endsWith(kindOf(schema)) || schema.primaryIdentifier.includes(attribute)
  );
}

export function isArnName(name: string): boolean {
  return /A(rn|RN)$/.test(name);
}

export function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
