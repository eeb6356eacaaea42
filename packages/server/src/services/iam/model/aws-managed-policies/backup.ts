import { allow, type PolicyEntry } from './statement.ts';

/** Policies with which AWS Backup reaches what it saves. */
export const backupPolicies = (): PolicyEntry[] => [
  {
    name: 'AWSBackupServiceRolePolicyForBackup',
    path: '/service-role/',
    description: 'Lets AWS Backup back up resources of all the services that it supports.',
    created: '2019-01-10',
    version: 30,
    statements: [
      allow('dynamodb:DescribeTable dynamodb:CreateBackup', 'arn:aws:dynamodb:*:*:table/*'),
      allow('dynamodb:DescribeBackup dynamodb:DeleteBackup', 'arn:aws:dynamodb:*:*:table/*/backup/*'),
      allow(`rds:AddTagsToResource rds:ListTagsForResource rds:DescribeDBSnapshots rds:CreateDBSnapshot
         rds:CopyDBSnapshot rds:DescribeDBInstances rds:CreateDBClusterSnapshot rds:DescribeDBClusters
         rds:DescribeDBClusterSnapshots rds:CopyDBClusterSnapshot rds:DescribeDBClusterAutomatedBackups`),
      allow('rds:DeleteDBInstanceAutomatedBackup', 'arn:aws:rds:*:*:auto-backup:*'),
      allow('rds:ModifyDBCluster', 'arn:aws:rds:*:*:cluster:*'),
      allow('rds:DeleteDBClusterAutomatedBackup', 'arn:aws:rds:*:*:cluster-auto-backup:*'),
      allow('rds:ModifyDBInstance', 'arn:aws:rds:*:*:db:*'),
      allow('rds:DeleteDBSnapshot rds:ModifyDBSnapshotAttribute', 'arn:aws:rds:*:*:snapshot:awsbackup:*'),
      allow(
        'rds:DeleteDBClusterSnapshot rds:ModifyDBClusterSnapshotAttribute',
        'arn:aws:rds:*:*:cluster-snapshot:awsbackup:*',
      ),
      allow(
        'storagegateway:CreateSnapshot storagegateway:ListTagsForResource',
        'arn:aws:storagegateway:*:*:gateway/*/volume/*',
      ),
      allow('ec2:CopySnapshot', 'arn:aws:ec2:*::snapshot/*'),
      allow('ec2:CopyImage'),
      allow('ec2:CreateTags ec2:DeleteSnapshot', 'arn:aws:ec2:*::snapshot/*'),
      allow(`ec2:CreateImage ec2:DeregisterImage ec2:DescribeSnapshots ec2:DescribeTags ec2:DescribeImages
         ec2:DescribeInstances ec2:DescribeInstanceAttribute ec2:DescribeInstanceCreditSpecifications
         ec2:DescribeNetworkInterfaces ec2:DescribeElasticGpus ec2:DescribeSpotInstanceRequests
         ec2:DescribeSnapshotTierStatus`),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:image/*'),
      allow('ec2:ModifySnapshotAttribute ec2:ModifyImageAttribute', '*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('ec2:ModifySnapshotTier', 'arn:aws:ec2:*::snapshot/*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('backup:DescribeBackupVault backup:CopyIntoBackupVault', 'arn:aws:backup:*:*:backup-vault:*'),
      allow('backup:CopyFromBackupVault'),
      allow('elasticfilesystem:Backup elasticfilesystem:DescribeTags', 'arn:aws:elasticfilesystem:*:*:file-system/*'),
      allow('ec2:CreateSnapshot ec2:DeleteSnapshot ec2:DescribeVolumes ec2:DescribeSnapshots'),
      allow('kms:Decrypt kms:GenerateDataKey', '*', { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } }),
      allow('kms:DescribeKey'),
      allow('kms:CreateGrant', '*', { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
      allow('kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptTo kms:ReEncryptFrom', 'arn:aws:kms:*:*:key/*', {
        'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:ebs:id' },
        StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' },
      }),
      allow('tag:GetResources'),
      allow('ssm:CancelCommand ssm:GetCommandInvocation'),
      allow('ssm:SendCommand', 'arn:aws:ssm:*:*:document/AWSEC2-CreateVssSnapshot arn:aws:ec2:*:*:instance/*'),
      allow('fsx:DescribeBackups', 'arn:aws:fsx:*:*:backup/*'),
      allow('fsx:CreateBackup', 'arn:aws:fsx:*:*:file-system/* arn:aws:fsx:*:*:backup/* arn:aws:fsx:*:*:volume/*'),
      allow('fsx:DescribeFileSystems', 'arn:aws:fsx:*:*:file-system/*'),
      allow('fsx:DescribeVolumes', 'arn:aws:fsx:*:*:volume/*'),
      allow('fsx:ListTagsForResource', 'arn:aws:fsx:*:*:file-system/* arn:aws:fsx:*:*:volume/*'),
      allow('fsx:DeleteBackup', 'arn:aws:fsx:*:*:backup/*'),
      allow(
        `fsx:ListTagsForResource fsx:ManageBackupPrincipalAssociations fsx:CopyBackup fsx:TagResource`,
        'arn:aws:fsx:*:*:backup/*',
      ),
      allow('dynamodb:StartAwsBackupJob dynamodb:ListTagsOfResource', 'arn:aws:dynamodb:*:*:table/*'),
      allow('backup-gateway:Backup backup-gateway:ListTagsForResource', 'arn:aws:backup-gateway:*:*:vm/*'),
      allow(
        `cloudformation:ListStacks cloudformation:GetTemplate cloudformation:DescribeStacks
         cloudformation:ListStackResources`,
        'arn:aws:cloudformation:*:*:stack/*/*',
      ),
      allow(
        'redshift:CreateClusterSnapshot redshift:DescribeClusterSnapshots redshift:DescribeTags',
        'arn:aws:redshift:*:*:snapshot:*/* arn:aws:redshift:*:*:cluster:*',
      ),
      allow('redshift:DeleteClusterSnapshot', 'arn:aws:redshift:*:*:snapshot:*/*'),
      allow('redshift:DescribeClusters', 'arn:aws:redshift:*:*:cluster:*'),
      allow('redshift:CreateTags', 'arn:aws:redshift:*:*:snapshot:*/*'),
      allow(
        'redshift-serverless:CreateSnapshot',
        'arn:aws:redshift-serverless:*:*:snapshot/* arn:aws:redshift-serverless:*:*:namespace/*',
      ),
      allow('redshift-serverless:DeleteSnapshot', 'arn:aws:redshift-serverless:*:*:snapshot/*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('redshift-serverless:GetNamespace', 'arn:aws:redshift-serverless:*:*:namespace/*'),
      allow(
        'redshift-serverless:GetSnapshot redshift-serverless:TagResource',
        'arn:aws:redshift-serverless:*:*:snapshot/*',
      ),
      allow(`redshift-serverless:ListNamespaces redshift-serverless:ListSnapshots
         redshift-serverless:ListTagsForResource`),
      allow(
        `timestream:StartAwsBackupJob timestream:GetAwsBackupStatus timestream:ListTables timestream:ListDatabases
         timestream:ListTagsForResource timestream:DescribeTable timestream:DescribeDatabase`,
        'arn:aws:timestream:*:*:database/*',
      ),
      allow('timestream:DescribeEndpoints'),
      allow('ssm-sap:GetOperation ssm-sap:ListDatabases'),
      allow(
        `ssm-sap:BackupDatabase ssm-sap:UpdateHanaBackupSettings ssm-sap:GetDatabase ssm-sap:ListTagsForResource`,
        'arn:aws:ssm-sap:*:*:*',
      ),
      allow('backup:TagResource', 'arn:aws:backup:*:*:recovery-point:*', {
        StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' },
      }),
      allow(`dsql:StartBackupJob dsql:GetBackupJob dsql:StopBackupJob dsql:GetCluster dsql:ListClusters
         dsql:ListTagsForResource`),
      allow('kms:Decrypt', '*', {
        'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:dsql:ClusterId' },
        StringLike: { 'kms:ViaService': 'dsql.*.amazonaws.com' },
      }),
      allow(`eks:ListClusters eks:ListTagsForResource eks:DescribeCluster eks:ListAddons eks:DescribeAddon
         eks:ListNodegroups eks:DescribeNodegroup eks:ListPodIdentityAssociations
         eks:DescribePodIdentityAssociation eks:ListAccessEntries eks:DescribeAccessEntry
         eks:ListAssociatedAccessPolicies eks:ListFargateProfiles eks:DescribeFargateProfile
         ec2:DescribeLaunchTemplateVersions`),
      allow('eks:CreateAccessEntry', 'arn:aws:eks:*:*:cluster/*'),
      allow('eks:AssociateAccessPolicy eks:DisassociateAccessPolicy', 'arn:aws:eks:*:*:access-entry/*', {
        StringEquals: {
          'eks:accessScope': 'cluster',
          'eks:policyArn': 'arn:aws:eks::aws:cluster-access-policy/AWSBackupFullAccessPolicyForBackup',
        },
      }),
      allow('guardduty:StartMalwareScan guardduty:GetMalwareScan'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringEquals: { 'iam:PassedToService': 'malware-protection.guardduty.amazonaws.com' },
      }),
    ],
  },
  {
    name: 'AWSBackupServiceRolePolicyForRestores',
    path: '/service-role/',
    description: 'Lets AWS Backup restore resources of all the services that it supports.',
    created: '2019-01-12',
    version: 35,
    statements: [
      allow(
        `dynamodb:Scan dynamodb:Query dynamodb:UpdateItem dynamodb:PutItem dynamodb:GetItem dynamodb:DeleteItem
         dynamodb:BatchWriteItem dynamodb:DescribeTable`,
        'arn:aws:dynamodb:*:*:table/*',
      ),
      allow('dynamodb:RestoreTableFromBackup', 'arn:aws:dynamodb:*:*:table/*/backup/*'),
      allow('ec2:CreateVolume ec2:DeleteVolume', 'arn:aws:ec2:*::snapshot/* arn:aws:ec2:*:*:volume/*'),
      allow(`ec2:DescribeImages ec2:DescribeInstances ec2:DescribeSnapshots ec2:DescribeVolumes
         ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeInternetGateways
         ec2:DescribeSnapshotTierStatus ec2:DescribeRouteTables`),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:route-table/*', {
        StringEquals: { 'aws:ResourceTag/AmazonFSx': 'ManagedByAmazonFSx' },
      }),
      allow(
        `storagegateway:DeleteVolume storagegateway:DescribeCachediSCSIVolumes
         storagegateway:DescribeStorediSCSIVolumes storagegateway:AddTagsToResource`,
        'arn:aws:storagegateway:*:*:gateway/*/volume/*',
      ),
      allow(
        `storagegateway:DescribeGatewayInformation storagegateway:CreateStorediSCSIVolume
         storagegateway:CreateCachediSCSIVolume`,
        'arn:aws:storagegateway:*:*:gateway/*',
      ),
      allow('storagegateway:ListVolumes', 'arn:aws:storagegateway:*:*:*'),
      allow(`rds:DescribeDBInstances rds:DescribeDBSnapshots rds:ListTagsForResource
         rds:RestoreDBInstanceFromDBSnapshot rds:DeleteDBInstance rds:AddTagsToResource rds:DescribeDBClusters
         rds:RestoreDBClusterFromSnapshot rds:DeleteDBCluster rds:RestoreDBInstanceToPointInTime
         rds:DescribeDBClusterSnapshots rds:RestoreDBClusterToPointInTime rds:CreateTenantDatabase
         rds:DeleteTenantDatabase`),
      allow(
        `elasticfilesystem:Restore elasticfilesystem:CreateFilesystem elasticfilesystem:DescribeFilesystems
         elasticfilesystem:DeleteFilesystem elasticfilesystem:TagResource`,
        'arn:aws:elasticfilesystem:*:*:file-system/*',
      ),
      allow('kms:DescribeKey'),
      allow(`dsql:StartRestoreJob dsql:GetRestoreJob dsql:StopRestoreJob dsql:TagResource dsql:CreateCluster
         dsql:PutMultiRegionProperties dsql:PutWitnessRegion dsql:UpdateCluster dsql:AddPeerCluster
         dsql:RemovePeerCluster dsql:GetCluster`),
      allow(
        `kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:ReEncryptTo kms:ReEncryptFrom
         kms:GenerateDataKeyWithoutPlaintext kms:DescribeKey`,
        '*',
        {
          StringLike: {
            'kms:ViaService': [
              'dynamodb.*.amazonaws.com',
              'ec2.*.amazonaws.com',
              'elasticfilesystem.*.amazonaws.com',
              'rds.*.amazonaws.com',
              'redshift.*.amazonaws.com',
              'dsql.*.amazonaws.com',
              'redshift-serverless.*.amazonaws.com',
            ],
          },
        },
      ),
      allow('kms:CreateGrant', '*', { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
      allow('ebs:CompleteSnapshot ebs:StartSnapshot ebs:PutSnapshotBlock', 'arn:aws:ec2:*::snapshot/*'),
      allow('rds:CreateDBInstance', 'arn:aws:rds:*:*:db:*'),
      allow('ec2:DeleteSnapshot ec2:DeleteTags ec2:RestoreSnapshotTier', 'arn:aws:ec2:*::snapshot/*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('ec2:CreateTags', 'arn:aws:ec2:*::snapshot/* arn:aws:ec2:*:*:instance/*', {
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'aws:backup:source-resource' },
      }),
      allow('ec2:RunInstances'),
      allow('ec2:TerminateInstances', 'arn:aws:ec2:*:*:instance/*'),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/*', {
        StringLike: { 'ec2:CreateAction': ['RunInstances', 'CreateVolume'] },
      }),
      allow('fsx:CreateFileSystemFromBackup', 'arn:aws:fsx:*:*:file-system/* arn:aws:fsx:*:*:backup/*'),
      allow('fsx:DescribeFileSystems fsx:TagResource', 'arn:aws:fsx:*:*:file-system/*'),
      allow('fsx:DescribeBackups', 'arn:aws:fsx:*:*:backup/*'),
      allow('fsx:DeleteFileSystem fsx:UntagResource', 'arn:aws:fsx:*:*:file-system/*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('fsx:DescribeVolumes', 'arn:aws:fsx:*:*:volume/*'),
      allow('fsx:CreateVolumeFromBackup fsx:TagResource', 'arn:aws:fsx:*:*:volume/*', {
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'aws:backup:source-resource' },
      }),
      allow(
        'fsx:CreateVolumeFromBackup fsx:TagResource',
        `arn:aws:fsx:*:*:storage-virtual-machine/* arn:aws:fsx:*:*:backup/* arn:aws:fsx:*:*:volume/*`,
      ),
      allow('fsx:DeleteVolume fsx:UntagResource', 'arn:aws:fsx:*:*:volume/*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow('ds:DescribeDirectories'),
      allow('dynamodb:RestoreTableFromAwsBackup', 'arn:aws:dynamodb:*:*:table/*'),
      allow('backup-gateway:Restore', 'arn:aws:backup-gateway:*:*:hypervisor/*'),
      allow(
        'cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:TagResource',
        'arn:aws:cloudformation:*:*:*/*/*',
      ),
      allow(
        'redshift:RestoreFromClusterSnapshot redshift:RestoreTableFromClusterSnapshot',
        `arn:aws:redshift:*:*:snapshot:*/* arn:aws:redshift:*:*:cluster:*
         arn:aws:redshift-serverless:*:*:snapshot/*`,
      ),
      allow('redshift:DescribeClusters', 'arn:aws:redshift:*:*:cluster:*'),
      allow('redshift:DescribeTableRestoreStatus'),
      allow(
        'redshift-serverless:RestoreTableFromSnapshot',
        `arn:aws:redshift-serverless:*:*:namespace/* arn:aws:redshift-serverless:*:*:workgroup/*
         arn:aws:redshift-serverless:*:*:snapshot/*`,
      ),
      allow('redshift-serverless:GetNamespace', 'arn:aws:redshift-serverless:*:*:namespace/*'),
      allow('redshift-serverless:GetTableRestoreStatus'),
      allow(
        `timestream:StartAwsRestoreJob timestream:GetAwsRestoreStatus timestream:ListTables
         timestream:ListTagsForResource timestream:ListDatabases timestream:DescribeTable
         timestream:DescribeDatabase`,
        'arn:aws:timestream:*:*:database/*',
      ),
      allow('timestream:DescribeEndpoints'),
      allow(
        `eks:CreateCluster eks:DescribeCluster eks:CreateAccessEntry eks:DescribeAccessEntry
         eks:AssociateAccessPolicy eks:ListAssociatedAccessPolicies eks:CreateAddon eks:DescribeAddon
         eks:CreateNodegroup eks:DescribeNodegroup eks:CreateFargateProfile eks:DescribeFargateProfile
         eks:CreatePodIdentityAssociation eks:DescribePodIdentityAssociation eks:TagResource`,
        `arn:aws:eks:*:*:access-entry/* arn:aws:eks:*:*:addon/* arn:aws:eks:*:*:cluster/*
         arn:aws:eks:*:*:fargateprofile/* arn:aws:eks:*:*:nodegroup/* arn:aws:eks:*:*:podidentityassociation/*`,
      ),
      allow('eks:AssociateAccessPolicy eks:DisassociateAccessPolicy', 'arn:aws:eks:*:*:access-entry/*', {
        StringEquals: {
          'eks:accessScope': 'cluster',
          'eks:policyArn': 'arn:aws:eks::aws:cluster-access-policy/AWSBackupFullAccessPolicyForRestore',
        },
      }),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringEquals: {
          'iam:PassedToService': [
            'eks.amazonaws.com',
            'ec2.amazonaws.com',
            'pods.eks.amazonaws.com',
            'backup.amazonaws.com',
          ],
        },
      }),
      allow(`ec2:DescribeLaunchTemplateVersions ec2:DescribeSubnets ec2:RunInstances iam:GetRole
         iam:ListAttachedRolePolicies`),
      allow(
        'ec2:CreateTags',
        'arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:volume/* arn:aws:ec2:*:*:network-interface/*',
        { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
      ),
      allow(`backup:StartRestoreJob backup:ListRestoreJobs backup:ListRecoveryPointsByBackupVault
         backup:DescribeRestoreJob`),
    ],
  },
];
