import { allow, createLinkedRoleFor, type PolicyEntry } from './statement.ts';

/** Policies for Elastic Beanstalk and the instances of its environments. */
export const elasticBeanstalkPolicies = (): PolicyEntry[] => [
  {
    name: 'AdministratorAccess-AWSElasticBeanstalk',
    description: 'Provides full access to Elastic Beanstalk and to the resources that its environments need.',
    created: '2021-01-22',
    version: 9,
    statements: [
      allow(`acm:Describe* acm:List* autoscaling:Describe* cloudformation:Describe* cloudformation:Estimate*
         cloudformation:Get* cloudformation:List* cloudformation:Validate* cloudtrail:LookupEvents
         cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics cloudwatch:ListMetrics codecommit:Get*
         codecommit:UploadArchive ec2:AllocateAddress ec2:AssociateAddress ec2:AuthorizeSecurityGroup*
         ec2:CreateLaunchTemplate* ec2:CreateSecurityGroup ec2:CreateTags ec2:DeleteLaunchTemplate*
         ec2:DeleteSecurityGroup ec2:DeleteTags ec2:Describe* ec2:DisassociateAddress ec2:ReleaseAddress
         ec2:RevokeSecurityGroup* ecs:CreateCluster ecs:DeRegisterTaskDefinition ecs:Describe* ecs:List*
         ecs:RegisterTaskDefinition elasticbeanstalk:* elasticloadbalancing:Describe* iam:GetRole
         iam:ListAttachedRolePolicies iam:ListInstanceProfiles iam:ListRolePolicies iam:ListRoles
         iam:ListServerCertificates logs:Describe* rds:Describe* s3:ListAllMyBuckets sns:ListSubscriptionsByTopic
         sns:ListTopics sqs:ListQueues`),
      allow(
        'autoscaling:*',
        `arn:aws:autoscaling:*:*:launchConfiguration:*:launchConfigurationName/awseb-e-*
         arn:aws:autoscaling:*:*:launchConfiguration:*:launchConfigurationName/eb-*
         arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/awseb-e-*
         arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/eb-*`,
      ),
      allow(
        `cloudformation:CancelUpdateStack cloudformation:ContinueUpdateRollback cloudformation:CreateStack
         cloudformation:DeleteStack cloudformation:GetTemplate cloudformation:ListStackResources
         cloudformation:SignalResource cloudformation:TagResource cloudformation:UntagResource
         cloudformation:UpdateStack`,
        'arn:aws:cloudformation:*:*:stack/awseb-* arn:aws:cloudformation:*:*:stack/eb-*',
      ),
      allow(
        'cloudwatch:DeleteAlarms cloudwatch:PutMetricAlarm',
        'arn:aws:cloudwatch:*:*:alarm:awseb-* arn:aws:cloudwatch:*:*:alarm:eb-*',
      ),
      allow(
        `codebuild:BatchGetBuilds codebuild:CreateProject codebuild:DeleteProject codebuild:StartBuild`,
        'arn:aws:codebuild:*:*:project/Elastic-Beanstalk-*',
      ),
      allow(
        'dynamodb:CreateTable dynamodb:DeleteTable dynamodb:DescribeTable dynamodb:TagResource',
        'arn:aws:dynamodb:*:*:table/awseb-e-* arn:aws:dynamodb:*:*:table/eb-*',
      ),
      allow('ec2:RebootInstances ec2:TerminateInstances', 'arn:aws:ec2:*:*:instance/*', {
        StringLike: {
          'ec2:ResourceTag/aws:cloudformation:stack-id': [
            'arn:aws:cloudformation:*:*:stack/awseb-e-*',
            'arn:aws:cloudformation:*:*:stack/eb-*',
          ],
        },
      }),
      allow('ec2:RunInstances', '*', { ArnLike: { 'ec2:LaunchTemplate': 'arn:aws:ec2:*:*:launch-template/*' } }),
      allow('ecs:DeleteCluster', 'arn:aws:ecs:*:*:cluster/awseb-*'),
      allow(
        `elasticloadbalancing:*Rule elasticloadbalancing:*Tags elasticloadbalancing:SetRulePriorities
         elasticloadbalancing:SetSecurityGroups`,
        `arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*/* arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*
         arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*`,
      ),
      allow(
        'elasticloadbalancing:*',
        `arn:aws:elasticloadbalancing:*:*:targetgroup/awseb-* arn:aws:elasticloadbalancing:*:*:targetgroup/eb-*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/awseb-* arn:aws:elasticloadbalancing:*:*:loadbalancer/eb-*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/*/awseb-*/*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/*/eb-*/* arn:aws:elasticloadbalancing:*:*:listener/awseb-*
         arn:aws:elasticloadbalancing:*:*:listener/eb-* arn:aws:elasticloadbalancing:*:*:listener/*/awseb-*/*/*
         arn:aws:elasticloadbalancing:*:*:listener/*/eb-*/*/*
         arn:aws:elasticloadbalancing:*:*:listener-rule/app/awseb-*/*/*/*
         arn:aws:elasticloadbalancing:*:*:listener-rule/app/eb-*/*/*/*`,
      ),
      allow(
        'iam:AddRoleToInstanceProfile iam:CreateInstanceProfile iam:CreateRole',
        `arn:aws:iam::*:role/aws-elasticbeanstalk* arn:aws:iam::*:instance-profile/aws-elasticbeanstalk*`,
      ),
      allow('iam:AttachRolePolicy', 'arn:aws:iam::*:role/aws-elasticbeanstalk*', {
        ArnLike: {
          'iam:PolicyArn': [
            'arn:aws:iam::aws:policy/AWSElasticBeanstalk*',
            'arn:aws:iam::aws:policy/service-role/AWSElasticBeanstalk*',
          ],
        },
      }),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringEquals: {
          'iam:PassedToService': [
            'elasticbeanstalk.amazonaws.com',
            'ec2.amazonaws.com',
            'ec2.amazonaws.com.cn',
            'autoscaling.amazonaws.com',
            'elasticloadbalancing.amazonaws.com',
            'ecs.amazonaws.com',
            'cloudformation.amazonaws.com',
          ],
        },
      }),
      createLinkedRoleFor(
        `autoscaling.amazonaws.com elasticbeanstalk.amazonaws.com elasticloadbalancing.amazonaws.com
         managedupdates.elasticbeanstalk.amazonaws.com maintenance.elasticbeanstalk.amazonaws.com`,
        `arn:aws:iam::*:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*
         arn:aws:iam::*:role/aws-service-role/elasticbeanstalk.amazonaws.com/AWSServiceRoleForElasticBeanstalk*
         arn:aws:iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing*
         arn:aws:iam::*:role/aws-service-role/managedupdates.elasticbeanstalk.amazonaws.com/AWSServiceRoleForElasticBeanstalk*
         arn:aws:iam::*:role/aws-service-role/maintenance.elasticbeanstalk.amazonaws.com/AWSServiceRoleForElasticBeanstalk*`,
      ),
      allow(
        'logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy',
        'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*',
      ),
      allow(
        `rds:*DBSubnetGroup rds:AuthorizeDBSecurityGroupIngress rds:CreateDBInstance rds:CreateDBSecurityGroup
         rds:DeleteDBInstance rds:DeleteDBSecurityGroup rds:ModifyDBInstance rds:RestoreDBInstanceFromDBSnapshot`,
        `arn:aws:rds:*:*:db:* arn:aws:rds:*:*:secgrp:awseb-e-* arn:aws:rds:*:*:secgrp:eb-*
         arn:aws:rds:*:*:snapshot:* arn:aws:rds:*:*:subgrp:awseb-e-* arn:aws:rds:*:*:subgrp:eb-*`,
      ),
      allow('s3:Delete* s3:Get* s3:Put*', 'arn:aws:s3:::elasticbeanstalk-*/*'),
      allow(
        `s3:CreateBucket s3:GetBucket* s3:ListBucket s3:PutBucketPolicy s3:PutBucketPublicAccessBlock
         s3:PutBucketOwnershipControls`,
        'arn:aws:s3:::elasticbeanstalk-*',
      ),
      allow(
        `sns:CreateTopic sns:DeleteTopic sns:GetTopicAttributes sns:Publish sns:SetTopicAttributes sns:Subscribe
         sns:Unsubscribe`,
        'arn:aws:sns:*:*:ElasticBeanstalkNotifications-*',
      ),
      allow(
        'sqs:*QueueAttributes sqs:CreateQueue sqs:DeleteQueue sqs:SendMessage sqs:TagQueue',
        'arn:aws:sqs:*:*:awseb-e-* arn:aws:sqs:*:*:eb-*',
      ),
      allow('ecs:TagResource', '*', {
        StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterTaskDefinition'] },
      }),
    ],
  },
  {
    name: 'AWSElasticBeanstalkWebTier',
    description: 'Lets instances of web server environments store logs and report traces and metrics.',
    created: '2016-02-08',
    version: 9,
    statements: [
      allow('s3:Get* s3:List* s3:PutObject', 'arn:aws:s3:::elasticbeanstalk-* arn:aws:s3:::elasticbeanstalk-*/*'),
      allow(`xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
         xray:GetSamplingStatisticSummaries`),
      allow(
        'logs:PutLogEvents logs:CreateLogStream logs:DescribeLogStreams logs:DescribeLogGroups',
        'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*',
      ),
      allow(
        'elasticbeanstalk:PutInstanceStatistics',
        'arn:aws:elasticbeanstalk:*:*:application/* arn:aws:elasticbeanstalk:*:*:environment/*',
      ),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*::foundation-model/anthropic.claude-* arn:aws:bedrock:*::foundation-model/amazon.nova-*`,
      ),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*:*:inference-profile/*anthropic.claude-*
         arn:aws:bedrock:*:*:inference-profile/*amazon.nova-*`,
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow(`bedrock:ListFoundationModels elasticbeanstalk:DescribeEvents elasticbeanstalk:DescribeEnvironmentHealth`),
      allow('aws-marketplace:Subscribe aws-marketplace:ViewSubscriptions aws-marketplace:Unsubscribe'),
    ],
  },
  {
    name: 'AWSElasticBeanstalkWorkerTier',
    description: 'Lets instances of worker environments read their queue, store logs and report traces and metrics.',
    created: '2016-02-08',
    version: 8,
    statements: [
      allow('cloudwatch:PutMetricData'),
      allow(`xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
         xray:GetSamplingStatisticSummaries`),
      allow('sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:ReceiveMessage sqs:SendMessage'),
      allow('s3:Get* s3:List* s3:PutObject', 'arn:aws:s3:::elasticbeanstalk-* arn:aws:s3:::elasticbeanstalk-*/*'),
      allow(
        `dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem
         dynamodb:Query dynamodb:Scan dynamodb:UpdateItem`,
        'arn:aws:dynamodb:*:*:table/*-stack-AWSEBWorkerCronLeaderRegistry*',
      ),
      allow('logs:PutLogEvents logs:CreateLogStream', 'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*'),
      allow(
        'elasticbeanstalk:PutInstanceStatistics',
        'arn:aws:elasticbeanstalk:*:*:application/* arn:aws:elasticbeanstalk:*:*:environment/*',
      ),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*::foundation-model/anthropic.claude-* arn:aws:bedrock:*::foundation-model/amazon.nova-*`,
      ),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*:*:inference-profile/*anthropic.claude-*
         arn:aws:bedrock:*:*:inference-profile/*amazon.nova-*`,
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow(`bedrock:ListFoundationModels elasticbeanstalk:DescribeEvents elasticbeanstalk:DescribeEnvironmentHealth`),
      allow('aws-marketplace:Subscribe aws-marketplace:ViewSubscriptions aws-marketplace:Unsubscribe'),
    ],
  },
  {
    name: 'AWSElasticBeanstalkMulticontainerDocker',
    description: 'Lets instances of multicontainer environments use Amazon ECS to coordinate deployments.',
    created: '2016-02-08',
    version: 5,
    statements: [
      allow(`ecs:Poll ecs:StartTask ecs:StopTask ecs:DiscoverPollEndpoint ecs:StartTelemetrySession
         ecs:RegisterContainerInstance ecs:DeregisterContainerInstance ecs:DescribeContainerInstances ecs:Submit*
         ecs:DescribeTasks`),
      allow('ecs:TagResource', '*', {
        StringEquals: { 'ecs:CreateAction': ['RegisterContainerInstance', 'StartTask'] },
      }),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*::foundation-model/anthropic.claude-* arn:aws:bedrock:*::foundation-model/amazon.nova-*`,
      ),
      allow(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:*:*:inference-profile/*anthropic.claude-*
         arn:aws:bedrock:*:*:inference-profile/*amazon.nova-*`,
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow(`bedrock:ListFoundationModels elasticbeanstalk:DescribeEvents elasticbeanstalk:DescribeEnvironmentHealth`),
      allow('aws-marketplace:Subscribe aws-marketplace:ViewSubscriptions aws-marketplace:Unsubscribe'),
    ],
  },
  {
    name: 'AWSElasticBeanstalkEnhancedHealth',
    path: '/service-role/',
    description: 'Lets Elastic Beanstalk observe the health of environments.',
    created: '2016-02-08',
    version: 4,
    statements: [
      allow(`elasticloadbalancing:DescribeInstanceHealth elasticloadbalancing:DescribeLoadBalancers
         elasticloadbalancing:DescribeTargetHealth ec2:DescribeInstances ec2:DescribeInstanceStatus
         ec2:GetConsoleOutput ec2:AssociateAddress ec2:DescribeAddresses ec2:DescribeSecurityGroups
         sqs:GetQueueAttributes sqs:GetQueueUrl autoscaling:DescribeAutoScalingGroups
         autoscaling:DescribeAutoScalingInstances autoscaling:DescribeScalingActivities
         autoscaling:DescribeNotificationConfigurations sns:Publish`),
      allow(
        'logs:DescribeLogStreams logs:CreateLogStream logs:PutLogEvents',
        'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*:log-stream:*',
      ),
    ],
  },
  {
    name: 'AWSElasticBeanstalkService',
    path: '/service-role/',
    description: 'Lets Elastic Beanstalk manage environments.',
    created: '2016-04-11',
    version: 17,
    statements: [
      allow('cloudformation:*', 'arn:aws:cloudformation:*:*:stack/awseb-* arn:aws:cloudformation:*:*:stack/eb-*'),
      allow('logs:DeleteLogGroup', 'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*'),
      allow('ecs:TagResource', '*', {
        StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterTaskDefinition'] },
      }),
      allow('s3:*', 'arn:aws:s3:::elasticbeanstalk-* arn:aws:s3:::elasticbeanstalk-*/*'),
      allow('ec2:RunInstances', '*', { ArnLike: { 'ec2:LaunchTemplate': 'arn:aws:ec2:*:*:launch-template/*' } }),
      allow('elasticloadbalancing:AddTags', '*', {
        StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateLoadBalancer' },
      }),
      allow(`autoscaling:AttachInstances autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
         autoscaling:CreateOrUpdateTags autoscaling:DeleteLaunchConfiguration autoscaling:DeleteAutoScalingGroup
         autoscaling:DeleteScheduledAction autoscaling:DescribeAccountLimits autoscaling:DescribeAutoScalingGroups
         autoscaling:DescribeAutoScalingInstances autoscaling:DescribeLaunchConfigurations
         autoscaling:DescribeLoadBalancers autoscaling:DescribeNotificationConfigurations
         autoscaling:DescribeScalingActivities autoscaling:DescribeScheduledActions autoscaling:DetachInstances
         autoscaling:DeletePolicy autoscaling:PutScalingPolicy autoscaling:PutScheduledUpdateGroupAction
         autoscaling:PutNotificationConfiguration autoscaling:ResumeProcesses autoscaling:SetDesiredCapacity
         autoscaling:SuspendProcesses autoscaling:TerminateInstanceInAutoScalingGroup
         autoscaling:UpdateAutoScalingGroup cloudwatch:PutMetricAlarm ec2:AssociateAddress ec2:AllocateAddress
         ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:CreateLaunchTemplate
         ec2:CreateLaunchTemplateVersion ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions
         ec2:DeleteLaunchTemplate ec2:DeleteLaunchTemplateVersions ec2:CreateSecurityGroup ec2:DeleteSecurityGroup
         ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeImages ec2:DescribeInstances
         ec2:DescribeKeyPairs ec2:DescribeSecurityGroups ec2:DescribeSnapshots ec2:DescribeSubnets
         ec2:DescribeVpcs ec2:DescribeInstanceAttribute ec2:DescribeSpotInstanceRequests
         ec2:DescribeVpcClassicLink ec2:DisassociateAddress ec2:ReleaseAddress ec2:RevokeSecurityGroupEgress
         ec2:RevokeSecurityGroupIngress ec2:TerminateInstances ecs:CreateCluster ecs:DeleteCluster
         ecs:DescribeClusters ecs:RegisterTaskDefinition elasticbeanstalk:*
         elasticloadbalancing:ApplySecurityGroupsToLoadBalancer elasticloadbalancing:ConfigureHealthCheck
         elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:DeleteLoadBalancer
         elasticloadbalancing:DeregisterInstancesFromLoadBalancer elasticloadbalancing:DescribeInstanceHealth
         elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetHealth
         elasticloadbalancing:RegisterInstancesWithLoadBalancer elasticloadbalancing:DescribeTargetGroups
         elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets iam:ListRoles iam:PassRole
         logs:CreateLogGroup logs:PutRetentionPolicy logs:DescribeLogGroups rds:DescribeDBEngineVersions
         rds:DescribeDBInstances rds:DescribeOrderableDBInstanceOptions s3:GetObject s3:GetObjectAcl s3:ListBucket
         sns:CreateTopic sns:GetTopicAttributes sns:ListSubscriptionsByTopic sns:Subscribe sns:SetTopicAttributes
         sqs:GetQueueAttributes sqs:GetQueueUrl codebuild:CreateProject codebuild:DeleteProject
         codebuild:BatchGetBuilds codebuild:StartBuild`),
    ],
  },
  {
    name: 'AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy',
    description: 'Lets Elastic Beanstalk perform managed updates of environments.',
    created: '2021-03-03',
    version: 12,
    statements: [
      allow('elasticbeanstalk:*'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringEquals: {
          'iam:PassedToService': [
            'elasticbeanstalk.amazonaws.com',
            'ec2.amazonaws.com',
            'ec2.amazonaws.com.cn',
            'autoscaling.amazonaws.com',
            'elasticloadbalancing.amazonaws.com',
            'ecs.amazonaws.com',
            'cloudformation.amazonaws.com',
          ],
        },
      }),
      allow(`autoscaling:DescribeAccountLimits autoscaling:DescribeAutoScalingGroups
         autoscaling:DescribeAutoScalingInstances autoscaling:DescribeLaunchConfigurations
         autoscaling:DescribeLoadBalancers autoscaling:DescribeNotificationConfigurations
         autoscaling:DescribeScalingActivities autoscaling:DescribeScheduledActions ec2:DescribeAccountAttributes
         ec2:DescribeAddresses ec2:DescribeAvailabilityZones ec2:DescribeImages ec2:DescribeInstanceAttribute
         ec2:DescribeInstances ec2:DescribeKeyPairs ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions
         ec2:DescribeSecurityGroups ec2:DescribeSnapshots ec2:DescribeSpotInstanceRequests ec2:DescribeSubnets
         ec2:DescribeVpcClassicLink ec2:DescribeVpcs elasticloadbalancing:DescribeInstanceHealth
         elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups
         elasticloadbalancing:DescribeTargetHealth logs:DescribeLogGroups rds:DescribeDBEngineVersions
         rds:DescribeDBInstances rds:DescribeOrderableDBInstanceOptions sns:ListSubscriptionsByTopic`),
      allow(`ec2:AllocateAddress ec2:AssociateAddress ec2:AuthorizeSecurityGroupEgress
         ec2:AuthorizeSecurityGroupIngress ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion
         ec2:CreateSecurityGroup ec2:DeleteLaunchTemplate ec2:DeleteLaunchTemplateVersions ec2:DeleteSecurityGroup
         ec2:DisassociateAddress ec2:ReleaseAddress ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress`),
      allow('ec2:RunInstances', '*', { ArnLike: { 'ec2:LaunchTemplate': 'arn:aws:ec2:*:*:launch-template/*' } }),
      allow('ec2:TerminateInstances', 'arn:aws:ec2:*:*:instance/*', {
        StringLike: {
          'ec2:ResourceTag/aws:cloudformation:stack-id': [
            'arn:aws:cloudformation:*:*:stack/awseb-e-*',
            'arn:aws:cloudformation:*:*:stack/eb-*',
          ],
        },
      }),
      allow('ecs:CreateCluster ecs:DescribeClusters ecs:RegisterTaskDefinition'),
      allow('ecs:DeleteCluster', 'arn:aws:ecs:*:*:cluster/awseb-*'),
      allow(
        `autoscaling:AttachInstances autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
         autoscaling:CreateOrUpdateTags autoscaling:DeleteLaunchConfiguration autoscaling:DeleteAutoScalingGroup
         autoscaling:DeleteScheduledAction autoscaling:DetachInstances autoscaling:DeletePolicy
         autoscaling:PutScalingPolicy autoscaling:PutScheduledUpdateGroupAction
         autoscaling:PutNotificationConfiguration autoscaling:ResumeProcesses autoscaling:SetDesiredCapacity
         autoscaling:SuspendProcesses autoscaling:TerminateInstanceInAutoScalingGroup
         autoscaling:UpdateAutoScalingGroup`,
        `arn:aws:autoscaling:*:*:launchConfiguration:*:launchConfigurationName/awseb-e-*
         arn:aws:autoscaling:*:*:launchConfiguration:*:launchConfigurationName/eb-*
         arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/awseb-e-*
         arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/eb-*`,
      ),
      allow('cloudformation:*', 'arn:aws:cloudformation:*:*:stack/awseb-* arn:aws:cloudformation:*:*:stack/eb-*'),
      allow(
        `elasticloadbalancing:AddTags elasticloadbalancing:ApplySecurityGroupsToLoadBalancer
         elasticloadbalancing:ConfigureHealthCheck elasticloadbalancing:CreateLoadBalancer
         elasticloadbalancing:DeleteLoadBalancer elasticloadbalancing:DeregisterInstancesFromLoadBalancer
         elasticloadbalancing:DeregisterTargets elasticloadbalancing:RegisterInstancesWithLoadBalancer
         elasticloadbalancing:RegisterTargets`,
        `arn:aws:elasticloadbalancing:*:*:targetgroup/awseb-* arn:aws:elasticloadbalancing:*:*:targetgroup/eb-*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/awseb-* arn:aws:elasticloadbalancing:*:*:loadbalancer/eb-*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/*/awseb-*/*
         arn:aws:elasticloadbalancing:*:*:loadbalancer/*/eb-*/*`,
      ),
      allow(
        'logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy',
        'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*',
      ),
      allow(
        `s3:DeleteObject s3:GetObject s3:GetObjectAcl s3:GetObjectVersion s3:GetObjectVersionAcl s3:PutObject
         s3:PutObjectAcl s3:PutObjectVersionAcl`,
        'arn:aws:s3:::elasticbeanstalk-*/*',
      ),
      allow(
        's3:GetBucketLocation s3:GetBucketPolicy s3:ListBucket s3:PutBucketPolicy',
        'arn:aws:s3:::elasticbeanstalk-*',
      ),
      allow(
        'sns:CreateTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:Subscribe',
        'arn:aws:sns:*:*:ElasticBeanstalkNotifications-*',
      ),
      allow('sqs:GetQueueAttributes sqs:GetQueueUrl', 'arn:aws:sqs:*:*:awseb-e-* arn:aws:sqs:*:*:eb-*'),
      allow('cloudwatch:PutMetricAlarm', 'arn:aws:cloudwatch:*:*:alarm:awseb-* arn:aws:cloudwatch:*:*:alarm:eb-*'),
      allow('ecs:TagResource', '*', {
        StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterTaskDefinition'] },
      }),
      allow('ec2:createTags', '*', {
        StringEquals: { 'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances', 'AllocateAddress'] },
      }),
    ],
  },
];
