import { allow, type PolicyEntry } from './statement.ts';

/** Policies of functions and of deployments of functions. */
export const functionRolePolicies = (): PolicyEntry[] => [
  {
    name: 'AWSLambdaBasicDurableExecutionRolePolicy',
    path: '/service-role/',
    description: 'Lets durable functions keep their state and write logs.',
    created: '2025-12-02',
    version: 3,
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents lambda:CheckpointDurableExecution
         lambda:GetDurableExecutionState`),
    ],
  },
  {
    name: 'AWSLambdaMSKExecutionRole',
    path: '/service-role/',
    description: 'Lets functions read from clusters of Amazon MSK and write logs.',
    created: '2020-08-11',
    version: 2,
    statements: [
      allow(`kafka:DescribeCluster kafka:DescribeClusterV2 kafka:GetBootstrapBrokers ec2:CreateNetworkInterface
         ec2:DescribeNetworkInterfaces ec2:DescribeVpcs ec2:DeleteNetworkInterface ec2:DescribeSubnets
         ec2:DescribeSecurityGroups logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents`),
    ],
  },
  {
    name: 'AWSLambdaManagedEC2ResourceOperator',
    description: 'Lets AWS Lambda run instances for its capacity providers.',
    created: '2025-11-30',
    version: 4,
    statements: [
      allow(
        'ec2:RunInstances ec2:CreateTags ec2:AttachNetworkInterface',
        'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*:*:volume/*',
        { StringEquals: { 'ec2:ManagedResourceOperator': 'scaler.lambda.amazonaws.com' } },
      ),
      allow(`ec2:DescribeAvailabilityZones ec2:DescribeCapacityReservations ec2:DescribeInstances
         ec2:DescribeInstanceStatus ec2:DescribeInstanceTypeOfferings ec2:DescribeInstanceTypes
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcEncryptionControls`),
      allow('ec2:RunInstances ec2:CreateNetworkInterface', 'arn:aws:ec2:*:*:subnet/* arn:aws:ec2:*:*:security-group/*'),
      allow('ec2:RunInstances', 'arn:aws:ec2:*:*:image/*', { StringEquals: { 'ec2:Owner': 'amazon' } }),
    ],
  },
  {
    name: 'CloudWatchLambdaInsightsExecutionRolePolicy',
    description: 'Lets functions report to Lambda Insights.',
    created: '2020-10-07',
    version: 1,
    statements: [
      allow('logs:CreateLogGroup'),
      allow('logs:CreateLogStream logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*'),
    ],
  },
  {
    name: 'AWSCodeDeployRoleForLambdaLimited',
    path: '/service-role/',
    description: 'Lets CodeDeploy shift the traffic of functions, without publishing to topics.',
    created: '2020-08-17',
    version: 1,
    statements: [
      allow(`cloudwatch:DescribeAlarms lambda:UpdateAlias lambda:GetAlias lambda:GetProvisionedConcurrencyConfig`),
      allow('s3:GetObject s3:GetObjectVersion', 'arn:aws:s3:::*/CodeDeploy/*'),
      allow('s3:GetObject s3:GetObjectVersion', '*', {
        StringEquals: { 's3:ExistingObjectTag/UseWithCodeDeploy': 'true' },
      }),
      allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:CodeDeployHook_*'),
    ],
  },
  {
    name: 'AmazonVPCCrossAccountNetworkInterfaceOperations',
    description: 'Lets network interfaces be created for, and attached to, resources of other accounts.',
    created: '2017-07-18',
    version: 5,
    statements: [
      allow('ec2:DescribeRouteTables ec2:CreateRoute ec2:DeleteRoute ec2:ReplaceRoute'),
      allow(`ec2:DescribeNetworkInterfaces ec2:CreateNetworkInterface ec2:DeleteNetworkInterface
         ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterfacePermission
         ec2:DescribeNetworkInterfacePermissions ec2:ModifyNetworkInterfaceAttribute
         ec2:DescribeNetworkInterfaceAttribute ec2:DescribeAvailabilityZones ec2:DescribeRegions ec2:DescribeVpcs
         ec2:DescribeSubnets`),
      allow('ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses'),
      allow('ec2:AssignIpv6Addresses ec2:UnassignIpv6Addresses'),
    ],
  },
];
