import type { ResourceSchema } from '../schema/resource-schema.ts';

export interface NameRule {
  maximumLength?: number;
  lowerCase?: boolean;
  /** What is left when the service's forbidden characters are taken away. */
  keeps?: RegExp;
}

/** Limits that the property's documentation does not tell, by type. */
const byType: Readonly<Record<string, NameRule>> = {
  'AWS::AutoScaling::AutoScalingGroup': { maximumLength: 255 },
  'AWS::ApiGateway::Model': { keeps: /[A-Za-z0-9]/g },
  'AWS::Cassandra::Keyspace': { maximumLength: 48, lowerCase: true, keeps: /\w/g },
  'AWS::Cassandra::Table': { maximumLength: 48, lowerCase: true, keeps: /\w/g },
  'AWS::CodeDeploy::Application': { maximumLength: 100 },
  'AWS::CodeDeploy::DeploymentGroup': { maximumLength: 100 },
  'AWS::CodePipeline::Pipeline': { maximumLength: 100 },
  'AWS::DAX::Cluster': { maximumLength: 20, lowerCase: true },
  'AWS::DynamoDB::Table': { maximumLength: 255 },
  'AWS::DynamoDB::GlobalTable': { maximumLength: 255 },
  'AWS::ECR::Repository': { maximumLength: 256, lowerCase: true },
  'AWS::ElastiCache::CacheCluster': { maximumLength: 50, lowerCase: true },
  'AWS::ElastiCache::ReplicationGroup': { maximumLength: 40, lowerCase: true },
  'AWS::ElasticBeanstalk::Environment': { maximumLength: 40 },
  'AWS::ElasticLoadBalancing::LoadBalancer': { maximumLength: 32 },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { maximumLength: 32 },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { maximumLength: 32 },
  'AWS::Elasticsearch::Domain': { maximumLength: 28, lowerCase: true },
  'AWS::Events::Rule': { maximumLength: 64 },
  'AWS::IAM::Group': { maximumLength: 128 },
  'AWS::IAM::InstanceProfile': { maximumLength: 128 },
  'AWS::IAM::ManagedPolicy': { maximumLength: 128 },
  'AWS::IAM::Role': { maximumLength: 64 },
  'AWS::IAM::User': { maximumLength: 64 },
  'AWS::Kinesis::Stream': { maximumLength: 128 },
  'AWS::KinesisFirehose::DeliveryStream': { maximumLength: 64 },
  'AWS::Lambda::Function': { maximumLength: 64 },
  'AWS::Logs::LogGroup': { maximumLength: 512 },
  'AWS::OpenSearchService::Domain': { maximumLength: 28, lowerCase: true },
  'AWS::S3::AccessPoint': { maximumLength: 50, lowerCase: true },
  'AWS::S3::Bucket': { maximumLength: 63, lowerCase: true },
  'AWS::S3Express::DirectoryBucket': { maximumLength: 63, lowerCase: true },
  'AWS::SNS::Topic': { maximumLength: 256 },
  'AWS::SQS::Queue': { maximumLength: 80 },
  'AWS::StepFunctions::StateMachine': { maximumLength: 80 },
};

/** Services whose names have no capitals. */
const byService: Readonly<Record<string, NameRule>> = {
  'AWS::DocDB': { maximumLength: 63, lowerCase: true },
  'AWS::Neptune': { maximumLength: 63, lowerCase: true },
  'AWS::RDS': { maximumLength: 63, lowerCase: true },
  'AWS::Redshift': { maximumLength: 63, lowerCase: true },
  'AWS::S3': { maximumLength: 63, lowerCase: true },
  'AWS::SageMaker': { maximumLength: 63 },
  'AWS::VpcLattice': { maximumLength: 40, lowerCase: true },
};

/** How the name of a type looks: from the documentation of its property where the tables have nothing. */
export function nameRuleOf({ typeName, properties }: ResourceSchema, property: string | undefined): NameRule {
  const service = typeName.slice(0, typeName.lastIndexOf('::'));
  const known = byType[typeName] ?? byService[service];
  if (known !== undefined) return known;
  const maximumLength = property === undefined ? undefined : properties[property]?.maximumLength;
  return maximumLength === undefined ? {} : { maximumLength };
}
