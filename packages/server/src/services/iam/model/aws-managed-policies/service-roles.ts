import { allow, passRoleTo, type PolicyEntry } from './statement.ts';

const writeLogs = 'logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents';
const networkInterfaces = `ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets
  ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses`;
const path = '/service-role/';

/** Policies for the roles that services assume. */
export const serviceRolePolicies = (): PolicyEntry[] => [
  {
    name: 'AWSLambdaBasicExecutionRole',
    path,
    description: 'Provides write permissions to CloudWatch Logs.',
    created: '2015-04-09',
    version: 1,
    statements: [allow(writeLogs)],
  },
  {
    name: 'AWSLambdaVPCAccessExecutionRole',
    path,
    description:
      'Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs.',
    created: '2016-02-11',
    version: 3,
    statements: [allow(`${writeLogs} ${networkInterfaces}`)],
  },
  {
    name: 'AWSLambdaSQSQueueExecutionRole',
    path,
    description:
      'Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch logs.',
    created: '2018-06-14',
    version: 1,
    statements: [allow(`sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes ${writeLogs}`)],
  },
  {
    name: 'AWSLambdaDynamoDBExecutionRole',
    path,
    description: 'Provides list and read access to DynamoDB streams and write permissions to CloudWatch logs.',
    created: '2015-04-09',
    version: 1,
    statements: [
      allow(`dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams ${writeLogs}`),
    ],
  },
  {
    name: 'AWSLambdaKinesisExecutionRole',
    path,
    description: 'Provides list and read access to Kinesis streams and write permissions to CloudWatch logs.',
    created: '2015-04-09',
    version: 2,
    statements: [
      allow(
        `kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator
         kinesis:ListShards kinesis:ListStreams kinesis:SubscribeToShard ${writeLogs}`,
      ),
    ],
  },
  {
    name: 'AWSLambdaENIManagementAccess',
    path,
    description:
      'Provides minimum permissions for a Lambda function to manage ENIs (create, describe, delete) used by a VPC-enabled Lambda Function.',
    created: '2016-12-06',
    version: 1,
    statements: [allow(networkInterfaces)],
  },
  {
    name: 'AWSLambdaRole',
    path,
    description: 'Default policy for AWS Lambda service role.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('lambda:InvokeFunction')],
  },
  {
    name: 'AmazonAPIGatewayPushToCloudWatchLogs',
    path,
    description: "Allows API Gateway to push logs to user's account.",
    created: '2015-11-11',
    version: 1,
    statements: [
      allow(
        `logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogGroups logs:DescribeLogStreams
         logs:PutLogEvents logs:GetLogEvents logs:FilterLogEvents`,
      ),
    ],
  },
  {
    name: 'AmazonECSTaskExecutionRolePolicy',
    path,
    description: 'Provides access to other AWS service resources that are required to run Amazon ECS tasks.',
    created: '2017-11-16',
    version: 1,
    statements: [
      allow(
        `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage
         logs:CreateLogStream logs:PutLogEvents`,
      ),
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceforEC2Role',
    path,
    description: 'Default policy for the Amazon EC2 Role for Amazon EC2 Container Service.',
    created: '2015-03-19',
    version: 7,
    statements: [
      allow(
        `ec2:DescribeTags ecs:CreateCluster ecs:DeregisterContainerInstance ecs:DiscoverPollEndpoint ecs:Poll
         ecs:RegisterContainerInstance ecs:StartTelemetrySession ecs:UpdateContainerInstancesState ecs:Submit*
         ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage
         logs:CreateLogStream logs:PutLogEvents`,
      ),
      allow('ecs:TagResource', '*', {
        StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterContainerInstance'] },
      }),
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceEventsRole',
    path,
    description: 'Policy to enable CloudWatch Events for EC2 Container Service.',
    created: '2017-05-30',
    version: 3,
    statements: [
      allow('ecs:RunTask'),
      passRoleTo('ecs-tasks.amazonaws.com'),
      allow('ecs:TagResource', '*', { StringEquals: { 'ecs:CreateAction': ['RunTask'] } }),
    ],
  },
  {
    name: 'AWSCodeDeployRole',
    path,
    description: 'Provides CodeDeploy service access to expand tags and interact with Auto Scaling on your behalf.',
    created: '2015-05-04',
    version: 12,
    statements: [
      allow(
        `autoscaling:CompleteLifecycleAction autoscaling:DeleteLifecycleHook
         autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks autoscaling:PutLifecycleHook
         autoscaling:RecordLifecycleActionHeartbeat autoscaling:CreateAutoScalingGroup
         autoscaling:CreateOrUpdateTags autoscaling:UpdateAutoScalingGroup autoscaling:EnableMetricsCollection
         autoscaling:DescribePolicies autoscaling:DescribeScheduledActions
         autoscaling:DescribeNotificationConfigurations autoscaling:SuspendProcesses autoscaling:ResumeProcesses
         autoscaling:AttachLoadBalancers autoscaling:AttachLoadBalancerTargetGroups
         autoscaling:PutScalingPolicy autoscaling:PutScheduledUpdateGroupAction
         autoscaling:PutNotificationConfiguration autoscaling:DescribeScalingActivities
         autoscaling:DeleteAutoScalingGroup autoscaling:PutWarmPool ec2:DescribeInstances
         ec2:DescribeInstanceStatus ec2:TerminateInstances tag:GetResources sns:Publish
         cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm elasticloadbalancing:DescribeLoadBalancers
         elasticloadbalancing:DescribeLoadBalancerAttributes elasticloadbalancing:DescribeInstanceHealth
         elasticloadbalancing:RegisterInstancesWithLoadBalancer
         elasticloadbalancing:DeregisterInstancesFromLoadBalancer elasticloadbalancing:DescribeTargetGroups
         elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetHealth
         elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets`,
      ),
    ],
  },
  {
    name: 'AWSCodeDeployRoleForLambda',
    path,
    description: 'Provides CodeDeploy service access to perform a Lambda deployment on your behalf.',
    created: '2017-11-28',
    version: 3,
    statements: [
      allow(
        'cloudwatch:DescribeAlarms lambda:UpdateAlias lambda:GetAlias lambda:GetProvisionedConcurrencyConfig sns:Publish',
      ),
      allow('s3:GetObject s3:GetObjectVersion', 'arn:aws:s3:::*/CodeDeploy/*'),
      allow('s3:GetObject s3:GetObjectVersion', '*', {
        StringEquals: { 's3:ExistingObjectTag/UseWithCodeDeploy': 'true' },
      }),
      allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:CodeDeployHook_*'),
    ],
  },
  {
    name: 'AWSCodeDeployRoleForECS',
    description: 'Provides CodeDeploy service wide access to perform an ECS blue/green deployment on your behalf.',
    created: '2018-11-27',
    version: 3,
    statements: [
      allow(
        `ecs:DescribeServices ecs:CreateTaskSet ecs:UpdateServicePrimaryTaskSet ecs:DeleteTaskSet
         elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeListeners
         elasticloadbalancing:ModifyListener elasticloadbalancing:DescribeRules
         elasticloadbalancing:ModifyRule lambda:InvokeFunction cloudwatch:DescribeAlarms sns:Publish
         s3:GetObject s3:GetObjectVersion`,
      ),
      passRoleTo('ecs-tasks.amazonaws.com'),
    ],
  },
  {
    name: 'AWSOpsWorksCMServiceRole',
    path,
    description: 'Service role policy to be used for creating OpsWorks CM servers.',
    created: '2016-11-24',
    version: 14,
    statements: [
      allow(
        `s3:CreateBucket s3:DeleteObject s3:DeleteBucket s3:GetObject s3:ListBucket s3:PutBucketPolicy s3:PutObject
         s3:GetBucketTagging s3:PutBucketTagging`,
        'arn:aws:s3:::aws-opsworks-cm-*',
      ),
      allow(
        `tag:UntagResources tag:TagResources ssm:DescribeInstanceInformation ssm:GetCommandInvocation
         ssm:ListCommandInvocations ssm:ListCommands`,
      ),
      allow('ssm:SendCommand', 'arn:aws:ssm:*::document/* arn:aws:s3:::aws-opsworks-cm-*'),
      allow(
        `ec2:AllocateAddress ec2:AssociateAddress ec2:AuthorizeSecurityGroupIngress ec2:CreateImage
         ec2:CreateSecurityGroup ec2:CreateSnapshot ec2:CreateTags ec2:DeleteSecurityGroup ec2:DeleteSnapshot
         ec2:DeregisterImage ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeImages
         ec2:DescribeInstanceStatus ec2:DescribeInstances ec2:DescribeSecurityGroups ec2:DescribeSnapshots
         ec2:DescribeSubnets ec2:DisassociateAddress ec2:ReleaseAddress ec2:RunInstances ec2:StopInstances`,
      ),
      allow(
        'cloudformation:CreateStack cloudformation:DeleteStack cloudformation:DescribeStackEvents cloudformation:DescribeStackResources cloudformation:DescribeStacks cloudformation:UpdateStack',
        'arn:aws:cloudformation:*:*:stack/aws-opsworks-cm-*',
      ),
      allow('iam:PassRole', 'arn:aws:iam::*:role/aws-opsworks-cm-* arn:aws:iam::*:role/service-role/aws-opsworks-cm-*'),
      allow('acm:DeleteCertificate acm:ImportCertificate'),
      allow(
        'secretsmanager:CreateSecret secretsmanager:GetSecretValue secretsmanager:UpdateSecret secretsmanager:DeleteSecret secretsmanager:TagResource secretsmanager:UntagResource',
        'arn:aws:secretsmanager:*:*:opsworks-cm!aws-opsworks-cm-secrets-*',
      ),
      allow(
        'ec2:DeleteTags',
        'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:elastic-ip/* arn:aws:ec2:*:*:security-group/*',
      ),
    ],
  },
  {
    name: 'AmazonEC2RoleforSSM',
    path,
    description:
      'The policy for Amazon EC2 Role that gave AWS Systems Manager access, before AmazonSSMManagedInstanceCore.',
    created: '2015-05-29',
    version: 8,
    statements: [
      allow(
        `ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument ssm:DescribeDocument
         ssm:GetManifest ssm:GetParameters ssm:ListAssociations ssm:ListInstanceAssociations ssm:PutInventory
         ssm:PutComplianceItems ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus
         ssm:UpdateInstanceAssociationStatus ssm:UpdateInstanceInformation ssmmessages:* ec2messages:*
         cloudwatch:PutMetricData ec2:DescribeInstanceStatus ds:CreateComputer ds:DescribeDirectories
         logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogGroups logs:DescribeLogStreams
         logs:PutLogEvents s3:GetBucketLocation s3:PutObject s3:GetObject s3:GetEncryptionConfiguration
         s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:ListBucket s3:ListBucketMultipartUploads`,
      ),
    ],
  },
  {
    name: 'AmazonRDSEnhancedMonitoringRole',
    path,
    description: 'Provides access to Cloudwatch for RDS Enhanced Monitoring.',
    created: '2015-11-11',
    version: 1,
    statements: [
      allow('logs:CreateLogGroup logs:PutRetentionPolicy', 'arn:aws:logs:*:*:log-group:RDS*'),
      allow(
        'logs:CreateLogStream logs:PutLogEvents logs:DescribeLogStreams logs:GetLogEvents',
        'arn:aws:logs:*:*:log-group:RDS*:log-stream:*',
      ),
    ],
  },
];
