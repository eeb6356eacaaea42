import { allow, type PolicyEntry } from './statement.ts';

/** Policies for what stands before an application: distributions, graphs, users, mail, devices. */
export const frontEndPolicies = (): PolicyEntry[] => [
  {
    name: 'CloudFrontFullAccess',
    description: 'Provides full access to Amazon CloudFront and lists what distributions refer to.',
    created: '2015-02-06',
    version: 14,
    statements: [
      allow('s3:ListAllMyBuckets', 'arn:aws:s3:::*'),
      allow(`acm:DescribeCertificate acm:ListCertificates cloudfront:* cloudfront-keyvaluestore:*
         iam:ListServerCertificates waf:ListWebACLs waf:GetWebACL wafv2:ListWebACLs wafv2:GetWebACL
         wafv2:CreateWebACL kinesis:ListStreams ec2:DescribeInstances elasticloadbalancing:DescribeLoadBalancers
         ec2:DescribeInternetGateways ec2:DescribeIpamPools ec2:GetIpamPoolCidrs
         pricingplanmanager:ListSubscriptions pricingplanmanager:CreateSubscription`),
      allow('acm:RequestCertificate', '*', { StringEquals: { 'aws:CalledViaLast': 'cloudfront.amazonaws.com' } }),
      allow('kinesis:DescribeStream', 'arn:aws:kinesis:*:*:*'),
      allow('iam:ListRoles', 'arn:aws:iam::*:*'),
      allow(
        `pricingplanmanager:AssociateResourcesToSubscription pricingplanmanager:CancelSubscription
         pricingplanmanager:CancelSubscriptionChange pricingplanmanager:DisassociateResourcesFromSubscription
         pricingplanmanager:GetSubscription pricingplanmanager:UpdateSubscription`,
        'arn:aws:pricingplanmanager::*:subscription:*',
      ),
    ],
  },
  {
    name: 'AWSAppSyncAdministrator',
    description: 'Provides administrative access to AWS AppSync.',
    created: '2018-03-20',
    version: 2,
    statements: [
      allow('appsync:*'),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'appsync.amazonaws.com' } }),
      allow('iam:CreateServiceLinkedRole', '*', { StringEquals: { 'iam:AWSServiceName': 'appsync.amazonaws.com' } }),
      allow(
        'iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus',
        'arn:aws:iam::*:role/aws-service-role/appsync.amazonaws.com/AWSServiceRoleForAppSync*',
      ),
    ],
  },
  {
    name: 'AWSAppSyncInvokeFullAccess',
    description: 'Provides full invocation access to AWS AppSync.',
    created: '2018-03-20',
    version: 1,
    statements: [allow('appsync:GraphQL appsync:GetGraphqlApi appsync:ListGraphqlApis appsync:ListApiKeys')],
  },
  {
    name: 'AWSAppSyncPushToCloudWatchLogs',
    path: '/service-role/',
    description: 'Lets AWS AppSync write logs.',
    created: '2018-04-09',
    version: 1,
    statements: [allow('logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents')],
  },
  {
    name: 'AmazonCognitoDeveloperAuthenticatedIdentities',
    description: 'Provides access to the operations with which a backend vouches for its users.',
    created: '2015-03-24',
    version: 1,
    statements: [
      allow(`cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-identity:LookupDeveloperIdentity
         cognito-identity:MergeDeveloperIdentities cognito-identity:UnlinkDeveloperIdentity`),
    ],
  },
  {
    name: 'AmazonCognitoUnAuthedIdentitiesSessionPolicy',
    description: 'The services that guests of an identity pool may be given at most.',
    created: '2023-07-19',
    version: 3,
    statements: [
      allow(`rum:PutRumEvents sagemaker:InvokeEndpoint polly:* comprehend:* translate:* transcribe:* rekognition:*
         mobiletargeting:* firehose:* personalize:* geo:GetMap* geo:SearchPlaceIndex* geo:GetPlace
         geo:CalculateRoute* geo:*Geofence geo:*Geofences geo:*DevicePosition* kms:Encrypt kms:Decrypt
         kms:ReEncryptTo kms:ReEncryptFrom kms:GenerateDataKey kms:GenerateDataKeyPair
         kms:GenerateDataKeyPairWithoutPlaintext kms:GenerateDataKeyWithoutPlaintext`),
    ],
  },
  {
    name: 'AmazonSESFullAccess',
    description: 'Provides full access to Amazon SES.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('ses:*')],
  },
  {
    name: 'AWSIoTFullAccess',
    description: 'Provides full access to AWS IoT.',
    created: '2015-10-08',
    version: 2,
    statements: [allow('iot:* iotjobsdata:*')],
  },
  {
    name: 'AWSIoTDataAccess',
    description: 'Provides access to the messaging of AWS IoT.',
    created: '2015-10-27',
    version: 3,
    statements: [
      allow(`iot:Connect iot:Publish iot:Subscribe iot:Receive iot:GetThingShadow iot:UpdateThingShadow
         iot:DeleteThingShadow iot:ListNamedShadowsForThing`),
    ],
  },
];
