import { allow, createLinkedRoleFor, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for clusters of EMR. */
export const elasticMapReducePolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonElasticMapReduceRole',
    path: '/service-role/',
    description: 'Lets Amazon EMR manage the resources of clusters.',
    created: '2015-02-06',
    version: 10,
    statements: [
      allow(`ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:CancelSpotInstanceRequests
         ec2:CreateFleet ec2:CreateLaunchTemplate ec2:CreateNetworkInterface ec2:CreateSecurityGroup
         ec2:CreateTags ec2:DeleteLaunchTemplate ec2:DeleteNetworkInterface ec2:DeleteSecurityGroup ec2:DeleteTags
         ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes ec2:DescribeDhcpOptions ec2:DescribeImages
         ec2:DescribeInstanceStatus ec2:DescribeInstances ec2:DescribeKeyPairs ec2:DescribeLaunchTemplates
         ec2:DescribeNetworkAcls ec2:DescribeNetworkInterfaces ec2:DescribePrefixLists ec2:DescribeRouteTables
         ec2:DescribeSecurityGroups ec2:DescribeSpotInstanceRequests ec2:DescribeSpotPriceHistory
         ec2:DescribeSubnets ec2:DescribeTags ec2:DescribeVpcAttribute ec2:DescribeVpcEndpoints
         ec2:DescribeVpcEndpointServices ec2:DescribeVpcs ec2:DetachNetworkInterface ec2:ModifyImageAttribute
         ec2:ModifyInstanceAttribute ec2:RequestSpotInstances ec2:RevokeSecurityGroupEgress ec2:RunInstances
         ec2:TerminateInstances ec2:DeleteVolume ec2:DescribeVolumeStatus ec2:DescribeVolumes ec2:DetachVolume
         iam:GetRole iam:GetRolePolicy iam:ListInstanceProfiles iam:ListRolePolicies iam:PassRole s3:CreateBucket
         s3:Get* s3:List* sdb:BatchPutAttributes sdb:Select sqs:CreateQueue sqs:Delete* sqs:GetQueue*
         sqs:PurgeQueue sqs:ReceiveMessage cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms
         cloudwatch:DeleteAlarms application-autoscaling:RegisterScalableTarget
         application-autoscaling:DeregisterScalableTarget application-autoscaling:PutScalingPolicy
         application-autoscaling:DeleteScalingPolicy application-autoscaling:Describe*`),
      createLinkedRoleFor(
        'spot.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot*',
      ),
    ],
  },
  {
    name: 'AmazonElasticMapReduceforEC2Role',
    path: '/service-role/',
    description: 'Lets applications on instances of clusters use other services.',
    created: '2015-02-06',
    version: 3,
    statements: [
      allow(`cloudwatch:* dynamodb:* ec2:Describe* elasticmapreduce:Describe* elasticmapreduce:ListBootstrapActions
         elasticmapreduce:ListClusters elasticmapreduce:ListInstanceGroups elasticmapreduce:ListInstances
         elasticmapreduce:ListSteps kinesis:CreateStream kinesis:DeleteStream kinesis:DescribeStream
         kinesis:GetRecords kinesis:GetShardIterator kinesis:MergeShards kinesis:PutRecord kinesis:SplitShard
         rds:Describe* s3:* sdb:* sns:* sqs:* glue:CreateDatabase glue:UpdateDatabase glue:DeleteDatabase
         glue:GetDatabase glue:GetDatabases glue:CreateTable glue:UpdateTable glue:DeleteTable glue:GetTable
         glue:GetTables glue:GetTableVersions glue:CreatePartition glue:BatchCreatePartition glue:UpdatePartition
         glue:DeletePartition glue:BatchDeletePartition glue:GetPartition glue:GetPartitions
         glue:BatchGetPartition glue:CreateUserDefinedFunction glue:UpdateUserDefinedFunction
         glue:DeleteUserDefinedFunction glue:GetUserDefinedFunction glue:GetUserDefinedFunctions`),
    ],
  },
  {
    name: 'AmazonElasticMapReduceforAutoScalingRole',
    path: '/service-role/',
    description: 'Lets Application Auto Scaling resize instance groups of clusters.',
    created: '2016-11-18',
    version: 1,
    statements: [
      allow(`cloudwatch:DescribeAlarms elasticmapreduce:ListInstanceGroups elasticmapreduce:ModifyInstanceGroups`),
    ],
  },
  {
    name: 'AmazonElasticMapReduceEditorsRole',
    path: '/service-role/',
    description: 'Lets notebooks of Amazon EMR reach their clusters.',
    created: '2018-11-16',
    version: 2,
    statements: [
      allow(`ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:CreateSecurityGroup
         ec2:DescribeSecurityGroups ec2:RevokeSecurityGroupEgress ec2:CreateNetworkInterface
         ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface ec2:DeleteNetworkInterfacePermission
         ec2:DescribeNetworkInterfaces ec2:ModifyNetworkInterfaceAttribute ec2:DescribeTags ec2:DescribeInstances
         ec2:DescribeSubnets ec2:DescribeVpcs elasticmapreduce:ListInstances elasticmapreduce:DescribeCluster
         elasticmapreduce:ListSteps`),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:network-interface/*', {
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['aws:elasticmapreduce:editor-id', 'aws:elasticmapreduce:job-flow-id'],
        },
      }),
    ],
  },
  {
    name: 'AmazonElasticMapReduceFullAccess',
    description: 'Provides full access to Amazon EMR and the services that it needs.',
    created: '2015-02-06',
    version: 7,
    statements: [
      allow(`cloudwatch:* cloudformation:CreateStack cloudformation:DescribeStackEvents
         ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress ec2:CancelSpotInstanceRequests
         ec2:CreateRoute ec2:CreateSecurityGroup ec2:CreateTags ec2:DeleteRoute ec2:DeleteTags
         ec2:DeleteSecurityGroup ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes ec2:DescribeInstances
         ec2:DescribeKeyPairs ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSpotInstanceRequests
         ec2:DescribeSpotPriceHistory ec2:DescribeSubnets ec2:DescribeVpcAttribute ec2:DescribeVpcs
         ec2:DescribeNetworkAcls ec2:CreateVpcEndpoint ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute
         ec2:RequestSpotInstances ec2:RevokeSecurityGroupEgress ec2:RunInstances ec2:TerminateInstances
         elasticmapreduce:* iam:GetPolicy iam:GetPolicyVersion iam:ListRoles iam:PassRole kms:List* s3:* sdb:*`),
      createLinkedRoleFor('elasticmapreduce.amazonaws.com elasticmapreduce.amazonaws.com.cn'),
    ],
  },
  {
    name: 'AmazonEMRServicePolicy_v2',
    path: '/service-role/',
    description: 'Lets Amazon EMR manage the tagged resources of clusters.',
    created: '2021-03-12',
    version: 6,
    statements: [
      allow(
        `ec2:CreateNetworkInterface ec2:RunInstances ec2:CreateFleet ec2:CreateLaunchTemplate
         ec2:CreateLaunchTemplateVersion`,
        'arn:aws:ec2:*:*:subnet/* arn:aws:ec2:*:*:security-group/*',
        { StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' } },
      ),
      allow('ec2:CreateFleet ec2:RunInstances ec2:CreateLaunchTemplateVersion', 'arn:aws:ec2:*:*:launch-template/*', {
        StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow('ec2:CreateLaunchTemplate', 'arn:aws:ec2:*:*:launch-template/*', {
        StringEquals: { 'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow('ec2:RunInstances ec2:CreateFleet', 'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/*', {
        StringEquals: { 'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow(
        'ec2:RunInstances ec2:CreateFleet ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion',
        `arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*::image/ami-* arn:aws:ec2:*:*:key-pair/*
         arn:aws:ec2:*:*:capacity-reservation/* arn:aws:ec2:*:*:placement-group/EMR_* arn:aws:ec2:*:*:fleet/*
         arn:aws:ec2:*:*:dedicated-host/* arn:aws:resource-groups:*:*:group/*`,
      ),
      allow(
        `ec2:CreateLaunchTemplateVersion ec2:DeleteLaunchTemplate ec2:DeleteNetworkInterface
         ec2:ModifyInstanceAttribute ec2:TerminateInstances`,
        '*',
        { StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' } },
      ),
      allow(
        'ec2:CreateTags ec2:DeleteTags',
        `arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:network-interface/*
         arn:aws:ec2:*:*:launch-template/*`,
        { StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' } },
      ),
      allow('ec2:CreateNetworkInterface', 'arn:aws:ec2:*:*:network-interface/*', {
        StringEquals: { 'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow(
        'ec2:CreateTags',
        `arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/*
         arn:aws:ec2:*:*:launch-template/*`,
        {
          StringEquals: {
            'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate', 'CreateNetworkInterface'],
          },
        },
      ),
      allow('ec2:CreateTags ec2:DeleteTags', 'arn:aws:ec2:*:*:placement-group/EMR_*'),
      allow(`ec2:DescribeAccountAttributes ec2:DescribeCapacityReservations ec2:DescribeDhcpOptions ec2:DescribeImages
         ec2:DescribeInstances ec2:DescribeInstanceTypeOfferings ec2:DescribeLaunchTemplates
         ec2:DescribeNetworkAcls ec2:DescribeNetworkInterfaces ec2:DescribePlacementGroups ec2:DescribeRouteTables
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes ec2:DescribeVolumeStatus
         ec2:DescribeVpcAttribute ec2:DescribeVpcEndpoints ec2:DescribeVpcs`),
      allow('ec2:CreateSecurityGroup', 'arn:aws:ec2:*:*:security-group/*', {
        StringEquals: { 'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow('ec2:CreateSecurityGroup', 'arn:aws:ec2:*:*:vpc/*', {
        StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:security-group/*', {
        StringEquals: {
          'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true',
          'ec2:CreateAction': 'CreateSecurityGroup',
        },
      }),
      allow(
        `ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupEgress
         ec2:RevokeSecurityGroupIngress`,
        '*',
        { StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' } },
      ),
      allow('ec2:CreatePlacementGroup', 'arn:aws:ec2:*:*:placement-group/EMR_*'),
      allow('ec2:DeletePlacementGroup'),
      allow(`application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
         application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies
         application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget`),
      allow('resource-groups:ListGroupResources'),
      allow(
        'cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms',
        'arn:aws:cloudwatch:*:*:alarm:*_EMR_Auto_Scaling',
      ),
      passRoleTo('application-autoscaling.amazonaws.com*', 'arn:aws:iam::*:role/EMR_AutoScaling_DefaultRole'),
      passRoleTo('ec2.amazonaws.com*', 'arn:aws:iam::*:role/EMR_EC2_DefaultRole'),
      allow(
        'ec2:ModifyVpcEndpoint ec2:CreateVpcEndpoint',
        `arn:aws:ec2:*:*:vpc-endpoint/* arn:aws:ec2:*:*:subnet/* arn:aws:ec2:*:*:security-group/*
         arn:aws:ec2:*:*:vpc/*`,
        { StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' } },
      ),
      allow('ec2:CreateVpcEndpoint', 'arn:aws:ec2:*:*:vpc-endpoint/*', {
        StringEquals: {
          'aws:RequestTag/Name': 'emr-service-vpce',
          'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true',
        },
      }),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:vpc-endpoint/*', {
        StringEquals: {
          'aws:RequestTag/Name': 'emr-service-vpce',
          'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true',
          'ec2:CreateAction': 'CreateVpcEndpoint',
        },
      }),
    ],
  },
  {
    name: 'AmazonEMRFullAccessPolicy_v2',
    description: 'Provides full access to Amazon EMR, limited to tagged resources.',
    created: '2021-03-12',
    version: 7,
    statements: [
      allow('elasticmapreduce:RunJobFlow', '*', {
        StringEquals: { 'aws:RequestTag/for-use-with-amazon-emr-managed-policies': 'true' },
      }),
      allow(`elasticmapreduce:AddInstanceFleet elasticmapreduce:AddInstanceGroups elasticmapreduce:AddJobFlowSteps
         elasticmapreduce:AddTags elasticmapreduce:CancelSteps elasticmapreduce:CreateEditor
         elasticmapreduce:CreatePersistentAppUI elasticmapreduce:CreateSecurityConfiguration
         elasticmapreduce:DeleteEditor elasticmapreduce:DeleteSecurityConfiguration
         elasticmapreduce:DescribeCluster elasticmapreduce:DescribeEditor elasticmapreduce:DescribeJobFlows
         elasticmapreduce:DescribePersistentAppUI elasticmapreduce:DescribeSecurityConfiguration
         elasticmapreduce:DescribeStep elasticmapreduce:DescribeReleaseLabel
         elasticmapreduce:GetBlockPublicAccessConfiguration elasticmapreduce:GetManagedScalingPolicy
         elasticmapreduce:GetAutoTerminationPolicy elasticmapreduce:GetPersistentAppUIPresignedURL
         elasticmapreduce:ListBootstrapActions elasticmapreduce:ListClusters elasticmapreduce:ListEditors
         elasticmapreduce:ListInstanceFleets elasticmapreduce:ListInstanceGroups elasticmapreduce:ListInstances
         elasticmapreduce:ListSecurityConfigurations elasticmapreduce:ListSteps
         elasticmapreduce:ListSupportedInstanceTypes elasticmapreduce:ModifyCluster
         elasticmapreduce:ModifyInstanceFleet elasticmapreduce:ModifyInstanceGroups
         elasticmapreduce:OpenEditorInConsole elasticmapreduce:PutAutoScalingPolicy
         elasticmapreduce:PutBlockPublicAccessConfiguration elasticmapreduce:PutManagedScalingPolicy
         elasticmapreduce:RemoveAutoScalingPolicy elasticmapreduce:RemoveManagedScalingPolicy
         elasticmapreduce:RemoveTags elasticmapreduce:SetTerminationProtection elasticmapreduce:StartEditor
         elasticmapreduce:StopEditor elasticmapreduce:TerminateJobFlows
         elasticmapreduce:ViewEventsFromAllClustersInConsole`),
      allow('cloudwatch:GetMetricStatistics'),
      passRoleTo('elasticmapreduce.amazonaws.com*', 'arn:aws:iam::*:role/EMR_DefaultRole_V2'),
      passRoleTo('ec2.amazonaws.com*', 'arn:aws:iam::*:role/EMR_EC2_DefaultRole'),
      passRoleTo('application-autoscaling.amazonaws.com*', 'arn:aws:iam::*:role/EMR_AutoScaling_DefaultRole'),
      allow(
        'iam:CreateServiceLinkedRole',
        `arn:aws:iam::*:role/aws-service-role/elasticmapreduce.amazonaws.com*/AWSServiceRoleForEMRCleanup*`,
        {
          StringEquals: {
            'iam:AWSServiceName': ['elasticmapreduce.amazonaws.com', 'elasticmapreduce.amazonaws.com.cn'],
          },
        },
      ),
      allow(`ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones ec2:DescribeImages ec2:DescribeKeyPairs
         ec2:DescribeNatGateways ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSubnets
         ec2:DescribeVpcs ec2:DescribeVpcEndpoints s3:ListAllMyBuckets iam:ListRoles`),
    ],
  },
];
