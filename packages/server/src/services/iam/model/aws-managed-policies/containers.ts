import { allow, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for images, and for what ECS manages beside its tasks. */
export const containerPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonEC2ContainerRegistryPullOnly',
    description: 'Lets images be pulled from Amazon ECR, pull-through caches included.',
    created: '2024-10-04',
    version: 1,
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchImportUpstreamImage`),
    ],
  },
  {
    name: 'AmazonElasticContainerRegistryPublicReadOnly',
    description: 'Provides read only access to public repositories of Amazon ECR.',
    created: '2020-12-01',
    version: 1,
    statements: [
      allow(`ecr-public:GetAuthorizationToken sts:GetServiceBearerToken ecr-public:BatchCheckLayerAvailability
         ecr-public:GetRepositoryPolicy ecr-public:DescribeRepositories ecr-public:DescribeRegistries
         ecr-public:DescribeImages ecr-public:DescribeImageTags ecr-public:GetRepositoryCatalogData
         ecr-public:GetRegistryCatalogData`),
    ],
  },
  {
    name: 'AmazonECSInfrastructureRolePolicyForLoadBalancers',
    description: 'Lets Amazon ECS manage targets and listeners of load balancers.',
    created: '2025-07-17',
    version: 6,
    statements: [
      allow(`elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules
         elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth`),
      allow(
        'elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets',
        'arn:aws:elasticloadbalancing:*:*:targetgroup/*/*',
      ),
      allow('elasticloadbalancing:ModifyListener', 'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*'),
      allow('elasticloadbalancing:ModifyListener', 'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*'),
      allow('elasticloadbalancing:ModifyRule', 'arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*'),
    ],
  },
  {
    name: 'AmazonECSInfrastructureRolePolicyForManagedInstances',
    description: 'Lets Amazon ECS create and manage instances for its capacity providers.',
    created: '2025-09-26',
    version: 11,
    statements: [
      allow('ec2:CreateLaunchTemplate', 'arn:aws:ec2:*:*:launch-template/*', {
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
      }),
      allow('ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate', 'arn:aws:ec2:*:*:launch-template/*', {
        StringEquals: { 'ec2:ManagedResourceOperator': 'ecs.amazonaws.com' },
      }),
      allow(
        'ec2:CreateFleet',
        `arn:aws:ec2:*:*:fleet/* arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:network-interface/*
         arn:aws:ec2:*:*:launch-template/* arn:aws:ec2:*:*:volume/*`,
        { StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' } },
      ),
      allow('ec2:CreateFleet', 'arn:aws:ec2:*:*:subnet/* arn:aws:ec2:*:*:security-group/* arn:aws:ec2:*::image/*'),
      allow(
        'ec2:RunInstances',
        'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:network-interface/*',
        { StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' } },
      ),
      allow('ec2:RunInstances', 'arn:aws:ec2:*:*:launch-template/*', {
        StringEquals: { 'ec2:ResourceTag/AmazonECSManaged': 'true' },
      }),
      allow(
        'ec2:RunInstances',
        `arn:aws:ec2:*:*:subnet/* arn:aws:ec2:*:*:security-group/* arn:aws:ec2:*::image/*
         arn:aws:resource-groups:*:*:group/*`,
      ),
      allow(
        'ec2:CreateTags',
        `arn:aws:ec2:*:*:fleet/* arn:aws:ec2:*:*:launch-template/* arn:aws:ec2:*:*:network-interface/*
         arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/*`,
        { StringEquals: { 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] } },
      ),
      passRoleTo('ec2.*', 'arn:aws:iam::*:role/ecsInstanceRole*'),
      allow(
        'iam:CreateServiceLinkedRole',
        'arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot',
      ),
      allow(`ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeLaunchTemplates ec2:DescribeNetworkInterfaces
         ec2:DescribeInstanceTypeOfferings ec2:DescribeAvailabilityZones ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeCapacityReservations`),
      allow(`resource-groups:ListGroupResources cloudformation:DescribeStacks cloudformation:ListStackResources
         tag:GetResources`),
    ],
  },
  {
    name: 'AmazonECSInfrastructureRolePolicyForVolumes',
    path: '/service-role/',
    description: 'Lets Amazon ECS create and attach volumes of Amazon EBS for tasks.',
    created: '2024-01-10',
    version: 5,
    statements: [
      allow('ec2:CreateVolume', 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': 'arn:aws:ecs:*:*:task/*' },
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
      }),
      allow('ec2:CreateVolume', 'arn:aws:ec2:*:*:snapshot/*'),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': 'arn:aws:ecs:*:*:task/*' },
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true', 'ec2:CreateAction': 'CreateVolume' },
      }),
      allow('ec2:DescribeVolumes ec2:DescribeAvailabilityZones'),
      allow('ec2:DescribeInstances'),
      allow('ec2:AttachVolume ec2:DetachVolume', 'arn:aws:ec2:*:*:volume/*', {
        StringEquals: { 'aws:ResourceTag/AmazonECSManaged': 'true' },
      }),
      allow('ec2:AttachVolume ec2:DetachVolume', 'arn:aws:ec2:*:*:instance/*'),
      allow('ec2:DeleteVolume', 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:ResourceTag/AmazonECSCreated': 'arn:aws:ecs:*:*:task/*' },
        StringEquals: { 'aws:ResourceTag/AmazonECSManaged': 'true' },
      }),
    ],
  },
  {
    name: 'AmazonECSInfrastructureRolePolicyForVpcLattice',
    description: 'Lets Amazon ECS register tasks as targets of VPC Lattice.',
    created: '2024-11-15',
    version: 1,
    statements: [
      allow('vpc-lattice:RegisterTargets vpc-lattice:DeregisterTargets', 'arn:aws:vpc-lattice:*:*:targetgroup/*'),
      allow('vpc-lattice:GetTargetGroup', 'arn:aws:vpc-lattice:*:*:targetgroup/*'),
      allow('vpc-lattice:ListTargets', 'arn:aws:vpc-lattice:*:*:targetgroup/*'),
      allow('ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeInstances'),
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceRole',
    path: '/service-role/',
    description: 'Lets Amazon ECS register instances with load balancers.',
    created: '2015-04-09',
    version: 2,
    statements: [
      allow(`ec2:AuthorizeSecurityGroupIngress ec2:Describe* elasticloadbalancing:DeregisterInstancesFromLoadBalancer
         elasticloadbalancing:DeregisterTargets elasticloadbalancing:Describe*
         elasticloadbalancing:RegisterInstancesWithLoadBalancer elasticloadbalancing:RegisterTargets`),
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceAutoscaleRole',
    path: '/service-role/',
    description: 'Lets Application Auto Scaling change the size of services of Amazon ECS.',
    created: '2016-05-12',
    version: 2,
    statements: [
      allow('ecs:DescribeServices ecs:UpdateService'),
      allow('cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm'),
    ],
  },
  {
    name: 'AWSAppRunnerServicePolicyForECRAccess',
    path: '/service-role/',
    description: 'Lets App Runner pull images from Amazon ECR.',
    created: '2021-05-14',
    version: 1,
    statements: [
      allow(`ecr:GetDownloadUrlForLayer ecr:BatchGetImage ecr:DescribeImages ecr:GetAuthorizationToken
         ecr:BatchCheckLayerAvailability`),
    ],
  },
  {
    name: 'AWSAppMeshEnvoyAccess',
    description: 'Lets Envoy read the configuration of virtual nodes.',
    created: '2019-07-03',
    version: 1,
    statements: [allow('appmesh:StreamAggregatedResources')],
  },
  {
    name: 'AWSCloudMapFullAccess',
    description: 'Provides full access to AWS Cloud Map.',
    created: '2018-11-28',
    version: 2,
    statements: [
      allow(`route53:GetHostedZone route53:ListHostedZonesByName route53:CreateHostedZone route53:DeleteHostedZone
         route53:ChangeResourceRecordSets route53:CreateHealthCheck route53:GetHealthCheck
         route53:DeleteHealthCheck route53:UpdateHealthCheck ec2:DescribeVpcs ec2:DescribeRegions
         ec2:DescribeInstances servicediscovery:*`),
    ],
  },
  {
    name: 'AWSBatchServiceRole',
    path: '/service-role/',
    description: 'Lets AWS Batch manage the compute resources of its environments.',
    created: '2016-12-06',
    version: 13,
    statements: [
      allow(`ec2:DescribeAccountAttributes ec2:DescribeInstances ec2:DescribeInstanceStatus
         ec2:DescribeInstanceAttribute ec2:DescribeSubnets ec2:DescribeSecurityGroups ec2:DescribeKeyPairs
         ec2:DescribeImages ec2:DescribeImageAttribute ec2:DescribeSpotInstanceRequests
         ec2:DescribeSpotFleetInstances ec2:DescribeSpotFleetRequests ec2:DescribeSpotPriceHistory
         ec2:DescribeSpotFleetRequestHistory ec2:DescribeVpcClassicLink ec2:DescribeLaunchTemplateVersions
         ec2:CreateLaunchTemplate ec2:DeleteLaunchTemplate ec2:RequestSpotFleet ec2:CancelSpotFleetRequests
         ec2:ModifySpotFleetRequest ec2:TerminateInstances ec2:RunInstances autoscaling:DescribeAccountLimits
         autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLaunchConfigurations
         autoscaling:DescribeAutoScalingInstances autoscaling:DescribeScalingActivities
         autoscaling:CreateLaunchConfiguration autoscaling:CreateAutoScalingGroup
         autoscaling:UpdateAutoScalingGroup autoscaling:SetDesiredCapacity autoscaling:DeleteLaunchConfiguration
         autoscaling:DeleteAutoScalingGroup autoscaling:CreateOrUpdateTags autoscaling:SuspendProcesses
         autoscaling:PutNotificationConfiguration autoscaling:TerminateInstanceInAutoScalingGroup
         ecs:DescribeClusters ecs:DescribeContainerInstances ecs:DescribeTaskDefinition ecs:DescribeTasks
         ecs:ListAccountSettings ecs:ListClusters ecs:ListContainerInstances ecs:ListTaskDefinitionFamilies
         ecs:ListTaskDefinitions ecs:ListTasks ecs:CreateCluster ecs:DeleteCluster ecs:RegisterTaskDefinition
         ecs:DeregisterTaskDefinition ecs:RunTask ecs:StartTask ecs:StopTask ecs:UpdateContainerAgent
         ecs:DeregisterContainerInstance logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents
         logs:DescribeLogGroups iam:GetInstanceProfile iam:GetRole`),
      allow('ecs:TagResource', 'arn:aws:ecs:*:*:task/*_Batch_*'),
      allow('iam:PassRole', '*', {
        StringEquals: {
          'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn', 'ecs-tasks.amazonaws.com'],
        },
      }),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: {
          'iam:AWSServiceName': [
            'spot.amazonaws.com',
            'spotfleet.amazonaws.com',
            'autoscaling.amazonaws.com',
            'ecs.amazonaws.com',
          ],
        },
      }),
      allow('ec2:CreateTags', '*', { StringEquals: { 'ec2:CreateAction': 'RunInstances' } }),
    ],
  },
  {
    name: 'AWSBatchFullAccess',
    description: 'Provides full access to AWS Batch.',
    created: '2016-12-06',
    version: 7,
    statements: [
      allow(`batch:* cloudwatch:GetMetricStatistics ec2:DescribeSubnets ec2:DescribeSecurityGroups
         ec2:DescribeKeyPairs ec2:DescribeVpcs ec2:DescribeImages ec2:DescribeLaunchTemplates
         ec2:DescribeLaunchTemplateVersions ecs:DescribeClusters ecs:Describe* ecs:List* eks:DescribeCluster
         eks:ListClusters logs:Describe* logs:Get* logs:TestMetricFilter logs:FilterLogEvents
         iam:ListInstanceProfiles iam:ListRoles`),
      allow(
        'iam:PassRole',
        `arn:aws:iam::*:role/AWSBatchServiceRole arn:aws:iam::*:role/service-role/AWSBatchServiceRole
         arn:aws:iam::*:role/ecsInstanceRole arn:aws:iam::*:instance-profile/ecsInstanceRole
         arn:aws:iam::*:role/iaws-ec2-spot-fleet-role arn:aws:iam::*:role/aws-ec2-spot-fleet-role
         arn:aws:iam::*:role/AWSBatchJobRole*`,
      ),
      allow('iam:CreateServiceLinkedRole', 'arn:aws:iam::*:role/*Batch*', {
        StringEquals: { 'iam:AWSServiceName': 'batch.amazonaws.com' },
      }),
    ],
  },
];
