import { allow, createLinkedRoleFor, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for messages, APIs, workflows, names and users' directories. */
export const applicationPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonSQSFullAccess',
    description: 'Provides full access to Amazon SQS via the AWS Management Console.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('sqs:*')],
  },
  {
    name: 'AmazonSQSReadOnlyAccess',
    description: 'Provides read only access to Amazon SQS via the AWS Management Console.',
    created: '2015-02-06',
    version: 3,
    statements: [
      allow(
        `sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListDeadLetterSourceQueues sqs:ListQueues
         sqs:ListMessageMoveTasks sqs:ListQueueTags`,
      ),
    ],
  },
  {
    name: 'AmazonSNSFullAccess',
    description: 'Provides full access to Amazon SNS via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [
      allow('sns:*'),
      allow(
        `sms-voice:DescribeVerifiedDestinationNumbers sms-voice:CreateVerifiedDestinationNumber
         sms-voice:SendDestinationNumberVerificationCode sms-voice:SendTextMessage
         sms-voice:DeleteVerifiedDestinationNumber sms-voice:VerifyDestinationNumber
         sms-voice:DescribeAccountAttributes sms-voice:DescribeSpendLimits sms-voice:DescribePhoneNumbers
         sms-voice:SetTextMessageSpendLimitOverride sms-voice:DescribeOptedOutNumbers
         sms-voice:DeleteOptedOutNumber`,
        '*',
        { StringEquals: { 'aws:CalledViaLast': 'sns.amazonaws.com' } },
      ),
    ],
  },
  {
    name: 'AmazonSNSReadOnlyAccess',
    description: 'Provides read only access to Amazon SNS via the AWS Management Console.',
    created: '2015-02-06',
    version: 3,
    statements: [
      allow(
        `sns:GetTopicAttributes sns:List* sns:CheckIfPhoneNumberIsOptedOut sns:GetEndpointAttributes
         sns:GetDataProtectionPolicy sns:GetPlatformApplicationAttributes sns:GetSMSAttributes
         sns:GetSMSSandboxAccountStatus sns:GetSubscriptionAttributes`,
      ),
    ],
  },
  {
    name: 'AmazonEventBridgeFullAccess',
    description: 'Provides full access to Amazon EventBridge.',
    created: '2019-07-11',
    version: 5,
    statements: [
      allow('events:* schemas:* scheduler:* pipes:*'),
      allow(
        'iam:CreateServiceLinkedRole',
        'arn:aws:iam::*:role/aws-service-role/apidestinations.events.amazonaws.com/*',
        {
          StringEquals: { 'iam:AWSServiceName': 'apidestinations.events.amazonaws.com' },
        },
      ),
      allow(
        `secretsmanager:CreateSecret secretsmanager:UpdateSecret secretsmanager:DeleteSecret
         secretsmanager:GetSecretValue secretsmanager:PutSecretValue`,
        'arn:aws:secretsmanager:*:*:secret:events!*',
      ),
      passRoleTo('events.amazonaws.com', 'arn:aws:iam::*:role/*'),
      passRoleTo('scheduler.amazonaws.com', 'arn:aws:iam::*:role/*'),
      passRoleTo('pipes.amazonaws.com', 'arn:aws:iam::*:role/*'),
    ],
  },
  {
    name: 'AmazonEventBridgeReadOnlyAccess',
    description: 'Provides read only access to Amazon EventBridge.',
    created: '2019-07-11',
    version: 5,
    statements: [
      allow(
        `events:DescribeRule events:DescribeEventBus events:DescribeEventSource events:ListEventBuses
         events:ListEventSources events:ListRuleNamesByTarget events:ListRules events:ListTargetsByRule
         events:TestEventPattern events:DescribeArchive events:ListArchives events:DescribeReplay
         events:ListReplays events:DescribeConnection events:ListConnections events:DescribeApiDestination
         events:ListApiDestinations events:DescribeEndpoint events:ListEndpoints schemas:DescribeCodeBinding
         schemas:DescribeDiscoverer schemas:DescribeRegistry schemas:DescribeSchema schemas:ExportSchema
         schemas:GetCodeBindingSource schemas:GetDiscoveredSchema schemas:GetResourcePolicy
         schemas:ListDiscoverers schemas:ListRegistries schemas:ListSchemas schemas:ListSchemaVersions
         schemas:ListTagsForResource schemas:SearchSchemas scheduler:GetSchedule scheduler:GetScheduleGroup
         scheduler:ListSchedules scheduler:ListScheduleGroups scheduler:ListTagsForResource pipes:DescribePipe
         pipes:ListPipes pipes:ListTagsForResource`,
      ),
    ],
  },
  {
    name: 'AmazonEventBridgeSchedulerFullAccess',
    description: 'Amazon EventBridge Scheduler full access.',
    created: '2022-11-10',
    version: 1,
    statements: [
      allow('scheduler:*'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*', {
        StringLike: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
      }),
    ],
  },
  {
    name: 'AWSStepFunctionsFullAccess',
    description: 'An access policy for providing a user access to the AWS StepFunctions APIs.',
    created: '2017-01-11',
    version: 1,
    statements: [allow('states:*')],
  },
  {
    name: 'AWSStepFunctionsReadOnlyAccess',
    description: 'An access policy for providing a user read only access to the AWS StepFunctions service.',
    created: '2017-01-11',
    version: 4,
    statements: [
      allow(
        `states:ListStateMachines states:ListActivities states:DescribeStateMachine
         states:DescribeStateMachineForExecution states:ListExecutions states:DescribeExecution
         states:GetExecutionHistory states:DescribeActivity states:ListMapRuns states:DescribeMapRun
         states:ListStateMachineAliases states:DescribeStateMachineAlias states:ListStateMachineVersions
         states:ListTagsForResource states:ValidateStateMachineDefinition`,
      ),
    ],
  },
  {
    name: 'AWSStepFunctionsConsoleFullAccess',
    description:
      'An access policy for providing a user access to the AWS StepFunctions console, and to the resources it uses.',
    created: '2017-01-11',
    version: 2,
    statements: [
      allow('states:*'),
      allow('iam:ListRoles'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/service-role/StatesExecutionRole*'),
      allow('lambda:ListFunctions'),
    ],
  },
  {
    name: 'AmazonAPIGatewayAdministrator',
    description:
      'Provides full access to create/edit/delete APIs in Amazon API Gateway via the AWS Management Console.',
    created: '2015-07-09',
    version: 1,
    statements: [allow('apigateway:*', 'arn:aws:apigateway:*::/*')],
  },
  {
    name: 'AmazonAPIGatewayInvokeFullAccess',
    description: 'Provides full access to invoke APIs in Amazon API Gateway.',
    created: '2015-07-09',
    version: 2,
    statements: [allow('execute-api:Invoke execute-api:ManageConnections', 'arn:aws:execute-api:*:*:*')],
  },
  {
    name: 'AmazonRoute53FullAccess',
    description: 'Provides full access to all Amazon Route 53 via the AWS Management Console.',
    created: '2015-02-06',
    version: 5,
    statements: [
      allow(
        `route53:* route53domains:* cloudfront:ListDistributions elasticloadbalancing:DescribeLoadBalancers
         elasticbeanstalk:DescribeEnvironments s3:ListBucket s3:GetBucketLocation s3:GetBucketWebsite
         ec2:DescribeVpcs ec2:DescribeVpcEndpoints ec2:DescribeRegions sns:ListTopics
         sns:ListSubscriptionsByTopic cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics`,
      ),
      allow('apigateway:GET', 'arn:aws:apigateway:*::/domainnames'),
    ],
  },
  {
    name: 'AmazonRoute53ReadOnlyAccess',
    description: 'Provides read only access to all Amazon Route 53 via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [allow('route53:Get* route53:List* route53:TestDNSAnswer')],
  },
  {
    name: 'AmazonCognitoPowerUser',
    description: 'Provides administrative access to existing Amazon Cognito resources.',
    created: '2015-03-24',
    version: 7,
    statements: [
      allow(
        `cognito-identity:* cognito-idp:* cognito-sync:* iam:ListRoles iam:ListOpenIdConnectProviders
         iam:GetRole iam:ListSAMLProviders iam:GetSAMLProvider kinesis:ListStreams lambda:GetPolicy
         lambda:ListFunctions sns:GetSMSSandboxAccountStatus sns:ListPlatformApplications
         ses:ListIdentities ses:GetIdentityVerificationAttributes mobiletargeting:GetApps acm:ListCertificates`,
      ),
      createLinkedRoleFor('cognito-idp.amazonaws.com email.cognito-idp.amazonaws.com'),
      allow(
        'iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus',
        `arn:aws:iam::*:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp*
         arn:aws:iam::*:role/aws-service-role/email.cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdpEmail*`,
      ),
    ],
  },
  {
    name: 'AmazonCognitoReadOnly',
    description: 'Provides read only access to Amazon Cognito resources.',
    created: '2015-03-24',
    version: 4,
    statements: [
      allow(
        `cognito-identity:Describe* cognito-identity:Get* cognito-identity:List* cognito-idp:Describe*
         cognito-idp:AdminGet* cognito-idp:AdminList* cognito-idp:List* cognito-idp:Get* cognito-sync:Describe*
         cognito-sync:Get* cognito-sync:List* iam:ListOpenIdConnectProviders iam:ListRoles
         sns:ListPlatformApplications`,
      ),
    ],
  },
];
