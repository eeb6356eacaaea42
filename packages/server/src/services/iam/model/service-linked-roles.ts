import { invalidInput } from '../errors.ts';

interface Template {
  /** What follows AWSServiceRoleFor in the role's name. */
  name: string;
  description?: string;
  /** Whether there can be several, told apart by a suffix. */
  suffix?: true;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const templates: Readonly<Record<string, Template>> = {
  'acm.amazonaws.com': { name: 'CertificateManager' },
  'apidestinations.events.amazonaws.com': { name: 'AmazonEventBridgeApiDestinations' },
  'autoscaling.amazonaws.com': {
    name: 'AutoScaling',
    suffix: true,
    description:
      'Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto Scaling',
  },
  'batch.amazonaws.com': { name: 'Batch' },
  'cloud9.amazonaws.com': { name: 'AWSCloud9', description: 'Service linked role for AWS Cloud9' },
  'codestar-notifications.amazonaws.com': { name: 'CodeStarNotifications' },
  'cognito-idp.amazonaws.com': { name: 'AmazonCognitoIdp' },
  'contributorinsights.dynamodb.amazonaws.com': { name: 'DynamoDBCloudWatchContributorInsights' },
  'dynamodb.application-autoscaling.amazonaws.com': { name: 'ApplicationAutoScaling_DynamoDBTable' },
  'ecs.amazonaws.com': { name: 'ECS', description: 'Role to enable Amazon ECS to manage your cluster.' },
  'ecs.application-autoscaling.amazonaws.com': { name: 'ApplicationAutoScaling_ECSService' },
  'eks-fargate.amazonaws.com': { name: 'AmazonEKSForFargate' },
  'eks-nodegroup.amazonaws.com': { name: 'AmazonEKSNodegroup' },
  'eks.amazonaws.com': { name: 'AmazonEKS' },
  'elasticache.amazonaws.com': { name: 'ElastiCache' },
  'elasticbeanstalk.amazonaws.com': { name: 'ElasticBeanstalk' },
  'elasticloadbalancing.amazonaws.com': {
    name: 'ElasticLoadBalancing',
    description: 'Allows ELB to call AWS services on your behalf.',
  },
  'email.cognito-idp.amazonaws.com': { name: 'AmazonCognitoIdpEmailService' },
  'es.amazonaws.com': { name: 'AmazonElasticsearchService' },
  'events.amazonaws.com': { name: 'CloudWatchEvents' },
  'kafka.amazonaws.com': { name: 'Kafka' },
  'kinesisreplication.dynamodb.amazonaws.com': { name: 'DynamoDBKinesisDataStreamsReplication' },
  'lambda.application-autoscaling.amazonaws.com': { name: 'ApplicationAutoScaling_LambdaConcurrency' },
  'lex.amazonaws.com': { name: 'LexBots' },
  'opensearchservice.amazonaws.com': { name: 'AmazonOpenSearchService' },
  'ops.apigateway.amazonaws.com': { name: 'APIGateway' },
  'organizations.amazonaws.com': { name: 'Organizations' },
  'rds.amazonaws.com': {
    name: 'RDS',
    description: 'Allows Amazon RDS to manage AWS resources on your behalf',
  },
  'rds.application-autoscaling.amazonaws.com': { name: 'ApplicationAutoScaling_RDSCluster' },
  'replication.dynamodb.amazonaws.com': { name: 'DynamoDBReplication' },
  'replication.ecr.amazonaws.com': { name: 'ECRReplication' },
  'replicator.lambda.amazonaws.com': { name: 'LambdaReplicator' },
  'spot.amazonaws.com': { name: 'EC2Spot' },
  'spotfleet.amazonaws.com': { name: 'EC2SpotFleet' },
  'ssm.amazonaws.com': { name: 'AmazonSSM' },
  'transitgateway.amazonaws.com': { name: 'VPCTransitGateway' },
};

export interface LinkedRole {
  name: string;
  path: string;
  description: string | undefined;
  trustPolicy: string;
}

export function linkedRoleOf(service: string, suffix: string | undefined): LinkedRole {
  const template = templates[service];
  if (!template) throw invalidInput(`No Service Linked Role Template exists for service principal: ${service}`);
  if (suffix !== undefined && !template.suffix) throw invalidInput(`Custom suffix is not allowed for ${service}`);
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return {
    name: `AWSServiceRoleFor${template.name}${suffix === undefined ? '' : `_${suffix}`}`,
    path: `/aws-service-role/${service}/`,
    description: template.description,
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
}
