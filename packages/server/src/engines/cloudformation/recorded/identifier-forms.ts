/**
 * How identifiers and attributes of well-known types look. A form is text with `${Property}` (also Partition, Region,
 * Account, Suffix and Name, a generated name), `${Property:default}`, and chance: `{id}`, `{uuid}`, `{base32:13}`,
 * `{alphanumeric:8}`, `{lower:10}`, `{digits:12}`.
 */
export type Form = string | number | boolean | readonly string[];

/** The zone of CloudFront's own names, to which alias records point. */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

export const forms: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'AWS::ApiGateway::ApiKey': { APIKeyId: '{lower:10}' },
  'AWS::ApiGateway::Authorizer': { AuthorizerId: '{lower:6}' },
  'AWS::ApiGateway::Deployment': { DeploymentId: '{lower:6}' },
  'AWS::ApiGateway::Resource': { ResourceId: '{lower:6}' },
  'AWS::ApiGateway::UsagePlan': { Id: '{lower:6}' },
  'AWS::ApiGateway::RestApi': { RestApiId: '{lower:10}', RootResourceId: '{lower:10}' },
  'AWS::ApiGatewayV2::Api': {
    ApiId: '{lower:10}',
    ApiEndpoint: 'https://${ApiId}.execute-api.${Region}.${Suffix}',
  },
  'AWS::ApiGatewayV2::Authorizer': { AuthorizerId: '{lower:6}' },
  'AWS::ApiGatewayV2::Deployment': { DeploymentId: '{lower:6}' },
  'AWS::ApiGatewayV2::Integration': { IntegrationId: '{lower:7}' },
  'AWS::ApiGatewayV2::Route': { RouteId: '{lower:7}' },
  'AWS::AppSync::GraphQLApi': {
    ApiId: '{lower:26}',
    Arn: 'arn:${Partition}:appsync:${Region}:${Account}:apis/${ApiId}',
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    AutoScalingGroupARN:
      'arn:${Partition}:autoscaling:${Region}:${Account}:autoScalingGroup:{uuid}:autoScalingGroupName/${AutoScalingGroupName}',
  },
  'AWS::Bedrock::Agent': { AgentId: '{base32:10}' },
  'AWS::Bedrock::KnowledgeBase': { KnowledgeBaseId: '{base32:10}' },
  'AWS::CertificateManager::Certificate': {
    CertificateArn: 'arn:${Partition}:acm:${Region}:${Account}:certificate/{uuid}',
  },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': { Id: 'E{base32:13}', S3CanonicalUserId: '{hex:96}' },
  'AWS::CloudFront::Distribution': { Id: 'E{base32:13}', DomainName: 'd{lower:13}.cloudfront.net' },
  'AWS::CloudFront::OriginAccessControl': { Id: 'E{base32:13}' },
  'AWS::Cognito::IdentityPool': { Id: '${Region}:{uuid}', Name: '${IdentityPoolName}' },
  'AWS::Cognito::UserPool': {
    UserPoolId: '${Region}_{alphanumeric:9}',
    ProviderName: 'cognito-idp.${Region}.${Suffix}/${UserPoolId}',
    ProviderURL: 'https://cognito-idp.${Region}.${Suffix}/${UserPoolId}',
  },
  'AWS::Cognito::UserPoolClient': { ClientId: '{lower:26}', ClientSecret: '{lower:52}' },
  'AWS::CodeCommit::Repository': {
    RepositoryId: '{uuid}',
    Arn: 'arn:${Partition}:codecommit:${Region}:${Account}:${RepositoryName}',
    CloneUrlHttp: 'https://git-codecommit.${Region}.${Suffix}/v1/repos/${RepositoryName}',
    CloneUrlSsh: 'ssh://git-codecommit.${Region}.${Suffix}/v1/repos/${RepositoryName}',
  },
  'AWS::DirectoryService::MicrosoftAD': { Id: 'd-{hex:10}' },
  'AWS::DirectoryService::SimpleAD': { DirectoryId: 'd-{hex:10}' },
  'AWS::DynamoDB::Table': {
    StreamArn: 'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/stream/${Now}',
  },
  'AWS::EC2::EIP': { PublicIp: '${PublicAddress}' },
  'AWS::EC2::Instance': {
    AvailabilityZone: '${Region}a',
    'State.Code': '16',
    'State.Name': 'running',
    PrivateDnsName: 'ip-10-0-0-10.${Region}.compute.internal',
    PrivateIp: '10.0.0.10',
    PublicDnsName: 'ec2-203-0-113-10.${Region}.compute.${Suffix}',
    PublicIp: '203.0.113.10',
  },
  'AWS::EC2::LaunchTemplate': { DefaultVersionNumber: '1', LatestVersionNumber: '1' },
  'AWS::EC2::Route': { CidrBlock: '${RouteDestination}' },
  'AWS::EC2::SecurityGroup': { GroupId: 'sg-{id}', Id: '${GroupId}' },
  'AWS::EC2::Subnet': { NetworkAclAssociationId: 'aclassoc-{id}', AvailabilityZone: '${Region}a' },
  'AWS::EC2::SubnetNetworkAclAssociation': { AssociationId: 'aclassoc-{id}' },
  'AWS::EC2::VPC': { CidrBlockAssociations: ['vpc-cidr-assoc-{id}'], Ipv6CidrBlocks: [] },
  'AWS::EC2::VPCDHCPOptionsAssociation': { Id: '${DhcpOptionsId}' },
  'AWS::EC2::VPCGatewayAttachment': { AttachmentType: '${GatewayKind}' },
  'AWS::ECR::Repository': { RepositoryUri: '${Account}.dkr.ecr.${Region}.${Suffix}/${RepositoryName}' },
  'AWS::ECS::Service': {
    ServiceArn: 'arn:${Partition}:ecs:${Region}:${Account}:service/${Cluster:default}/${ServiceName}',
    Name: '${ServiceName}',
  },
  'AWS::ECS::TaskDefinition': {
    TaskDefinitionArn: 'arn:${Partition}:ecs:${Region}:${Account}:task-definition/${Family}:1',
  },
  'AWS::EFS::AccessPoint': { AccessPointId: 'fsap-{id}' },
  'AWS::EFS::FileSystem': { FileSystemId: 'fs-{id}' },
  'AWS::EFS::MountTarget': { Id: 'fsmt-{id}' },
  'AWS::EKS::Cluster': {
    Endpoint: 'https://{hex:32}.gr7.${Region}.eks.${Suffix}',
    OpenIdConnectIssuerUrl: 'https://oidc.eks.${Region}.${Suffix}/id/{hex:32}',
    CertificateAuthorityData: '{alphanumeric:64}',
    'CertificateAuthority.Data': '${CertificateAuthorityData}',
  },
  'AWS::EMR::Cluster': { Id: 'j-{base32:13}' },
  'AWS::ElasticLoadBalancing::LoadBalancer': { DNSName: '${LoadBalancerName}-{digits:10}.${Region}.elb.${Suffix}' },
  'AWS::ElasticLoadBalancingV2::Listener': {
    ListenerArn: '${ListenerOf}/{hex:16}',
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    LoadBalancerFullName: '${LoadBalancerKind}/${Name}/{hex:16}',
    LoadBalancerArn: 'arn:${Partition}:elasticloadbalancing:${Region}:${Account}:loadbalancer/${LoadBalancerFullName}',
    LoadBalancerName: '${Name}',
    DNSName: '${Name}-{digits:10}.${Region}.elb.${Suffix}',
    CanonicalHostedZoneID: 'Z35SXDOTRQ7X7K',
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    TargetGroupFullName: 'targetgroup/${Name}/{hex:16}',
    TargetGroupArn: 'arn:${Partition}:elasticloadbalancing:${Region}:${Account}:${TargetGroupFullName}',
    TargetGroupName: '${Name}',
    LoadBalancerArns: [],
  },
  'AWS::Elasticsearch::Domain': { DomainEndpoint: 'search-${DomainName}-{lower:26}.${Region}.es.${Suffix}' },
  'AWS::IAM::AccessKey': { Id: 'AKIA{base32:16}', SecretAccessKey: '{alphanumeric:40}' },
  'AWS::IAM::InstanceProfile': {
    Arn: 'arn:${Partition}:iam::${Account}:instance-profile${Path:/}${InstanceProfileName}',
  },
  'AWS::IAM::ManagedPolicy': { PolicyArn: 'arn:${Partition}:iam::${Account}:policy${Path:/}${ManagedPolicyName}' },
  'AWS::IAM::Role': {
    Arn: 'arn:${Partition}:iam::${Account}:role${Path:/}${RoleName}',
    RoleId: 'AROA{base32:17}',
  },
  'AWS::IAM::User': { Arn: 'arn:${Partition}:iam::${Account}:user${Path:/}${UserName}' },
  'AWS::KMS::Key': { KeyId: '{uuid}' },
  'AWS::Lambda::Alias': { AliasArn: '${FunctionArnOf}:${Name}' },
  'AWS::Lambda::LayerVersion': {
    LayerVersionArn: 'arn:${Partition}:lambda:${Region}:${Account}:layer:${LayerName}:1',
  },
  'AWS::Lambda::Permission': { Id: '${Name}' },
  'AWS::Lambda::Url': {
    FunctionUrl: 'https://{lower:32}.lambda-url.${Region}.on.aws/',
    FunctionArn: '${FunctionArnOf}',
  },
  'AWS::Lambda::Version': { FunctionArn: '${FunctionArnOf}:1', Version: '1' },
  'AWS::Logs::LogGroup': { Arn: 'arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*' },
  'AWS::OpenSearchService::Domain': { DomainEndpoint: 'search-${DomainName}-{lower:26}.${Region}.es.${Suffix}' },
  'AWS::RDS::DBCluster': {
    DBClusterResourceId: 'cluster-{base32:26}',
    'Endpoint.Address': '${DBClusterIdentifier}.cluster-{lower:12}.${Region}.rds.${Suffix}',
    'Endpoint.Port': '${DatabasePort}',
    'ReadEndpoint.Address': '${DBClusterIdentifier}.cluster-ro-{lower:12}.${Region}.rds.${Suffix}',
  },
  'AWS::RDS::DBInstance': {
    DBInstanceStatus: 'available',
    DbiResourceId: 'db-{base32:26}',
    'Endpoint.Address': '${DBInstanceIdentifier}.{lower:12}.${Region}.rds.${Suffix}',
    'Endpoint.HostedZoneId': 'Z2R2ITUGPM61AM',
    'Endpoint.Port': '${DatabasePort}',
  },
  'AWS::Route53::HealthCheck': { HealthCheckId: '{uuid}' },
  'AWS::Route53::HostedZone': {
    Id: 'Z{base32:20}',
    NameServers: ['ns-1.awsdns-01.org', 'ns-513.awsdns-02.net', 'ns-1025.awsdns-03.co.uk', 'ns-1537.awsdns-04.com'],
  },
  'AWS::S3::Bucket': {
    Arn: 'arn:${Partition}:s3:::${BucketName}',
    DomainName: '${BucketName}.s3.${Suffix}',
    DualStackDomainName: '${BucketName}.s3.dualstack.${Region}.${Suffix}',
    RegionalDomainName: '${BucketName}.s3.${Region}.${Suffix}',
    WebsiteURL: 'http://${BucketName}.s3-website-${Region}.${Suffix}',
  },
  'AWS::SecretsManager::Secret': {
    Id: 'arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}-{alphanumeric:6}',
  },
  'AWS::SNS::Subscription': { Arn: '${TopicArn}:{uuid}' },
  'AWS::SQS::Queue': { QueueUrl: 'https://sqs.${Region}.${Suffix}/${Account}/${QueueName}' },
  'AWS::StepFunctions::StateMachine': { Name: '${StateMachineName}' },
  'AWS::Transfer::Server': { ServerId: 's-{id}' },
  'AWS::WAFv2::WebACL': {
    Arn: 'arn:${Partition}:wafv2:${Region}:${Account}:${WafScope}/webacl/${Name}/${Id}',
  },
  'AWS::CloudFront::StreamingDistribution': { Id: 'E{base32:13}', DomainName: 's{lower:13}.cloudfront.net' },
  'AWS::GlobalAccelerator::Accelerator': { DnsName: 'a{hex:16}.awsglobalaccelerator.com' },
  'AWS::ApiGateway::DomainName': { DistributionHostedZoneId: cloudFrontZone },
};
