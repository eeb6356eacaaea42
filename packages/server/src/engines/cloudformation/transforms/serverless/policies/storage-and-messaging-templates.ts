import type { PolicyTemplate } from './policy-templates.ts';

/** Policy templates for storage, messaging, keys, code and functions. */
export const STORAGE_AND_MESSAGING_TEMPLATES: Record<string, PolicyTemplate> = {
  AWSSecretsManagerGetSecretValuePolicy: [{ on: '{secretArn}', allow: 'secretsmanager:GetSecretValue' }],
  AWSSecretsManagerRotationPolicy: [
    {
      on: 'secretsmanager:secret:*',
      allow: 'secretsmanager:DescribeSecret,GetSecretValue,PutSecretValue,UpdateSecretVersionStage',
      when: { 'secretsmanager:resource/AllowRotationLambdaArn': 'lambda:function:{functionName}' },
    },
    { on: '*', allow: 'secretsmanager:GetRandomPassword' },
  ],
  CloudWatchDashboardPolicy: [{ on: '*', allow: 'cloudwatch:GetDashboard,ListDashboards,PutDashboard,ListMetrics' }],
  CloudWatchDescribeAlarmHistoryPolicy: [{ on: '*', allow: 'cloudwatch:DescribeAlarmHistory' }],
  CloudWatchPutMetricPolicy: [{ on: '*', allow: 'cloudwatch:PutMetricData' }],
  CodeCommitCrudPolicy: [
    {
      on: 'codecommit:{repositoryName}',
      allow: `
      codecommit:GitPull,GitPush,CreateBranch,DeleteBranch,GetBranch,ListBranches,
      MergeBranchesByFastForward,MergeBranchesBySquash,MergeBranchesByThreeWay,UpdateDefaultBranch,
      BatchDescribeMergeConflicts,CreateUnreferencedMergeCommit,DescribeMergeConflicts,GetMergeCommit,
      GetMergeOptions,BatchGetPullRequests,CreatePullRequest,DescribePullRequestEvents,
      GetCommentsForPullRequest,GetCommitsFromMergeBase,GetMergeConflicts,GetPullRequest,ListPullRequests,
      MergePullRequestByFastForward,MergePullRequestBySquash,MergePullRequestByThreeWay,
      PostCommentForPullRequest,UpdatePullRequestDescription,UpdatePullRequestStatus,
      UpdatePullRequestTitle,DeleteFile,GetBlob,GetFile,GetFolder,PutFile,DeleteCommentContent,GetComment,
      GetCommentsForComparedCommit,PostCommentForComparedCommit,PostCommentReply,UpdateComment,
      BatchGetCommits,CreateCommit,GetCommit,GetCommitHistory,GetDifferences,GetObjectIdentifier,
      GetReferences,GetTree,GetRepository,UpdateRepositoryDescription,ListTagsForResource,TagResource,
      UntagResource,GetRepositoryTriggers,PutRepositoryTriggers,TestRepositoryTriggers,GetBranch,
      GetCommit,UploadArchive,GetUploadArchiveStatus,CancelUploadArchive`,
    },
  ],
  CodeCommitReadPolicy: [
    {
      on: 'codecommit:{repositoryName}',
      allow: `
      codecommit:GitPull,GetBranch,ListBranches,BatchDescribeMergeConflicts,DescribeMergeConflicts,
      GetMergeCommit,GetMergeOptions,BatchGetPullRequests,DescribePullRequestEvents,
      GetCommentsForPullRequest,GetCommitsFromMergeBase,GetMergeConflicts,GetPullRequest,ListPullRequests,
      GetBlob,GetFile,GetFolder,GetComment,GetCommentsForComparedCommit,BatchGetCommits,GetCommit,
      GetCommitHistory,GetDifferences,GetObjectIdentifier,GetReferences,GetTree,GetRepository,
      ListTagsForResource,GetRepositoryTriggers,TestRepositoryTriggers,GetBranch,GetCommit,
      GetUploadArchiveStatus`,
    },
  ],
  CodePipelineLambdaExecutionPolicy: [{ on: '*', allow: 'codepipeline:PutJobSuccessResult,PutJobFailureResult' }],
  CodePipelineReadOnlyPolicy: [
    { on: 'codepipeline:{pipelinename=PipelineName}', allow: 'codepipeline:ListPipelineExecutions' },
  ],
  DynamoDBBackupFullAccessPolicy: [
    { on: 'dynamodb:table/{tableName}', allow: 'dynamodb:CreateBackup,DescribeContinuousBackups' },
    { on: 'dynamodb:table/{tableName}/backup/*', allow: 'dynamodb:DeleteBackup,DescribeBackup,ListBackups' },
  ],
  DynamoDBCrudPolicy: [
    {
      on: ['dynamodb:table/{tableName}', 'dynamodb:table/{tableName}/index/*'],
      allow: `
      dynamodb:GetItem,DeleteItem,PutItem,Scan,Query,UpdateItem,BatchWriteItem,BatchGetItem,DescribeTable,
      ConditionCheckItem`,
    },
  ],
  DynamoDBReadPolicy: [
    {
      on: ['dynamodb:table/{tableName}', 'dynamodb:table/{tableName}/index/*'],
      allow: 'dynamodb:GetItem,Scan,Query,BatchGetItem,DescribeTable',
    },
  ],
  DynamoDBReconfigurePolicy: [{ on: 'dynamodb:table/{tableName}', allow: 'dynamodb:UpdateTable' }],
  DynamoDBRestoreFromBackupPolicy: [
    { on: 'dynamodb:table/{tableName}/backup/*', allow: 'dynamodb:RestoreTableFromBackup' },
    {
      on: 'dynamodb:table/{tableName}',
      allow: 'dynamodb:PutItem,UpdateItem,DeleteItem,GetItem,Query,Scan,BatchWriteItem',
    },
  ],
  DynamoDBStreamReadPolicy: [
    {
      on: 'dynamodb:table/{tableName}/stream/{streamName}',
      allow: 'dynamodb:DescribeStream,GetRecords,GetShardIterator',
    },
    { on: 'dynamodb:table/{tableName}/stream/*', allow: 'dynamodb:ListStreams' },
  ],
  DynamoDBWritePolicy: [
    {
      on: ['dynamodb:table/{tableName}', 'dynamodb:table/{tableName}/index/*'],
      allow: 'dynamodb:PutItem,UpdateItem,BatchWriteItem',
    },
  ],
  EFSWriteAccessPolicy: [
    {
      on: 'elasticfilesystem:file-system/{FileSystem=FileSystem}',
      allow: 'elasticfilesystem:ClientMount,ClientWrite',
      when: { 'elasticfilesystem:AccessPointArn': 'elasticfilesystem:access-point/{AccessPoint=AccessPoint}' },
    },
  ],
  ElasticsearchHttpPostPolicy: [{ on: 'es:domain/{domainName}/*', allow: 'es:ESHttpPost,ESHttpPut' }],
  EventBridgePutEventsPolicy: [{ on: 'events:event-bus/{eventBusName}', allow: '=events:PutEvents' }],
  FilterLogEventsPolicy: [{ on: 'logs:log-group:{logGroupName}:log-stream:*', allow: 'logs:FilterLogEvents' }],
  FirehoseCrudPolicy: [
    {
      on: 'firehose:deliverystream/{deliveryStreamName}',
      allow: `
      firehose:CreateDeliveryStream,DeleteDeliveryStream,DescribeDeliveryStream,PutRecord,PutRecordBatch,
      UpdateDestination`,
    },
  ],
  FirehoseWritePolicy: [
    { on: 'firehose:deliverystream/{deliveryStreamName}', allow: 'firehose:PutRecord,PutRecordBatch' },
  ],
  KMSDecryptPolicy: [{ on: 'kms:key/{keyId}', allow: '=kms:Decrypt' }],
  KMSEncryptPolicy: [{ on: 'kms:key/{keyId}', allow: '=kms:Encrypt' }],
  KMSEncryptPolicy_v2: [
    {
      on: 'kms:key/{keyId}',
      allow: `
      kms:Encrypt,GenerateDataKey,GenerateDataKeyWithoutPlaintext,GenerateDataKeyPair,
      GenerateDataKeyPairWithoutPlaintext`,
    },
  ],
  KinesisCrudPolicy: [
    {
      on: 'kinesis:stream/{streamName}',
      allow: `
      kinesis:AddTagsToStream,CreateStream,DecreaseStreamRetentionPeriod,DeleteStream,DescribeStream,
      DescribeStreamSummary,GetShardIterator,IncreaseStreamRetentionPeriod,ListTagsForStream,MergeShards,
      PutRecord,PutRecords,SplitShard,RemoveTagsFromStream`,
    },
  ],
  KinesisStreamReadPolicy: [
    { on: 'kinesis:stream/*', allow: 'kinesis:ListStreams,DescribeLimits' },
    {
      on: 'kinesis:stream/{streamName}',
      allow: 'kinesis:DescribeStream,DescribeStreamSummary,GetRecords,GetShardIterator',
    },
  ],
  LambdaInvokePolicy: [{ on: 'lambda:function:{functionName}*', allow: 'lambda:InvokeFunction' }],
  S3CrudPolicy: [
    {
      on: ['@s3:::{bucketName}', '@s3:::{bucketName}/*'],
      allow: `
      s3:GetObject,ListBucket,GetBucketLocation,GetObjectVersion,PutObject,PutObjectAcl,
      GetLifecycleConfiguration,PutLifecycleConfiguration,DeleteObject`,
    },
  ],
  S3FullAccessPolicy: [
    {
      on: ['@s3:::{bucketName}/*'],
      allow: `
      s3:GetObject,GetObjectAcl,GetObjectVersion,PutObject,PutObjectAcl,DeleteObject,DeleteObjectTagging,
      DeleteObjectVersionTagging,GetObjectTagging,GetObjectVersionTagging,PutObjectTagging,
      PutObjectVersionTagging`,
    },
    {
      on: ['@s3:::{bucketName}'],
      allow: 's3:ListBucket,GetBucketLocation,GetLifecycleConfiguration,PutLifecycleConfiguration',
    },
  ],
  S3ReadPolicy: [
    {
      on: ['@s3:::{bucketName}', '@s3:::{bucketName}/*'],
      allow: 's3:GetObject,ListBucket,GetBucketLocation,GetObjectVersion,GetLifecycleConfiguration',
    },
  ],
  S3WritePolicy: [
    {
      on: ['@s3:::{bucketName}', '@s3:::{bucketName}/*'],
      allow: 's3:PutObject,PutObjectAcl,PutLifecycleConfiguration',
    },
  ],
  SESBulkTemplatedCrudPolicy: [
    {
      on: 'ses:identity/{identityName}',
      allow: `
      ses:GetIdentityVerificationAttributes,SendEmail,SendRawEmail,SendTemplatedEmail,
      SendBulkTemplatedEmail,VerifyEmailIdentity`,
    },
  ],
  SESBulkTemplatedCrudPolicy_v2: [
    {
      on: ['ses:identity/{identityName}', 'ses:template/{templateName}'],
      allow: 'ses:SendEmail,SendRawEmail,SendTemplatedEmail,SendBulkTemplatedEmail',
    },
    { on: '*', allow: 'ses:GetIdentityVerificationAttributes,VerifyEmailIdentity' },
  ],
  SESCrudPolicy: [
    {
      on: 'ses:identity/{identityName}',
      allow: 'ses:GetIdentityVerificationAttributes,SendEmail,SendRawEmail,VerifyEmailIdentity',
    },
  ],
  SESEmailTemplateCrudPolicy: [
    {
      on: '*',
      allow: `
      ses:CreateTemplate,GetTemplate,ListTemplates,UpdateTemplate,DeleteTemplate,TestRenderTemplate`,
    },
  ],
  SESSendBouncePolicy: [{ on: 'ses:identity/{identityName}', allow: 'ses:SendBounce' }],
  SNSCrudPolicy: [
    { on: 'sns:{topicName}*', allow: 'sns:ListSubscriptionsByTopic,CreateTopic,SetTopicAttributes,Subscribe,Publish' },
  ],
  SNSPublishMessagePolicy: [{ on: 'sns:{topicName}', allow: 'sns:Publish' }],
  SQSPollerPolicy: [
    {
      on: 'sqs:{queueName}',
      allow: `
      sqs:ChangeMessageVisibility,ChangeMessageVisibilityBatch,DeleteMessage,DeleteMessageBatch,
      GetQueueAttributes,ReceiveMessage`,
    },
  ],
  SQSSendMessagePolicy: [{ on: 'sqs:{queueName}', allow: 'sqs:SendMessage*' }],
  SSMParameterReadPolicy: [
    { on: '*', allow: 'ssm:DescribeParameters' },
    { on: 'ssm:parameter/{parameterName}', allow: 'ssm:GetParameters,GetParameter,GetParametersByPath' },
  ],
  SSMParameterWithSlashPrefixReadPolicy: [
    { on: '*', allow: 'ssm:DescribeParameters' },
    { on: 'ssm:parameter{parameterName}', allow: 'ssm:GetParameters,GetParameter,GetParametersByPath' },
  ],
  StepFunctionsCallbackPolicy: [
    { on: 'states:stateMachine:{stateMachineName}', allow: 'states:SendTaskFailure,SendTaskHeartbeat,SendTaskSuccess' },
  ],
  StepFunctionsExecutionPolicy: [{ on: 'states:stateMachine:{stateMachineName}', allow: 'states:StartExecution' }],
  StepFunctionsExecutionPolicy_v2: [
    { on: 'states:stateMachine:{stateMachineName}', allow: 'states:StartExecution,StartSyncExecution' },
  ],
};
