import { partitionOf } from '../../../platform/arn.ts';
import type { PublicEntry } from './public-images.ts';

const regions: Readonly<Record<string, readonly [longName: string, country: string]>> = {
  'af-south-1': ['Africa (Cape Town)', 'ZA'],
  'ap-east-1': ['Asia Pacific (Hong Kong)', 'HK'],
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
  'ca-central-1': ['Canada (Central)', 'CA'],
  'ca-west-1': ['Canada West (Calgary)', 'CA'],
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

export const infrastructureEntries: PublicEntry[] = [
  ...Object.entries(regions).flatMap(([region, [longName, country]]) => regionEntries(region, longName, country)),
  ...Object.entries(services).flatMap(([service, longName]) => serviceEntries(service, longName)),
];

function regionEntries(region: string, longName: string, country: string): PublicEntry[] {
  const root = `global-infrastructure/regions/${region}`;
  return [
    entry(root, region),
    entry(`${root}/domain`, 'amazonaws.com'),
    entry(`${root}/geolocationCountry`, country),
    entry(`${root}/longName`, longName),
    entry(`${root}/partition`, partitionOf(region)),
    ...Object.keys(services).map((service) => entry(`${root}/services/${service}`, service)),
  ];
}

function serviceEntries(service: string, longName: string): PublicEntry[] {
  const root = `global-infrastructure/services/${service}`;
  return [
    entry(root, service),
    entry(`${root}/longName`, longName),
    ...Object.keys(regions).map((region) => entry(`${root}/regions/${region}`, region)),
  ];
}

function entry(name: string, value: string): PublicEntry {
  return [name, () => value];
}
