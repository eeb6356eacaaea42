import {
  CloudFormationClient,
  CreateChangeSetCommand,
  EstimateTemplateCostCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let cloudFormation: CloudFormationClient;
let s3: S3Client;

beforeAll(async () => {
  server = await startTestServer();
  cloudFormation = new CloudFormationClient(server.client);
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
});
afterAll(() => server.stop());

const template = `
AWSTemplateFormatVersion: '2010-09-09'
Description: Orders
Metadata: { Owner: ann }
Parameters:
  Delay: { Type: Number, Default: 5, Description: Seconds, AllowedValues: [5, 10] }
  Password: { Type: String, NoEcho: true }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
  Other: { Type: AWS::SQS::Queue }
  Role:
    Type: AWS::IAM::Role
    Properties: { RoleName: mine, AssumeRolePolicyDocument: { Statement: [] } }
`;
const serverless = `
Transform: AWS::Serverless-2016-10-31
Resources: { Table: { Type: AWS::Serverless::SimpleTable } }
`;

describe('ValidateTemplate', () => {
  const validate = (input: { TemplateBody?: string; TemplateURL?: string }) =>
    cloudFormation.send(new ValidateTemplateCommand(input));

  it('tells parameters, capabilities and transforms', async () => {
    expect(await validate({ TemplateBody: template })).toMatchObject({
      Description: 'Orders',
      Parameters: [
        { ParameterKey: 'Delay', DefaultValue: '5', NoEcho: false, Description: 'Seconds' },
        { ParameterKey: 'Password', NoEcho: true },
      ],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
    });
    expect(await validate({ TemplateBody: serverless })).toMatchObject({
      Capabilities: ['CAPABILITY_AUTO_EXPAND'],
      DeclaredTransforms: ['AWS::Serverless-2016-10-31'],
    });
  });

  it('reads a template from S3, by path, by virtual host and by version', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a/orders.yaml', Body: template }));
    for (const TemplateURL of [
      'https://templates.s3.us-east-1.amazonaws.com/a/orders.yaml',
      'https://s3.amazonaws.com/templates/a/orders.yaml',
      `${server.endpoint}/templates/a/orders.yaml`,
    ]) {
      expect((await validate({ TemplateURL })).Description).toBe('Orders');
    }
  });

  it.for([
    [{}, 'Either Template URL or Template Body must be specified.'],
    [{ TemplateURL: 'orders.yaml' }, 'TemplateURL must be a supported URL.'],
    [
      { TemplateURL: 'https://templates.s3.amazonaws.com/nothing' },
      'S3 error: The specified key does not exist.\nFor more information check ' +
        'http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    ],
    [
      { TemplateBody: 'Resources: { A: { Type: "AWS::No::Thing" } }' },
      'Template format error: Unrecognized resource types: [AWS::No::Thing]',
    ],
    [
      {
        TemplateBody:
          'Resources: { A: { Type: AWS::SQS::Queue }, B: { Type: AWS::SNS::Topic, Properties: { TopicName: !GetAtt A.Nope } } }',
      },
      'Template error: resource A does not support attribute type Nope in Fn::GetAtt',
    ],
    [{ TemplateBody: 'Resources: [' }, 'Template format error: YAML not well-formed'],
  ] as const)('refuses %j', async ([input, message]) => {
    await expect(validate(input)).rejects.toThrow(message);
    await expect(validate(input)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('limits the size of a body to that of the API', async () => {
    await expect(validate({ TemplateBody: `Description: ${'x'.repeat(51_200)}` })).rejects.toThrow(
      'Member must have length less than or equal to 51200',
    );
    const body = `# ${'x'.repeat(60_000)}\n${template}`;
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'large.yaml', Body: body }));
    const TemplateURL = 'https://templates.s3.amazonaws.com/large.yaml';
    expect((await validate({ TemplateURL })).Description).toBe('Orders');
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'large.yaml', Body: `# ${'x'.repeat(1_000_000)}` }));
    await expect(validate({ TemplateURL })).rejects.toThrow('Template may not exceed 1000000 bytes in size.');
  });
});

describe('GetTemplateSummary', () => {
  it('tells types, identifiers and metadata', async () => {
    const summary = await cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody: template }));
    expect(summary).toMatchObject({
      Version: '2010-09-09',
      Metadata: '{"Owner":"ann"}',
      ResourceTypes: ['AWS::SQS::Queue', 'AWS::IAM::Role'],
      ResourceIdentifierSummaries: [
        { ResourceType: 'AWS::SQS::Queue', LogicalResourceIds: ['Queue', 'Other'], ResourceIdentifiers: ['QueueUrl'] },
        { ResourceType: 'AWS::IAM::Role', LogicalResourceIds: ['Role'], ResourceIdentifiers: ['RoleName'] },
      ],
    });
    expect(summary.Parameters?.[0]).toMatchObject({
      ParameterType: 'Number',
      ParameterConstraints: { AllowedValues: ['5', '10'] },
    });
  });

  it('warns of unknown types where that is asked for', async () => {
    const TemplateBody = 'Resources: { A: { Type: "AWS::No::Thing" } }';
    await expect(cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody }))).rejects.toThrow(
      'AWS::No::Thing',
    );
    const lenient = { TemplateBody, TemplateSummaryConfig: { TreatUnrecognizedResourceTypesAsWarnings: true } };
    expect(await cloudFormation.send(new GetTemplateSummaryCommand(lenient))).toMatchObject({
      Warnings: { UnrecognizedResourceTypes: ['AWS::No::Thing'] },
    });
  });

  it('wants one template', async () => {
    await expect(
      cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody: template, StackName: 'orders' })),
    ).rejects.toThrow('Only one of StackName, StackSetName, TemplateBody and TemplateURL must be specified.');
  });
});

it('estimates with a link in the form of AWS, once the template and its parameters are right', async () => {
  const Parameters = [{ ParameterKey: 'Password', ParameterValue: 'x' }];
  const { Url } = await cloudFormation.send(new EstimateTemplateCostCommand({ TemplateBody: template, Parameters }));
  expect(Url).toMatch(/^http:\/\/calculator\.s3\.amazonaws\.com\/calc5\.html\?key=cloudformation%2F[0-9a-f-]{36}$/);
  await expect(cloudFormation.send(new EstimateTemplateCostCommand({ TemplateBody: template }))).rejects.toThrow(
    'Parameters: [Password] must have values',
  );
});

it('names a change set with its stack, and sums up no stack in review', async () => {
  await expect(cloudFormation.send(new GetTemplateCommand({ ChangeSetName: 'set' }))).rejects.toThrow(
    /^StackName is a required parameter\.$/,
  );
  const review = { StackName: 'review', ChangeSetName: 'set', ChangeSetType: 'CREATE' as const };
  const TemplateBody = 'Resources: { Topic: { Type: AWS::SNS::Topic } }';
  await cloudFormation.send(new CreateChangeSetCommand({ ...review, TemplateBody }));
  await expect(cloudFormation.send(new GetTemplateSummaryCommand({ StackName: 'review' }))).rejects.toThrow(
    /^GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks\.$/,
  );
});

it('shows no template of a stack that is not there', async () => {
  await expect(cloudFormation.send(new GetTemplateCommand({ StackName: 'nothing' }))).rejects.toThrow(
    'Stack with id nothing does not exist',
  );
});

it('logged no error', () => expect(server.errors).toEqual([]));
