import { allow, allowElsewhere, createLinkedRoleFor, type PolicyEntry } from './statement.ts';

/** The policy that most notebooks and training jobs run with. */
export const sageMakerPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonSageMakerFullAccess',
    description: 'Provides full access to Amazon SageMaker and selected access to related services.',
    created: '2017-11-29',
    version: 29,
    statements: [
      allowElsewhere(
        'sagemaker:* sagemaker-geospatial:*',
        `arn:aws:sagemaker:*:*:domain/* arn:aws:sagemaker:*:*:user-profile/* arn:aws:sagemaker:*:*:app/*
         arn:aws:sagemaker:*:*:space/* arn:aws:sagemaker:*:*:partner-app/* arn:aws:sagemaker:*:*:flow-definition/*
         arn:aws:sagemaker:*:*:training-plan/* arn:aws:sagemaker:*:*:reserved-capacity/*`,
      ),
      allow('sagemaker:AddTags', 'arn:aws:sagemaker:*:*:space/*', {
        StringEquals: { 'sagemaker:TaggingAction': 'CreateSpace' },
      }),
      allow('sagemaker:AddTags', 'arn:aws:sagemaker:*:*:app/*'),
      allow(
        `sagemaker:CreateTrainingJob sagemaker:CreateCluster sagemaker:UpdateCluster
         sagemaker:DescribeTrainingPlan`,
        'arn:aws:sagemaker:*:*:training-plan/* arn:aws:sagemaker:*:*:reserved-capacity/*',
      ),
      allow(`sagemaker:CreatePresignedDomainUrl sagemaker:DescribeDomain sagemaker:ListDomains
         sagemaker:DescribeUserProfile sagemaker:ListUserProfiles sagemaker:DescribeSpace sagemaker:ListSpaces
         sagemaker:DescribeApp sagemaker:ListApps`),
      allow('sagemaker:CreateApp sagemaker:DeleteApp', 'arn:aws:sagemaker:*:*:app/*/*/*/*', {
        Null: { 'sagemaker:OwnerUserProfileArn': 'true' },
      }),
      allow('sagemaker:CreateApp sagemaker:DeleteApp', 'arn:aws:sagemaker:*:*:app/${sagemaker:DomainId}/*/*/*', {
        StringEquals: { 'sagemaker:SpaceSharingType': 'Shared' },
      }),
      allow(
        'sagemaker:CreateSpace sagemaker:UpdateSpace sagemaker:DeleteSpace',
        'arn:aws:sagemaker:*:*:space/${sagemaker:DomainId}/*',
        { Null: { 'sagemaker:OwnerUserProfileArn': 'true' } },
      ),
      allow(
        'sagemaker:CreateSpace sagemaker:UpdateSpace sagemaker:DeleteSpace',
        'arn:aws:sagemaker:*:*:space/${sagemaker:DomainId}/*',
        {
          ArnLike: {
            'sagemaker:OwnerUserProfileArn':
              'arn:aws:sagemaker:*:*:user-profile/${sagemaker:DomainId}/${sagemaker:UserProfileName}',
          },
          StringEquals: { 'sagemaker:SpaceSharingType': ['Private', 'Shared'] },
        },
      ),
      allow('sagemaker:CreateApp sagemaker:DeleteApp', 'arn:aws:sagemaker:*:*:app/${sagemaker:DomainId}/*/*/*', {
        ArnLike: {
          'sagemaker:OwnerUserProfileArn':
            'arn:aws:sagemaker:*:*:user-profile/${sagemaker:DomainId}/${sagemaker:UserProfileName}',
        },
        StringEquals: { 'sagemaker:SpaceSharingType': 'Private' },
      }),
      allow('sagemaker:*', 'arn:aws:sagemaker:*:*:flow-definition/*', {
        StringEqualsIfExists: { 'sagemaker:WorkteamType': ['private-crowd', 'vendor-crowd'] },
      }),
      allow(`application-autoscaling:DeleteScalingPolicy application-autoscaling:DeleteScheduledAction
         application-autoscaling:DeregisterScalableTarget application-autoscaling:DescribeScalableTargets
         application-autoscaling:DescribeScalingActivities application-autoscaling:DescribeScalingPolicies
         application-autoscaling:DescribeScheduledActions application-autoscaling:PutScalingPolicy
         application-autoscaling:PutScheduledAction application-autoscaling:RegisterScalableTarget
         aws-marketplace:ViewSubscriptions cloudformation:GetTemplateSummary cloudwatch:DeleteAlarms
         cloudwatch:DescribeAlarms cloudwatch:GetMetricData cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
         cloudwatch:PutMetricAlarm cloudwatch:PutMetricData codecommit:BatchGetRepositories
         codecommit:CreateRepository codecommit:GetRepository codecommit:List* cognito-idp:AdminAddUserToGroup
         cognito-idp:AdminCreateUser cognito-idp:AdminDeleteUser cognito-idp:AdminDisableUser
         cognito-idp:AdminEnableUser cognito-idp:AdminRemoveUserFromGroup cognito-idp:CreateGroup
         cognito-idp:CreateUserPool cognito-idp:CreateUserPoolClient cognito-idp:CreateUserPoolDomain
         cognito-idp:DescribeUserPool cognito-idp:DescribeUserPoolClient cognito-idp:List*
         cognito-idp:UpdateUserPool cognito-idp:UpdateUserPoolClient ec2:CreateNetworkInterface
         ec2:CreateNetworkInterfacePermission ec2:CreateVpcEndpoint ec2:DeleteNetworkInterface
         ec2:DeleteNetworkInterfacePermission ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces
         ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcEndpoints
         ec2:DescribeVpcs ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CreateRepository ecr:Describe*
         ecr:GetAuthorizationToken ecr:GetDownloadUrlForLayer ecr:StartImageScan elastic-inference:Connect
         elasticfilesystem:DescribeFileSystems elasticfilesystem:DescribeMountTargets fsx:DescribeFileSystems
         glue:CreateJob glue:DeleteJob glue:GetJob* glue:GetTable* glue:GetWorkflowRun glue:ResetJobBookmark
         glue:StartJobRun glue:StartWorkflowRun glue:UpdateJob groundtruthlabeling:* iam:ListRoles kms:DescribeKey
         kms:ListAliases lambda:ListFunctions logs:CreateLogDelivery logs:CreateLogGroup logs:CreateLogStream
         logs:DeleteLogDelivery logs:Describe* logs:GetLogDelivery logs:GetLogEvents logs:ListLogDeliveries
         logs:PutLogEvents logs:PutResourcePolicy logs:UpdateLogDelivery robomaker:CreateSimulationApplication
         robomaker:DescribeSimulationApplication robomaker:DeleteSimulationApplication
         robomaker:CreateSimulationJob robomaker:DescribeSimulationJob robomaker:CancelSimulationJob
         secretsmanager:ListSecrets servicecatalog:Describe* servicecatalog:List*
         servicecatalog:ScanProvisionedProducts servicecatalog:SearchProducts
         servicecatalog:SearchProvisionedProducts sns:ListTopics tag:GetResources`),
      allow(
        `ecr:SetRepositoryPolicy ecr:CompleteLayerUpload ecr:BatchDeleteImage ecr:UploadLayerPart
         ecr:DeleteRepositoryPolicy ecr:InitiateLayerUpload ecr:DeleteRepository ecr:PutImage`,
        'arn:aws:ecr:*:*:repository/*sagemaker*',
      ),
      allow(
        'codecommit:GitPull codecommit:GitPush',
        `arn:aws:codecommit:*:*:*sagemaker* arn:aws:codecommit:*:*:*SageMaker* arn:aws:codecommit:*:*:*Sagemaker*`,
      ),
      allow(
        'codebuild:BatchGetBuilds codebuild:StartBuild',
        'arn:aws:codebuild:*:*:project/sagemaker* arn:aws:codebuild:*:*:build/*',
      ),
      allow(
        `states:DescribeExecution states:GetExecutionHistory states:StartExecution states:StopExecution
         states:UpdateStateMachine`,
        'arn:aws:states:*:*:statemachine:*sagemaker* arn:aws:states:*:*:execution:*sagemaker*:*',
      ),
      allow(
        'secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:CreateSecret',
        'arn:aws:secretsmanager:*:*:secret:AmazonSageMaker-*',
      ),
      allow('secretsmanager:DescribeSecret secretsmanager:GetSecretValue', '*', {
        StringEquals: { 'secretsmanager:ResourceTag/SageMaker': 'true' },
      }),
      allow('servicecatalog:ProvisionProduct'),
      allow('servicecatalog:TerminateProvisionedProduct servicecatalog:UpdateProvisionedProduct', '*', {
        StringEquals: { 'servicecatalog:userLevel': 'self' },
      }),
      allow(
        's3:GetObject s3:PutObject s3:DeleteObject s3:AbortMultipartUpload',
        `arn:aws:s3:::*SageMaker* arn:aws:s3:::*Sagemaker* arn:aws:s3:::*sagemaker* arn:aws:s3:::*aws-glue*`,
      ),
      allow('s3:GetObject', 'arn:aws:s3:::*', { StringEqualsIgnoreCase: { 's3:ExistingObjectTag/SageMaker': 'true' } }),
      allow('s3:GetObject', 'arn:aws:s3:::*', {
        StringEquals: { 's3:ExistingObjectTag/servicecatalog:provisioning': 'true' },
      }),
      allow(`s3:CreateBucket s3:GetBucketLocation s3:ListBucket s3:ListAllMyBuckets s3:GetBucketCors s3:PutBucketCors`),
      allow(
        's3:GetBucketAcl s3:PutObjectAcl',
        'arn:aws:s3:::*SageMaker* arn:aws:s3:::*Sagemaker* arn:aws:s3:::*sagemaker*',
      ),
      allow(
        'lambda:InvokeFunction',
        `arn:aws:lambda:*:*:function:*SageMaker* arn:aws:lambda:*:*:function:*sagemaker*
         arn:aws:lambda:*:*:function:*Sagemaker* arn:aws:lambda:*:*:function:*LabelingFunction*`,
      ),
      createLinkedRoleFor(
        'sagemaker.application-autoscaling.amazonaws.com',
        `arn:aws:iam::*:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
      ),
      allow('iam:CreateServiceLinkedRole', '*', { StringEquals: { 'iam:AWSServiceName': 'robomaker.amazonaws.com' } }),
      allow(
        'sns:Subscribe sns:CreateTopic sns:Publish',
        'arn:aws:sns:*:*:*SageMaker* arn:aws:sns:*:*:*Sagemaker* arn:aws:sns:*:*:*sagemaker*',
      ),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*AmazonSageMaker*', {
        StringEquals: {
          'iam:PassedToService': ['glue.amazonaws.com', 'robomaker.amazonaws.com', 'states.amazonaws.com'],
        },
      }),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
      }),
      allow(`athena:ListDataCatalogs athena:ListDatabases athena:ListTableMetadata athena:GetQueryExecution
         athena:GetQueryResults athena:StartQueryExecution athena:StopQueryExecution`),
      allow(
        'glue:CreateTable',
        `arn:aws:glue:*:*:table/*/sagemaker_tmp_* arn:aws:glue:*:*:table/sagemaker_featurestore/*
         arn:aws:glue:*:*:catalog arn:aws:glue:*:*:database/*`,
      ),
      allow(
        'glue:UpdateTable',
        `arn:aws:glue:*:*:table/sagemaker_featurestore/* arn:aws:glue:*:*:catalog
         arn:aws:glue:*:*:database/sagemaker_featurestore`,
      ),
      allow(
        'glue:DeleteTable',
        `arn:aws:glue:*:*:table/*/sagemaker_tmp_* arn:aws:glue:*:*:catalog arn:aws:glue:*:*:database/*`,
      ),
      allow(
        'glue:GetDatabases glue:GetTable glue:GetTables',
        'arn:aws:glue:*:*:table/* arn:aws:glue:*:*:catalog arn:aws:glue:*:*:database/*',
      ),
      allow(
        'glue:CreateDatabase glue:GetDatabase',
        `arn:aws:glue:*:*:catalog arn:aws:glue:*:*:database/sagemaker_featurestore
         arn:aws:glue:*:*:database/sagemaker_processing arn:aws:glue:*:*:database/default
         arn:aws:glue:*:*:database/sagemaker_data_wrangler`,
      ),
      allow(`redshift-data:ExecuteStatement redshift-data:DescribeStatement redshift-data:CancelStatement
         redshift-data:GetStatementResult redshift-data:ListSchemas redshift-data:ListTables`),
      allow(
        'redshift:GetClusterCredentials',
        'arn:aws:redshift:*:*:dbuser:*/sagemaker_access* arn:aws:redshift:*:*:dbname:*',
      ),
      allow('sagemaker:ListTags', 'arn:aws:sagemaker:*:*:user-profile/*'),
      allow('cloudformation:ListStackResources', 'arn:aws:cloudformation:*:*:stack/SC-*'),
      allow(
        's3express:CreateSession',
        `arn:aws:s3express:*:*:bucket/*SageMaker* arn:aws:s3express:*:*:bucket/*Sagemaker*
         arn:aws:s3express:*:*:bucket/*sagemaker* arn:aws:s3express:*:*:bucket/*aws-glue*`,
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow(
        's3express:CreateBucket',
        `arn:aws:s3express:*:*:bucket/*SageMaker* arn:aws:s3express:*:*:bucket/*Sagemaker*
         arn:aws:s3express:*:*:bucket/*sagemaker*`,
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow('s3express:ListAllMyDirectoryBuckets'),
    ],
  },
];
