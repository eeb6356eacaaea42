import { allow, type PolicyEntry } from './statement.ts';

const notificationRules = `codestar-notifications:DescribeNotificationRule codestar-notifications:ListEventTypes
  codestar-notifications:ListNotificationRules codestar-notifications:ListTagsforResource
  codestar-notifications:ListTargets`;

const cloud9Read = `ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeInstanceTypeOfferings ec2:DescribeRouteTables
  iam:GetUser iam:ListUsers`;

const readRepositories = `codecommit:BatchGet* codecommit:BatchDescribe* codecommit:Describe*
  codecommit:EvaluatePullRequestApprovalRules codecommit:Get* codecommit:GitPull codecommit:List*`;

export const developerToolPolicies = (): PolicyEntry[] => [
  {
    name: 'AWSCodeCommitFullAccess',
    description: 'Provides full access to AWS CodeCommit via the AWS Management Console.',
    created: '2015-07-09',
    version: 4,
    statements: [
      allow('codecommit:*'),
      allow(
        'events:DeleteRule events:DescribeRule events:DisableRule events:EnableRule events:PutRule events:PutTargets events:RemoveTargets events:ListTargetsByRule',
        'arn:aws:events:*:*:rule/codecommit*',
      ),
      allow(
        'sns:CreateTopic sns:DeleteTopic sns:Subscribe sns:Unsubscribe sns:SetTopicAttributes',
        'arn:aws:sns:*:*:codecommit*',
      ),
      allow('sns:ListTopics sns:ListSubscriptionsByTopic sns:GetTopicAttributes lambda:ListFunctions'),
      allow(
        `iam:ListUsers iam:ListSSHPublicKeys iam:ListServiceSpecificCredentials iam:ListAccessKeys
         iam:GetSSHPublicKey kms:ListAliases codeguru-reviewer:AssociateRepository
         codeguru-reviewer:DescribeRepositoryAssociation codeguru-reviewer:ListRepositoryAssociations`,
      ),
      allow(
        `iam:CreateServiceSpecificCredential iam:UpdateServiceSpecificCredential
         iam:DeleteServiceSpecificCredential iam:ResetServiceSpecificCredential iam:DeleteSSHPublicKey
         iam:UpdateSSHPublicKey iam:UploadSSHPublicKey`,
        'arn:aws:iam::*:user/${aws:username}',
      ),
    ],
  },
  {
    name: 'AWSCodeCommitPowerUser',
    description: 'Provides full access to AWS CodeCommit repositories, but does not allow repository deletion.',
    created: '2015-07-09',
    version: 15,
    statements: [
      allow(
        `codecommit:AssociateApprovalRuleTemplateWithRepository codecommit:BatchAssociate* codecommit:BatchDisassociate*
         ${readRepositories} codecommit:Create* codecommit:DeleteBranch codecommit:DeleteFile
         codecommit:DisassociateApprovalRuleTemplateFromRepository codecommit:Merge*
         codecommit:OverridePullRequestApprovalRules codecommit:Put* codecommit:Post* codecommit:TagResource
         codecommit:Test* codecommit:UntagResource codecommit:Update* codecommit:GitPush`,
      ),
      allow('sns:ListTopics sns:ListSubscriptionsByTopic lambda:ListFunctions iam:ListUsers kms:ListAliases'),
    ],
  },
  {
    name: 'AWSCodeCommitReadOnly',
    description: 'Provides read only access to AWS CodeCommit via the AWS Management Console.',
    created: '2015-07-09',
    version: 12,
    statements: [
      allow(readRepositories),
      allow('sns:ListSubscriptionsByTopic sns:GetTopicAttributes lambda:ListFunctions iam:ListUsers'),
      allow(notificationRules),
    ],
  },
  {
    name: 'AWSCodeBuildAdminAccess',
    description: 'Provides full access to AWS CodeBuild via the AWS Management Console.',
    created: '2016-12-01',
    version: 16,
    statements: [
      allow(
        `codebuild:* codecommit:GetBranch codecommit:GetCommit codecommit:GetRepository codecommit:ListBranches
         codecommit:ListRepositories cloudwatch:GetMetricStatistics ec2:DescribeVpcs ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ecr:DescribeRepositories ecr:ListImages elasticfilesystem:DescribeFileSystems
         events:DeleteRule events:DescribeRule events:DisableRule events:EnableRule events:ListTargetsByRule
         events:ListRuleNamesByTarget events:PutRule events:PutTargets events:RemoveTargets logs:GetLogEvents
         s3:GetBucketLocation s3:ListAllMyBuckets`,
      ),
      allow('logs:DeleteLogGroup', 'arn:aws:logs:*:*:log-group:/aws/codebuild/*:log-stream:*'),
      allow('ssm:PutParameter', 'arn:aws:ssm:*:*:parameter/CodeBuild/*'),
      allow('ssm:StartSession', 'arn:aws:ecs:*:*:task/*/*'),
    ],
  },
  {
    name: 'AWSCodeBuildDeveloperAccess',
    description:
      'Provides access to AWS CodeBuild via the AWS Management Console, but does not allow CodeBuild project administration.',
    created: '2016-12-01',
    version: 17,
    statements: [
      allow(
        `codebuild:StartBuild codebuild:StopBuild codebuild:StartBuildBatch codebuild:StopBuildBatch
         codebuild:RetryBuild codebuild:RetryBuildBatch codebuild:BatchGet* codebuild:GetResourcePolicy
         codebuild:DescribeTestCases codebuild:DescribeCodeCoverages codebuild:List* codecommit:GetBranch
         codecommit:GetCommit codecommit:GetRepository codecommit:ListBranches cloudwatch:GetMetricStatistics
         events:DescribeRule events:ListTargetsByRule events:ListRuleNamesByTarget logs:GetLogEvents
         s3:GetBucketLocation s3:ListAllMyBuckets`,
      ),
      allow('ssm:PutParameter', 'arn:aws:ssm:*:*:parameter/CodeBuild/*'),
      allow('ssm:StartSession', 'arn:aws:ecs:*:*:task/*/*'),
    ],
  },
  {
    name: 'AWSCodeBuildReadOnlyAccess',
    description: 'Provides read only access to AWS CodeBuild via the AWS Management Console.',
    created: '2016-12-01',
    version: 13,
    statements: [
      allow(
        `codebuild:BatchGet* codebuild:GetResourcePolicy codebuild:List* codebuild:DescribeTestCases
         codebuild:DescribeCodeCoverages codecommit:GetBranch codecommit:GetCommit codecommit:GetRepository
         cloudwatch:GetMetricStatistics events:DescribeRule events:ListTargetsByRule
         events:ListRuleNamesByTarget logs:GetLogEvents`,
      ),
      allow(notificationRules),
    ],
  },
  {
    name: 'AWSCodeDeployFullAccess',
    description: 'Provides full access to CodeDeploy resources.',
    created: '2015-05-19',
    version: 4,
    statements: [allow('codedeploy:*'), allow(notificationRules), allow('sns:ListTopics')],
  },
  {
    name: 'AWSCodeDeployDeployerAccess',
    description: 'Provides access to register and deploy a revision.',
    created: '2015-05-19',
    version: 4,
    statements: [
      allow(
        `codedeploy:Batch* codedeploy:CreateDeployment codedeploy:Get* codedeploy:List*
         codedeploy:RegisterApplicationRevision`,
      ),
      allow(notificationRules),
      allow('sns:ListTopics'),
    ],
  },
  {
    name: 'AWSCodeDeployReadOnlyAccess',
    description: 'Provides read only access to CodeDeploy resources.',
    created: '2015-05-19',
    version: 4,
    statements: [allow('codedeploy:Batch* codedeploy:Get* codedeploy:List*'), allow(notificationRules)],
  },
  {
    name: 'AWSCodePipeline_FullAccess',
    description: 'Provides full access to AWS CodePipeline via the AWS Management Console.',
    created: '2020-08-03',
    version: 2,
    statements: [
      allow(
        `codepipeline:* cloudformation:DescribeStacks cloudformation:ListStacks cloudformation:ListChangeSets
         cloudtrail:DescribeTrails codebuild:BatchGetProjects codebuild:CreateProject
         codebuild:ListCuratedEnvironmentImages codebuild:ListProjects codecommit:ListBranches
         codecommit:GetReferences codecommit:ListRepositories codedeploy:BatchGetDeploymentGroups
         codedeploy:ListApplications codedeploy:ListDeploymentGroups ec2:DescribeSecurityGroups
         ec2:DescribeSubnets ec2:DescribeVpcs ecr:DescribeRepositories ecr:ListImages ecs:ListClusters
         ecs:ListServices elasticbeanstalk:DescribeApplications elasticbeanstalk:DescribeEnvironments
         iam:ListRoles iam:GetRole lambda:ListFunctions events:ListRules events:ListTargetsByRule
         events:DescribeRule opsworks:DescribeApps opsworks:DescribeLayers opsworks:DescribeStacks
         s3:ListAllMyBuckets sns:ListTopics states:ListStateMachines`,
      ),
      allow(
        's3:GetObject s3:ListBucket s3:GetBucketPolicy s3:GetBucketVersioning s3:GetObjectVersion s3:CreateBucket s3:PutBucketPolicy',
        'arn:aws:s3::*:codepipeline-*',
      ),
      allow('iam:PassRole', 'arn:aws:iam::*:role/service-role/cwe-role-*', {
        StringEquals: { 'iam:PassedToService': ['events.amazonaws.com'] },
      }),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': ['codepipeline.amazonaws.com'] } }),
      allow(
        'events:PutRule events:PutTargets events:DeleteRule events:DisableRule events:RemoveTargets',
        'arn:aws:events:*:*:rule/codepipeline-*',
      ),
    ],
  },
  {
    name: 'AWSCodePipeline_ReadOnlyAccess',
    description: 'Provides read only access to AWS CodePipeline via the AWS Management Console.',
    created: '2020-08-03',
    version: 2,
    statements: [
      allow(
        `codepipeline:GetPipeline codepipeline:GetPipelineState codepipeline:GetPipelineExecution
         codepipeline:ListPipelineExecutions codepipeline:ListActionExecutions codepipeline:ListActionTypes
         codepipeline:ListPipelines codepipeline:ListTagsForResource s3:ListAllMyBuckets`,
      ),
      allow('s3:GetObject s3:ListBucket s3:GetBucketPolicy', 'arn:aws:s3::*:codepipeline-*'),
      allow(notificationRules),
    ],
  },
  {
    name: 'AWSCodePipelineApproverAccess',
    description: 'Provides access to view and approve manual changes for all pipelines.',
    created: '2016-07-28',
    version: 6,
    statements: [
      allow(
        `codepipeline:GetPipeline codepipeline:GetPipelineState codepipeline:GetPipelineExecution
         codepipeline:ListPipelineExecutions codepipeline:ListPipelines codepipeline:PutApprovalResult`,
      ),
    ],
  },
  {
    name: 'AWSCodePipelineCustomActionAccess',
    description:
      'Provides access for custom actions to poll for jobs details (including temporary credentials) and report status updates to AWS CodePipeline.',
    created: '2015-07-09',
    version: 1,
    statements: [
      allow(
        `codepipeline:AcknowledgeJob codepipeline:GetJobDetails codepipeline:PollForJobs
         codepipeline:PutJobFailureResult codepipeline:PutJobSuccessResult`,
      ),
    ],
  },
  {
    name: 'AWSOpsWorks_FullAccess',
    description: 'Provides full access to AWS OpsWorks.',
    created: '2021-01-22',
    version: 1,
    statements: [
      allow(
        `cloudwatch:GetMetricStatistics ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones
         ec2:DescribeInstances ec2:DescribeKeyPairs ec2:DescribeSecurityGroups ec2:DescribeSubnets
         ec2:DescribeVpcs elasticloadbalancing:DescribeInstanceHealth
         elasticloadbalancing:DescribeLoadBalancers iam:GetRolePolicy iam:ListInstanceProfiles iam:ListRoles
         iam:ListUsers opsworks:*`,
      ),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'opsworks.amazonaws.com' } }),
    ],
  },
  {
    name: 'AWSOpsWorksCloudWatchLogs',
    description:
      'Enables OpsWorks instances with the CWLogs integration enabled to ship logs and create required log groups.',
    created: '2017-03-30',
    version: 1,
    statements: [
      allow('logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:DescribeLogStreams', 'arn:aws:logs:*:*:*'),
    ],
  },
  {
    name: 'AWSOpsWorksRegisterCLI_EC2',
    description: 'Policy to enable registration of EC2 instances via the OpsWorks CLI.',
    created: '2019-06-18',
    version: 2,
    statements: [
      allow(
        `opsworks:AssignInstance opsworks:CreateLayer opsworks:DeregisterInstance opsworks:DescribeInstances
         opsworks:DescribeStackProvisioningParameters opsworks:DescribeStacks opsworks:UnassignInstance`,
      ),
      allow('ec2:DescribeInstances'),
    ],
  },
  {
    name: 'AWSOpsWorksInstanceRegistration',
    description: 'Provides access for an Amazon EC2 instance to register with an AWS OpsWorks stack.',
    created: '2016-06-03',
    version: 1,
    statements: [
      allow(`opsworks:DescribeStackProvisioningParameters opsworks:DescribeStacks opsworks:RegisterInstance`),
    ],
  },
  {
    name: 'AWSOpsWorksCMInstanceProfileRole',
    description: 'Provides S3 access for instances launched by OpsWorks CM.',
    created: '2016-11-24',
    version: 5,
    statements: [
      allow('cloudformation:DescribeStackResource cloudformation:SignalResource'),
      allow(
        `s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:ListAllMyBuckets s3:ListBucket
         s3:ListMultipartUploadParts s3:PutObject`,
        'arn:aws:s3:::aws-opsworks-cm-*',
      ),
      allow('acm:GetCertificate'),
      allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:opsworks-cm!aws-opsworks-cm-secrets-*'),
    ],
  },
  {
    name: 'AWSCloud9Administrator',
    description: 'Provides administrator access to AWS Cloud9.',
    created: '2017-11-30',
    version: 3,
    statements: [
      allow(`cloud9:* ${cloud9Read}`),
      allow('iam:CreateServiceLinkedRole', '*', { StringLike: { 'iam:AWSServiceName': 'cloud9.amazonaws.com' } }),
      allow('ssm:StartSession ssm:GetConnectionStatus', 'arn:aws:ec2:*:*:instance/*', {
        StringLike: { 'ssm:resourceTag/aws:cloud9:environment': '*' },
        StringEquals: { 'aws:CalledViaFirst': 'cloud9.amazonaws.com' },
      }),
      allow('ssm:StartSession', 'arn:aws:ssm:*:*:document/*'),
    ],
  },
  {
    name: 'AWSCloud9User',
    description: 'Provides permission to create AWS Cloud9 development environments and to manage owned environments.',
    created: '2017-11-30',
    version: 6,
    statements: [
      allow(`cloud9:UpdateUserSettings cloud9:GetUserSettings cloud9:GetMigrationExperiences ${cloud9Read}`),
      allow('cloud9:CreateEnvironmentEC2 cloud9:CreateEnvironmentSSH', '*', {
        Null: { 'cloud9:OwnerArn': 'true' },
      }),
      allow('cloud9:GetUserPublicKey', '*', { Null: { 'cloud9:UserArn': 'true' } }),
      allow('cloud9:DescribeEnvironmentMemberships', '*', {
        Null: { 'cloud9:UserArn': 'true', 'cloud9:EnvironmentId': 'true' },
      }),
      allow('iam:CreateServiceLinkedRole', '*', { StringLike: { 'iam:AWSServiceName': 'cloud9.amazonaws.com' } }),
    ],
  },
  {
    name: 'AWSCloud9EnvironmentMember',
    description: 'Provides the ability to be invited into AWS Cloud9 shared development environments.',
    created: '2017-11-30',
    version: 3,
    statements: [
      allow(
        'cloud9:GetUserSettings cloud9:UpdateUserSettings cloud9:GetMigrationExperiences iam:GetUser iam:ListUsers',
      ),
      allow('cloud9:DescribeEnvironmentMemberships', '*', {
        Null: { 'cloud9:UserArn': 'true', 'cloud9:EnvironmentId': 'true' },
      }),
    ],
  },
  {
    name: 'AWSCloud9SSMInstanceProfile',
    description:
      'This policy will be used to attach a role on a InstanceProfile which will allow Cloud9 to use the SSM Session Manager to connect to the instance.',
    created: '2020-05-14',
    version: 1,
    statements: [
      allow(
        `ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
         ssmmessages:OpenDataChannel ssm:UpdateInstanceInformation`,
      ),
    ],
  },
];
