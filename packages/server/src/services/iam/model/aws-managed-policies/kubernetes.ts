import { allow, createLinkedRoleFor, type PolicyEntry } from './statement.ts';

/** Policies for clusters of EKS and the nodes, pods and drivers in them. */
export const kubernetesPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonEKSVPCResourceController',
    description: 'Lets the VPC resource controller of a cluster manage network interfaces and addresses of its nodes.',
    created: '2020-08-12',
    version: 1,
    statements: [
      allow('ec2:CreateNetworkInterfacePermission', '*', {
        'ForAnyValue:StringEquals': { 'ec2:ResourceTag/eks:eni:owner': 'eks-vpc-resource-controller' },
      }),
      allow(`ec2:CreateNetworkInterface ec2:DetachNetworkInterface ec2:ModifyNetworkInterfaceAttribute
         ec2:DeleteNetworkInterface ec2:AttachNetworkInterface ec2:UnassignPrivateIpAddresses
         ec2:AssignPrivateIpAddresses`),
    ],
  },
  {
    name: 'AmazonEKS_CNI_Policy',
    description: 'Lets the VPC network plugin give addresses and network interfaces to pods on a node.',
    created: '2018-05-27',
    version: 6,
    statements: [
      allow(`ec2:AssignPrivateIpAddresses ec2:AttachNetworkInterface ec2:CreateNetworkInterface
         ec2:DeleteNetworkInterface ec2:DescribeInstances ec2:DescribeTags ec2:DescribeNetworkInterfaces
         ec2:DescribeInstanceTypes ec2:DescribeSubnets ec2:DescribeSecurityGroups ec2:DetachNetworkInterface
         ec2:ModifyNetworkInterfaceAttribute ec2:UnassignPrivateIpAddresses`),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:network-interface/*'),
    ],
  },
  {
    name: 'AmazonEKSFargatePodExecutionRolePolicy',
    description: 'Lets pods on Fargate pull images from Amazon ECR.',
    created: '2019-11-22',
    version: 1,
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage`),
    ],
  },
  {
    name: 'AmazonEKSServicePolicy',
    description: 'Lets Amazon EKS create and operate the resources of its clusters.',
    created: '2018-05-27',
    version: 7,
    statements: [
      allow(`ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface
         ec2:DescribeInstances ec2:DescribeNetworkInterfaces ec2:DetachNetworkInterface ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ec2:DescribeVpcs ec2:ModifyNetworkInterfaceAttribute iam:ListAttachedRolePolicies
         eks:UpdateClusterVersion ec2:GetSecurityGroupsForVpc`),
      allow('ec2:CreateTags ec2:DeleteTags', 'arn:aws:ec2:*:*:vpc/* arn:aws:ec2:*:*:subnet/*'),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:network-interface/*', {
        StringLike: { 'aws:RequestTag/Name': 'eks-cluster-*' },
      }),
      allow('route53:AssociateVPCWithHostedZone'),
      allow('logs:CreateLogGroup'),
      allow('logs:CreateLogStream logs:DescribeLogStreams', 'arn:aws:logs:*:*:log-group:/aws/eks/*:*'),
      allow('logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/aws/eks/*:*:*'),
      createLinkedRoleFor(
        'eks.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
      ),
    ],
  },
  {
    name: 'AmazonEBSCSIDriverPolicy',
    path: '/service-role/',
    description: 'Lets the storage driver for Amazon EBS manage volumes and snapshots.',
    created: '2022-04-04',
    version: 14,
    statements: [
      allow(`ec2:DescribeAvailabilityZones ec2:DescribeInstances ec2:DescribeSnapshots ec2:DescribeTags
         ec2:DescribeVolumes ec2:DescribeVolumesModifications ec2:DescribeVolumeStatus`),
      allow('ec2:CreateSnapshot ec2:ModifyVolume', 'arn:aws:ec2:*:*:volume/*'),
      allow('ec2:CopyVolumes', 'arn:aws:ec2:*:*:volume/vol-*'),
      allow('ec2:AttachVolume ec2:DetachVolume', 'arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:instance/*'),
      allow('ec2:CreateVolume ec2:EnableFastSnapshotRestores', 'arn:aws:ec2:*:*:snapshot/*'),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:snapshot/*', {
        StringEquals: { 'ec2:CreateAction': ['CreateVolume', 'CreateSnapshot', 'CopyVolumes'] },
      }),
      allow('ec2:DeleteTags', 'arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:snapshot/*'),
      allow('ec2:CreateVolume ec2:CopyVolumes', 'arn:aws:ec2:*:*:volume/*', {
        StringLike: { 'aws:RequestTag/ebs.csi.aws.com/cluster': 'true' },
      }),
      allow('ec2:CreateVolume ec2:CopyVolumes', 'arn:aws:ec2:*:*:volume/*', {
        StringLike: { 'aws:RequestTag/CSIVolumeName': '*' },
      }),
      allow('ec2:DeleteVolume', 'arn:aws:ec2:*:*:volume/*', {
        StringLike: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': 'true' },
      }),
      allow('ec2:DeleteVolume', 'arn:aws:ec2:*:*:volume/*', { StringLike: { 'ec2:ResourceTag/CSIVolumeName': '*' } }),
      allow('ec2:DeleteVolume', 'arn:aws:ec2:*:*:volume/*', {
        StringLike: { 'ec2:ResourceTag/kubernetes.io/created-for/pvc/name': '*' },
      }),
      allow('ec2:CreateSnapshot', 'arn:aws:ec2:*:*:snapshot/*', {
        StringLike: { 'aws:RequestTag/CSIVolumeSnapshotName': '*' },
      }),
      allow('ec2:CreateSnapshot', 'arn:aws:ec2:*:*:snapshot/*', {
        StringLike: { 'aws:RequestTag/ebs.csi.aws.com/cluster': 'true' },
      }),
      allow('ec2:DeleteSnapshot ec2:LockSnapshot', 'arn:aws:ec2:*:*:snapshot/*', {
        StringLike: { 'ec2:ResourceTag/CSIVolumeSnapshotName': '*' },
      }),
      allow('ec2:DeleteSnapshot ec2:LockSnapshot', 'arn:aws:ec2:*:*:snapshot/*', {
        StringLike: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': 'true' },
      }),
    ],
  },
  {
    name: 'AmazonEFSCSIDriverPolicy',
    path: '/service-role/',
    description: 'Lets the storage driver for Amazon EFS manage access points.',
    created: '2023-07-25',
    version: 1,
    statements: [
      allow(`elasticfilesystem:DescribeAccessPoints elasticfilesystem:DescribeFileSystems
         elasticfilesystem:DescribeMountTargets ec2:DescribeAvailabilityZones`),
      allow('elasticfilesystem:CreateAccessPoint', '*', {
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'efs.csi.aws.com/cluster' },
        Null: { 'aws:RequestTag/efs.csi.aws.com/cluster': 'false' },
      }),
      allow('elasticfilesystem:TagResource', '*', {
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'efs.csi.aws.com/cluster' },
        Null: { 'aws:RequestTag/efs.csi.aws.com/cluster': 'false' },
        StringEquals: { 'elasticfilesystem:CreateAction': 'CreateAccessPoint' },
      }),
      allow('elasticfilesystem:DeleteAccessPoint', '*', {
        Null: { 'aws:ResourceTag/efs.csi.aws.com/cluster': 'false' },
      }),
    ],
  },
];
