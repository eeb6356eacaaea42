import { allow, type PolicyEntry } from './statement.ts';

/** Policies for models and for services made of them. */
export const machineLearningPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonBedrockFullAccess',
    description: 'Provides full access to Amazon Bedrock.',
    created: '2023-12-06',
    version: 10,
    statements: [
      allow('bedrock:*'),
      allow('bedrock-mantle:*'),
      allow('kms:DescribeKey', 'arn:*:kms:*:::*'),
      allow('iam:ListRoles ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups'),
      allow(
        `sagemaker:CreateEndpoint sagemaker:CreateEndpointConfig sagemaker:CreateModel sagemaker:DeleteEndpoint
         sagemaker:UpdateEndpoint`,
        `arn:aws:sagemaker:*:*:endpoint/* arn:aws:sagemaker:*:*:endpoint-config/* arn:aws:sagemaker:*:*:model/*`,
        {
          StringEquals: {
            'aws:CalledViaLast': 'bedrock.amazonaws.com',
            'aws:ResourceTag/sagemaker-sdk:bedrock': 'compatible',
          },
        },
      ),
      allow(
        'sagemaker:AddTags',
        `arn:aws:sagemaker:*:*:endpoint/* arn:aws:sagemaker:*:*:endpoint-config/* arn:aws:sagemaker:*:*:model/*`,
        {
          'ForAllValues:StringEquals': {
            'aws:TagKeys': [
              'sagemaker-sdk:bedrock',
              'bedrock:marketplace-registration-status',
              'sagemaker-studio:hub-content-arn',
            ],
          },
          StringLike: {
            'aws:RequestTag/bedrock:marketplace-registration-status': 'registered',
            'aws:RequestTag/sagemaker-sdk:bedrock': 'compatible',
            'aws:RequestTag/sagemaker-studio:hub-content-arn':
              'arn:aws:sagemaker:*:aws:hub-content/SageMakerPublicHub/Model/*',
          },
        },
      ),
      allow(
        'sagemaker:DeleteTags',
        `arn:aws:sagemaker:*:*:endpoint/* arn:aws:sagemaker:*:*:endpoint-config/* arn:aws:sagemaker:*:*:model/*`,
        {
          'ForAllValues:StringEquals': {
            'aws:TagKeys': [
              'sagemaker-sdk:bedrock',
              'bedrock:marketplace-registration-status',
              'sagemaker-studio:hub-content-arn',
            ],
          },
          StringLike: {
            'aws:ResourceTag/bedrock:marketplace-registration-status': 'registered',
            'aws:ResourceTag/sagemaker-sdk:bedrock': 'compatible',
            'aws:ResourceTag/sagemaker-studio:hub-content-arn':
              'arn:aws:sagemaker:*:aws:hub-content/SageMakerPublicHub/Model/*',
          },
        },
      ),
      allow(
        `sagemaker:DescribeEndpoint sagemaker:DescribeEndpointConfig sagemaker:DescribeModel
         sagemaker:DescribeInferenceComponent sagemaker:ListEndpoints sagemaker:ListTags`,
        `arn:aws:sagemaker:*:*:endpoint/* arn:aws:sagemaker:*:*:endpoint-config/* arn:aws:sagemaker:*:*:model/*`,
        { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } },
      ),
      allow('sagemaker:InvokeEndpoint sagemaker:InvokeEndpointWithResponseStream', 'arn:aws:sagemaker:*:*:endpoint/*', {
        StringEquals: {
          'aws:CalledViaLast': 'bedrock.amazonaws.com',
          'aws:ResourceTag/sagemaker-sdk:bedrock': 'compatible',
        },
      }),
      allow(
        'sagemaker:DescribeHubContent',
        `arn:aws:sagemaker:*:aws:hub-content/SageMakerPublicHub/Model/*
         arn:aws:sagemaker:*:aws:hub/SageMakerPublicHub`,
      ),
      allow('sagemaker:ListHubContents', 'arn:aws:sagemaker:*:aws:hub/SageMakerPublicHub'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*SageMaker*ForBedrock*', {
        StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com', 'bedrock.amazonaws.com'] },
      }),
      allow('iam:PassRole', 'arn:aws:iam::*:role/*AmazonBedrock*', {
        StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' },
      }),
      allow('aws-marketplace:Subscribe aws-marketplace:ViewSubscriptions aws-marketplace:Unsubscribe', '*', {
        StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' },
      }),
    ],
  },
  {
    name: 'AmazonBedrockReadOnly',
    description: 'Provides read only access to Amazon Bedrock.',
    created: '2023-12-06',
    version: 7,
    statements: [
      allow('bedrock:Get* bedrock:List*'),
      allow(
        `sagemaker:DescribeEndpoint sagemaker:DescribeEndpointConfig sagemaker:DescribeModel
         sagemaker:DescribeInferenceComponent sagemaker:ListEndpoints sagemaker:ListTags`,
        `arn:aws:sagemaker:*:*:endpoint/* arn:aws:sagemaker:*:*:endpoint-config/* arn:aws:sagemaker:*:*:model/*`,
        { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } },
      ),
      allow(
        'sagemaker:DescribeHubContent',
        `arn:aws:sagemaker:*:aws:hub-content/SageMakerPublicHub/Model/*
         arn:aws:sagemaker:*:aws:hub/SageMakerPublicHub`,
      ),
      allow('sagemaker:ListHubContents', 'arn:aws:sagemaker:*:aws:hub/SageMakerPublicHub'),
    ],
  },
  {
    name: 'AmazonRekognitionFullAccess',
    description: 'Provides full access to Amazon Rekognition.',
    created: '2016-11-30',
    version: 1,
    statements: [allow('rekognition:*')],
  },
  {
    name: 'AmazonPollyFullAccess',
    description: 'Provides full access to Amazon Polly.',
    created: '2016-11-30',
    version: 1,
    statements: [allow('polly:*')],
  },
  {
    name: 'AmazonTextractFullAccess',
    description: 'Provides full access to Amazon Textract.',
    created: '2018-11-28',
    version: 1,
    statements: [allow('textract:*')],
  },
  {
    name: 'ComprehendFullAccess',
    description: 'Provides full access to Amazon Comprehend.',
    created: '2017-11-29',
    version: 2,
    statements: [
      allow(`comprehend:* s3:ListAllMyBuckets s3:ListBucket s3:GetBucketLocation iam:ListRoles iam:GetRole`),
    ],
  },
  {
    name: 'TranslateFullAccess',
    description: 'Provides full access to Amazon Translate.',
    created: '2018-11-27',
    version: 2,
    statements: [
      allow(`translate:* comprehend:DetectDominantLanguage cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
         s3:ListAllMyBuckets s3:ListBucket s3:GetBucketLocation iam:ListRoles iam:GetRole`),
    ],
  },
];
