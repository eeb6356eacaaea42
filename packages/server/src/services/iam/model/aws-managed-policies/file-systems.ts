import { allow, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for file systems, objects that functions transform, and transfers. */
export const fileSystemPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonElasticFileSystemFullAccess',
    description: 'Provides full access to Amazon EFS.',
    created: '2015-05-27',
    version: 10,
    statements: [
      allow(`cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricData ec2:CreateNetworkInterface
         ec2:DeleteNetworkInterface ec2:DescribeAvailabilityZones ec2:DescribeNetworkInterfaceAttribute
         ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute
         ec2:DescribeVpcs ec2:ModifyNetworkInterfaceAttribute elasticfilesystem:CreateFileSystem
         elasticfilesystem:CreateMountTarget elasticfilesystem:CreateTags elasticfilesystem:CreateAccessPoint
         elasticfilesystem:CreateReplicationConfiguration elasticfilesystem:DeleteFileSystem
         elasticfilesystem:DeleteMountTarget elasticfilesystem:DeleteTags elasticfilesystem:DeleteAccessPoint
         elasticfilesystem:DeleteFileSystemPolicy elasticfilesystem:DeleteReplicationConfiguration
         elasticfilesystem:DescribeAccountPreferences elasticfilesystem:DescribeBackupPolicy
         elasticfilesystem:DescribeFileSystems elasticfilesystem:DescribeFileSystemPolicy
         elasticfilesystem:DescribeLifecycleConfiguration elasticfilesystem:DescribeMountTargets
         elasticfilesystem:DescribeMountTargetSecurityGroups elasticfilesystem:DescribeTags
         elasticfilesystem:DescribeAccessPoints elasticfilesystem:DescribeReplicationConfigurations
         elasticfilesystem:ModifyMountTargetSecurityGroups elasticfilesystem:PutAccountPreferences
         elasticfilesystem:PutBackupPolicy elasticfilesystem:PutLifecycleConfiguration
         elasticfilesystem:PutFileSystemPolicy elasticfilesystem:UpdateFileSystem
         elasticfilesystem:UpdateFileSystemProtection elasticfilesystem:TagResource
         elasticfilesystem:UntagResource elasticfilesystem:ListTagsForResource elasticfilesystem:Backup
         elasticfilesystem:Restore elasticfilesystem:ReplicationRead elasticfilesystem:ReplicationWrite
         kms:DescribeKey kms:ListAliases`),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: { 'iam:AWSServiceName': 'elasticfilesystem.amazonaws.com' },
      }),
      passRoleTo('elasticfilesystem.amazonaws.com', 'arn:aws:iam::*:role/*'),
    ],
  },
  {
    name: 'AmazonElasticFileSystemReadOnlyAccess',
    description: 'Provides read only access to Amazon EFS.',
    created: '2015-05-27',
    version: 9,
    statements: [
      allow(`cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricData ec2:DescribeAvailabilityZones
         ec2:DescribeNetworkInterfaceAttribute ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ec2:DescribeVpcAttribute ec2:DescribeVpcs
         elasticfilesystem:DescribeAccountPreferences elasticfilesystem:DescribeBackupPolicy
         elasticfilesystem:DescribeFileSystems elasticfilesystem:DescribeFileSystemPolicy
         elasticfilesystem:DescribeLifecycleConfiguration elasticfilesystem:DescribeMountTargets
         elasticfilesystem:DescribeMountTargetSecurityGroups elasticfilesystem:DescribeTags
         elasticfilesystem:DescribeAccessPoints elasticfilesystem:DescribeReplicationConfigurations
         elasticfilesystem:ListTagsForResource elasticfilesystem:ReplicationRead kms:ListAliases`),
    ],
  },
  {
    name: 'AmazonElasticFileSystemClientReadWriteAccess',
    description: 'Lets clients read and write file systems.',
    created: '2020-01-13',
    version: 1,
    statements: [
      allow(`elasticfilesystem:ClientMount elasticfilesystem:ClientWrite elasticfilesystem:DescribeMountTargets`),
    ],
  },
  {
    name: 'AmazonElasticFileSystemClientFullAccess',
    description: 'Lets clients read and write file systems, also as their root user.',
    created: '2020-01-13',
    version: 1,
    statements: [
      allow(`elasticfilesystem:ClientMount elasticfilesystem:ClientRootAccess elasticfilesystem:ClientWrite
         elasticfilesystem:DescribeMountTargets`),
    ],
  },
  {
    name: 'AmazonS3ObjectLambdaExecutionRolePolicy',
    path: '/service-role/',
    description: 'Lets functions answer requests for objects and write logs.',
    created: '2021-08-18',
    version: 1,
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents s3-object-lambda:WriteGetObjectResponse`),
    ],
  },
  {
    name: 'AWSTransferLoggingAccess',
    path: '/service-role/',
    description: 'Lets AWS Transfer Family write logs.',
    created: '2019-01-14',
    version: 1,
    statements: [allow('logs:CreateLogStream logs:DescribeLogStreams logs:CreateLogGroup logs:PutLogEvents')],
  },
];
