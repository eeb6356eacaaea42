import { partitionOf } from '../../../../platform/arn.ts';
import { constantEntry, type PublicEntry } from './entry.ts';

const regions: Readonly<Record<string, readonly [longName: string, country: string]>> = {
  'af-south-1': ['Africa (Cape Town)', 'ZA'],
  'ap-east-1': ['Asia Pacific (Hong Kong)', 'HK'],
  'ap-east-2': ['Asia Pacific (Taipei)', 'TW'],
  'ap-northeast-1': ['Asia Pacific (Tokyo)', 'JP'],
  'ap-northeast-2': ['Asia Pacific (Seoul)', 'KR'],
  'ap-northeast-3': ['Asia Pacific (Osaka)', 'JP'],
  'ap-south-1': ['Asia Pacific (Mumbai)', 'IN'],
  'ap-south-2': ['Asia Pacific (Hyderabad)', 'IN'],
  'ap-southeast-1': ['Asia Pacific (Singapore)', 'SG'],
  'ap-southeast-2': ['Asia Pacific (Sydney)', 'AU'],
  'ap-southeast-3': ['Asia Pacific (Jakarta)', 'ID'],
  'ap-southeast-4': ['Asia Pacific (Melbourne)', 'AU'],
  'ap-southeast-5': ['Asia Pacific (Malaysia)', 'MY'],
  'ap-southeast-6': ['Asia Pacific (New Zealand)', 'NZ'],
  'ap-southeast-7': ['Asia Pacific (Thailand)', 'TH'],
  'ca-central-1': ['Canada (Central)', 'CA'],
  'ca-west-1': ['Canada West (Calgary)', 'CA'],
  'cn-north-1': ['China (Beijing)', 'CN'],
  'cn-northwest-1': ['China (Ningxia)', 'CN'],
  'eu-central-1': ['Europe (Frankfurt)', 'DE'],
  'eu-central-2': ['Europe (Zurich)', 'CH'],
  'eu-north-1': ['Europe (Stockholm)', 'SE'],
  'eu-south-1': ['Europe (Milan)', 'IT'],
  'eu-south-2': ['Europe (Spain)', 'ES'],
  'eu-west-1': ['Europe (Ireland)', 'IE'],
  'eu-west-2': ['Europe (London)', 'GB'],
  'eu-west-3': ['Europe (Paris)', 'FR'],
  'il-central-1': ['Israel (Tel Aviv)', 'IL'],
  'me-central-1': ['Middle East (UAE)', 'AE'],
  'me-south-1': ['Middle East (Bahrain)', 'BH'],
  'mx-central-1': ['Mexico (Central)', 'MX'],
  'sa-east-1': ['South America (Sao Paulo)', 'BR'],
  'us-east-1': ['US East (N. Virginia)', 'US'],
  'us-east-2': ['US East (Ohio)', 'US'],
  'us-gov-east-1': ['AWS GovCloud (US-East)', 'US'],
  'us-gov-west-1': ['AWS GovCloud (US-West)', 'US'],
  'us-west-1': ['US West (N. California)', 'US'],
  'us-west-2': ['US West (Oregon)', 'US'],
};

