import { allow, createLinkedRoleFor, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for instances, containers, functions and their networks. */
export const computePolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonEC2FullAccess',
    description: 'Provides full access to Amazon EC2 via the AWS Management Console.',
    created: '2015-02-06',
    version: 5,
    statements: [
      allow('ec2:*'),
      allow('elasticloadbalancing:*'),
      allow('cloudwatch:*'),
      allow('autoscaling:*'),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: {
          'iam:AWSServiceName': [
            'autoscaling.amazonaws.com',
            'ec2scheduled.amazonaws.com',
            'elasticloadbalancing.amazonaws.com',
            'spot.amazonaws.com',
            'spotfleet.amazonaws.com',
            'transitgateway.amazonaws.com',
          ],
        },
      }),
    ],
  },
  {
    name: 'AmazonEC2ReadOnlyAccess',
    description: 'Provides read only access to Amazon EC2 via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [
      allow('ec2:Describe* ec2:GetSecurityGroupsForVpc'),
      allow('elasticloadbalancing:Describe*'),
      allow('cloudwatch:ListMetrics cloudwatch:GetMetricStatistics cloudwatch:Describe*'),
      allow('autoscaling:Describe*'),
    ],
  },
  {
    name: 'AmazonVPCFullAccess',
    description: 'Provides full access to Amazon VPC via the AWS Management Console.',
    created: '2015-02-06',
    version: 12,
    statements: [
      allow(
        `ec2:AcceptVpc* ec2:AllocateAddress ec2:AssignIpv6Addresses ec2:AssignPrivateIpAddresses ec2:Associate*
         ec2:AttachClassicLinkVpc ec2:AttachInternetGateway ec2:AttachNetworkInterface ec2:AttachVpnGateway
         ec2:AuthorizeSecurityGroup* ec2:CreateCarrierGateway ec2:CreateCustomerGateway ec2:CreateDefault*
         ec2:CreateDhcpOptions ec2:CreateEgressOnlyInternetGateway ec2:CreateFlowLogs ec2:CreateInternetGateway
         ec2:CreateNatGateway ec2:CreateNetwork* ec2:CreateRoute ec2:CreateRouteTable ec2:CreateSecurityGroup
         ec2:CreateSubnet ec2:CreateTags ec2:CreateVpc* ec2:CreateVpn* ec2:DeleteCarrierGateway
         ec2:DeleteCustomerGateway ec2:DeleteDhcpOptions ec2:DeleteEgressOnlyInternetGateway ec2:DeleteFlowLogs
         ec2:DeleteInternetGateway ec2:DeleteNatGateway ec2:DeleteNetwork* ec2:DeleteRoute ec2:DeleteRouteTable
         ec2:DeleteSecurityGroup ec2:DeleteSubnet ec2:DeleteTags ec2:DeleteVpc* ec2:DeleteVpn*
         ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones
         ec2:DescribeCarrierGateways ec2:DescribeClassicLinkInstances ec2:DescribeCustomerGateways
         ec2:DescribeDhcpOptions ec2:DescribeEgressOnlyInternetGateways ec2:DescribeFlowLogs
         ec2:DescribeInstances ec2:DescribeInternetGateways ec2:DescribeIpv6Pools ec2:DescribeKeyPairs
         ec2:DescribeNatGateways ec2:DescribeNetwork* ec2:DescribePrefixLists ec2:DescribeRouteTables
         ec2:DescribeSecurityGroup* ec2:DescribeStaleSecurityGroups ec2:DescribeSubnets ec2:DescribeTags
         ec2:DescribeVpc* ec2:DescribeVpn* ec2:DetachClassicLinkVpc ec2:DetachInternetGateway
         ec2:DetachNetworkInterface ec2:DetachVpnGateway ec2:DisableVgwRoutePropagation ec2:DisableVpc*
         ec2:Disassociate* ec2:EnableVgwRoutePropagation ec2:EnableVpc* ec2:GetSecurityGroupsForVpc
         ec2:ModifyNetworkInterfaceAttribute ec2:ModifySecurityGroupRules ec2:ModifySubnetAttribute ec2:ModifyVpc*
         ec2:MoveAddressToVpc ec2:RejectVpc* ec2:ReleaseAddress ec2:ReplaceNetworkAcl* ec2:ReplaceRoute*
         ec2:ResetNetworkInterfaceAttribute ec2:RestoreAddressToClassic ec2:RevokeSecurityGroup*
         ec2:UnassignIpv6Addresses ec2:UnassignPrivateIpAddresses ec2:UpdateSecurityGroupRuleDescriptions*`,
      ),
    ],
  },
  {
    name: 'AmazonVPCReadOnlyAccess',
    description: 'Provides read only access to Amazon VPC via the AWS Management Console.',
    created: '2015-02-06',
    version: 10,
    statements: [
      allow(
        `ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeCarrierGateways
         ec2:DescribeClassicLinkInstances ec2:DescribeCustomerGateways ec2:DescribeDhcpOptions
         ec2:DescribeEgressOnlyInternetGateways ec2:DescribeFlowLogs ec2:DescribeInternetGateways
         ec2:DescribeLocalGateway* ec2:DescribeMovingAddresses ec2:DescribeNatGateways ec2:DescribeNetwork*
         ec2:DescribePrefixLists ec2:DescribeRouteTables ec2:DescribeSecurityGroup*
         ec2:DescribeStaleSecurityGroups ec2:DescribeSubnets ec2:DescribeTags ec2:DescribeVpc* ec2:DescribeVpn*
         ec2:GetSecurityGroupsForVpc`,
      ),
    ],
  },
  {
    name: 'AutoScalingFullAccess',
    description: 'Provides full access to Auto Scaling.',
    created: '2017-01-12',
    version: 3,
    statements: [
      allow('autoscaling:*'),
      allow('cloudwatch:PutMetricAlarm'),
      allow(
        `ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones ec2:DescribeImages
         ec2:DescribeInstanceAttribute ec2:DescribeInstances ec2:DescribeKeyPairs
         ec2:DescribeLaunchTemplateVersions ec2:DescribePlacementGroups ec2:DescribeSecurityGroups
         ec2:DescribeSpotInstanceRequests ec2:DescribeSubnets ec2:DescribeVpcClassicLink`,
      ),
      allow('elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups'),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' },
      }),
    ],
  },
  {
    name: 'AutoScalingReadOnlyAccess',
    description: 'Provides read-only access to Auto Scaling.',
    created: '2017-01-12',
    version: 1,
    statements: [allow('autoscaling:Describe*')],
  },
  {
    name: 'ElasticLoadBalancingFullAccess',
    description: 'Provides full access to Amazon ElasticLoadBalancing, and limited access to other services.',
    created: '2018-09-20',
    version: 9,
    statements: [
      allow('elasticloadbalancing:*'),
      allow(
        `ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeInternetGateways
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeVpcClassicLink
         ec2:DescribeInstances ec2:DescribeNetworkInterfaces ec2:DescribeClassicLinkInstances
         ec2:DescribeRouteTables ec2:DescribeCoipPools ec2:GetCoipPoolUsage ec2:DescribeVpcPeeringConnections
         cognito-idp:DescribeUserPoolClient`,
      ),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
      }),
      allow('arc-zonal-shift:*', 'arn:aws:elasticloadbalancing:*:*:loadbalancer/*'),
      allow('arc-zonal-shift:ListManagedResources arc-zonal-shift:ListZonalShifts'),
    ],
  },
  {
    name: 'ElasticLoadBalancingReadOnly',
    description: 'Provides read only access to Amazon ElasticLoadBalancing and dependent services.',
    created: '2018-09-20',
    version: 3,
    statements: [
      allow('elasticloadbalancing:Describe* elasticloadbalancing:Get*'),
      allow('ec2:DescribeInstances ec2:DescribeClassicLinkInstances ec2:DescribeSecurityGroups'),
      allow('arc-zonal-shift:GetManagedResource', 'arn:aws:elasticloadbalancing:*:*:loadbalancer/*'),
      allow('arc-zonal-shift:ListManagedResources arc-zonal-shift:ListZonalShifts'),
    ],
  },
  {
    name: 'AmazonECS_FullAccess',
    description:
      'Provides administrative access to Amazon ECS resources and enables ECS features through access to other AWS service resources, including VPCs, Auto Scaling groups, and CloudFormation stacks.',
    created: '2017-11-07',
    version: 23,
    statements: [
      allow(
        `application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
         application-autoscaling:Describe* application-autoscaling:PutScalingPolicy
         application-autoscaling:RegisterScalableTarget appmesh:Describe* appmesh:List*
         autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
         autoscaling:DeleteAutoScalingGroup autoscaling:DeleteLaunchConfiguration autoscaling:Describe*
         autoscaling:UpdateAutoScalingGroup cloudformation:CreateStack cloudformation:DeleteStack
         cloudformation:DescribeStack* cloudformation:UpdateStack cloudwatch:DeleteAlarms
         cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics cloudwatch:PutMetricAlarm
         codedeploy:BatchGet* codedeploy:ContinueDeployment codedeploy:CreateApplication
         codedeploy:CreateDeployment codedeploy:CreateDeploymentGroup codedeploy:Get* codedeploy:List*
         codedeploy:StopDeployment ec2:AssociateRouteTable ec2:AttachInternetGateway
         ec2:AuthorizeSecurityGroupIngress ec2:CancelSpotFleetRequests ec2:CreateInternetGateway
         ec2:CreateLaunchTemplate ec2:CreateRoute ec2:CreateRouteTable ec2:CreateSecurityGroup ec2:CreateSubnet
         ec2:CreateVpc ec2:DeleteLaunchTemplate ec2:DeleteSubnet ec2:DeleteVpc ec2:Describe*
         ec2:DetachInternetGateway ec2:DisassociateRouteTable ec2:ModifySubnetAttribute ec2:ModifyVpcAttribute
         ec2:RequestSpotFleet ec2:RunInstances ecs:* elasticfilesystem:DescribeAccessPoints
         elasticfilesystem:DescribeFileSystems elasticloadbalancing:CreateListener
         elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:CreateRule
         elasticloadbalancing:CreateTargetGroup elasticloadbalancing:DeleteListener
         elasticloadbalancing:DeleteLoadBalancer elasticloadbalancing:DeleteRule
         elasticloadbalancing:DeleteTargetGroup elasticloadbalancing:Describe* events:DeleteRule
         events:DescribeRule events:ListRuleNamesByTarget events:ListTargetsByRule events:PutRule
         events:PutTargets events:RemoveTargets fsx:DescribeFileSystems iam:ListAttachedRolePolicies
         iam:ListInstanceProfiles iam:ListRoles lambda:ListFunctions logs:CreateLogGroup logs:DescribeLogGroups
         logs:FilterLogEvents route53:CreateHostedZone route53:DeleteHostedZone route53:GetHealthCheck
         route53:GetHostedZone route53:ListHostedZonesByName servicediscovery:CreatePrivateDnsNamespace
         servicediscovery:CreateService servicediscovery:DeleteService servicediscovery:Get*
         servicediscovery:List* servicediscovery:UpdateService sns:ListTopics`,
      ),
      allow('ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath', 'arn:aws:ssm:*:*:parameter/aws/service/ecs*'),
      passRoleTo('ecs-tasks.amazonaws.com'),
      passRoleTo('ec2.amazonaws.com ec2.amazonaws.com.cn', 'arn:aws:iam::*:role/ecsInstanceRole*'),
      passRoleTo(
        'application-autoscaling.amazonaws.com application-autoscaling.amazonaws.com.cn',
        'arn:aws:iam::*:role/ecsAutoscaleRole*',
      ),
      createLinkedRoleFor(
        `autoscaling.amazonaws.com ecs.amazonaws.com ecs.application-autoscaling.amazonaws.com
         spot.amazonaws.com spotfleet.amazonaws.com`,
      ),
    ],
  },
  {
    name: 'AmazonEC2ContainerRegistryFullAccess',
    description: 'Provides administrative access to Amazon ECR resources.',
    created: '2015-12-21',
    version: 3,
    statements: [
      allow('ecr:* cloudtrail:LookupEvents'),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: { 'iam:AWSServiceName': ['replication.ecr.amazonaws.com'] },
      }),
    ],
  },
  {
    name: 'AmazonEC2ContainerRegistryPowerUser',
    description:
      'Provides full access to Amazon EC2 Container Registry repositories, but does not allow repository deletion or policy changes.',
    created: '2015-12-21',
    version: 4,
    statements: [
      allow(
        `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
         ecr:GetRepositoryPolicy ecr:DescribeRepositories ecr:ListImages ecr:DescribeImages ecr:BatchGetImage
         ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
         ecr:DescribeImageScanFindings ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload
         ecr:PutImage`,
      ),
    ],
  },
  {
    name: 'AmazonEC2ContainerRegistryReadOnly',
    description: 'Provides read-only access to Amazon EC2 Container Registry repositories.',
    created: '2015-12-21',
    version: 4,
    statements: [
      allow(
        `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
         ecr:GetRepositoryPolicy ecr:DescribeRepositories ecr:ListImages ecr:DescribeImages ecr:BatchGetImage
         ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
         ecr:DescribeImageScanFindings`,
      ),
    ],
  },
  {
    name: 'AWSLambda_FullAccess',
    description:
      'Grants full access to AWS Lambda service, AWS Lambda console features, and other related AWS services.',
    created: '2020-11-17',
    version: 2,
    statements: [
      allow(
        `cloudformation:DescribeStacks cloudformation:ListStackResources cloudwatch:ListMetrics
         cloudwatch:GetMetricData ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs kms:ListAliases
         iam:GetPolicy iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies
         iam:ListRolePolicies iam:ListRoles lambda:* logs:DescribeLogGroups states:DescribeStateMachine
         states:ListStateMachines tag:GetResources xray:GetTraceSummaries xray:BatchGetTraces`,
      ),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
      allow(
        'logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents logs:StartLiveTail logs:StopLiveTail',
        'arn:aws:logs:*:*:log-group:/aws/lambda/*',
      ),
    ],
  },
  {
    name: 'AWSLambda_ReadOnlyAccess',
    description:
      'Grants read-only access to AWS Lambda service, AWS Lambda console features, and other related AWS services.',
    created: '2020-11-17',
    version: 3,
    statements: [
      allow(
        `cloudformation:DescribeStacks cloudformation:ListStackResources cloudwatch:GetMetricData
         cloudwatch:ListMetrics ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs kms:ListAliases
         iam:GetPolicy iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies
         iam:ListRolePolicies iam:ListRoles logs:DescribeLogGroups lambda:Get* lambda:List*
         states:DescribeStateMachine states:ListStateMachines tag:GetResources xray:GetTraceSummaries
         xray:BatchGetTraces`,
      ),
      allow(
        'logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents logs:StartLiveTail logs:StopLiveTail',
        'arn:aws:logs:*:*:log-group:/aws/lambda/*',
      ),
    ],
  },
  {
    name: 'AWSLambdaExecute',
    description: 'Provides Put, Get access to S3 and full access to CloudWatch Logs.',
    created: '2015-02-06',
    version: 3,
    statements: [allow('logs:*', 'arn:aws:logs:*:*:*'), allow('s3:GetObject s3:PutObject', 'arn:aws:s3:::*')],
  },
  {
    name: 'AmazonEKSClusterPolicy',
    description: 'This policy provides Kubernetes the permissions it requires to manage resources on your behalf.',
    created: '2018-05-27',
    version: 7,
    statements: [
      allow(
        `autoscaling:DescribeAutoScalingGroups autoscaling:UpdateAutoScalingGroup ec2:AttachVolume
         ec2:AuthorizeSecurityGroupIngress ec2:CreateRoute ec2:CreateSecurityGroup ec2:CreateTags
         ec2:CreateVolume ec2:DeleteRoute ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DescribeInstances
         ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes
         ec2:DescribeVolumesModifications ec2:DescribeVpcs ec2:DescribeDhcpOptions
         ec2:DescribeNetworkInterfaces ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes
         ec2:DescribeAddresses ec2:DescribeInternetGateways ec2:DetachVolume ec2:ModifyInstanceAttribute
         ec2:ModifyVolume ec2:RevokeSecurityGroupIngress elasticloadbalancing:*Listener*
         elasticloadbalancing:*LoadBalancer* elasticloadbalancing:*Target* kms:DescribeKey`,
      ),
      createLinkedRoleFor('elasticloadbalancing.amazonaws.com'),
    ],
  },
  {
    name: 'AmazonEKSWorkerNodePolicy',
    description: 'This policy allows Amazon EKS worker nodes to connect to Amazon EKS Clusters.',
    created: '2018-05-27',
    version: 3,
    statements: [
      allow(
        `ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeRouteTables ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ec2:DescribeVolumes ec2:DescribeVolumesModifications ec2:DescribeVpcs
         eks:DescribeCluster eks-auth:AssumeRoleForPodIdentity`,
      ),
    ],
  },
];