/** Of the services that AWS names here, those that this cloud knows. */
const services: Readonly<Record<string, string>> = {
  acm: 'AWS Certificate Manager',
  apigateway: 'Amazon API Gateway',
  'application-autoscaling': 'Application Auto Scaling',
  autoscaling: 'Amazon EC2 Auto Scaling',
  cloudformation: 'AWS CloudFormation',
  cloudwatch: 'Amazon CloudWatch',
  codebuild: 'AWS CodeBuild',
  codecommit: 'AWS CodeCommit',
  codedeploy: 'AWS CodeDeploy',
  codepipeline: 'AWS CodePipeline',
  'cognito-idp': 'Amazon Cognito User Pools',
  dynamodb: 'Amazon DynamoDB',
  ec2: 'Amazon Elastic Compute Cloud (EC2)',
  ecr: 'Amazon Elastic Container Registry (ECR)',
  ecs: 'Amazon Elastic Container Service (ECS)',
  eks: 'Amazon Elastic Kubernetes Service (EKS)',
  elb: 'Elastic Load Balancing',
  eventbridge: 'Amazon EventBridge',
  iam: 'AWS Identity and Access Management (IAM)',
  kinesis: 'Amazon Kinesis Data Streams',
  kms: 'AWS Key Management Service (KMS)',
  lambda: 'AWS Lambda',
  logs: 'Amazon CloudWatch Logs',
  rds: 'Amazon Relational Database Service (RDS)',
  route53: 'Amazon Route 53',
  s3: 'Amazon Simple Storage Service (S3)',
  secretsmanager: 'AWS Secrets Manager',
  sns: 'Amazon Simple Notification Service (SNS)',
  sqs: 'Amazon Simple Queue Service (SQS)',
  ssm: 'AWS Systems Manager',
  stepfunctions: 'AWS Step Functions',
  sts: 'AWS Security Token Service (STS)',
};

/** Names in endpoints that differ from those of the services. */
const endpointPrefixes: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  ecr: 'api.ecr',
  elb: 'elasticloadbalancing',
  eventbridge: 'events',
  stepfunctions: 'states',
};

const globalServices = new Set(['iam', 'route53']);

/** Where the zones are not 1 to 3. */
const zoneNumbers: Readonly<Record<string, readonly number[]>> = {
  'ap-northeast-1': [1, 2, 3, 4],
  'ap-northeast-2': [1, 2, 3, 4],
  'ca-central-1': [1, 2, 4],
  'us-east-1': [1, 2, 3, 4, 5, 6],
  'us-west-1': [1, 3],
  'us-west-2': [1, 2, 3, 4],
};

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html */
export function globalInfrastructure(): PublicEntry[] {
  return [
    ...Object.entries(regions).flatMap(([region, [longName, country]]) => regionEntries(region, longName, country)),
    ...Object.entries(services).flatMap(([service, longName]) => serviceEntries(service, longName)),
    ...Object.keys(regions).flatMap((region) =>
      zonesOf(region).map((zone) => entry(`availability-zones/${zone}`, zone)),
    ),
  ];
}

function regionEntries(region: string, longName: string, country: string): PublicEntry[] {
  const root = `regions/${region}`;
  return [
    entry(root, region),
    entry(`${root}/domain`, domainOf(region)),
    entry(`${root}/geolocationCountry`, country),
    entry(`${root}/longName`, longName),
    entry(`${root}/partition`, partitionOf(region)),
    ...zonesOf(region).map((zone) => entry(`${root}/availability-zones/${zone}`, zone)),
    ...Object.keys(services).flatMap((service) => [
      entry(`${root}/services/${service}`, service),
      entry(`${root}/services/${service}/endpoint`, endpointOf(service, region)),
    ]),
  ];
}

function serviceEntries(service: string, longName: string): PublicEntry[] {
  const root = `services/${service}`;
  return [
    entry(root, service),
    entry(`${root}/longName`, longName),
    ...Object.keys(regions).map((region) => entry(`${root}/regions/${region}`, region)),
  ];
}

/** `usw2-az1` and its like in `us-west-2`. */
function zonesOf(region: string): string[] {
  const [area, ...rest] = region.split('-');
  const letters = rest.map((word) =>
    word.replace(/^(.)\w*?(east|west)?$/, (_, first, side) => first + (side?.[0] ?? '')),
  );
  return (zoneNumbers[region] ?? [1, 2, 3]).map((number) => `${area}${letters.join('')}-az${number}`);
}

function domainOf(region: string): string {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function endpointOf(service: string, region: string): string {
  const prefix = endpointPrefixes[service] ?? service;
  return globalServices.has(service) ? `${prefix}.amazonaws.com` : `${prefix}.${region}.${domainOf(region)}`;
}

function entry(name: string, value: string): PublicEntry {
  return constantEntry(`global-infrastructure/${name}`, value);
}
