import { afterEach, beforeEach, expect, it } from 'vitest';
import { account, openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const policy = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((each) => ({ Resource: '*', ...each })) });

it('simulates policies that are given', async () => {
  const { EvaluationResults = [] } = await test.iam.SimulateCustomPolicy({
    PolicyInputList: [
      policy({ Effect: 'Allow', Action: 's3:*' }, { Effect: 'Deny', Action: 's3:DeleteBucket' }),
      policy({ Effect: 'Allow', Action: 'sqs:*', Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } }),
    ],
    ActionNames: ['s3:GetObject', 's3:DeleteBucket', 'sqs:CreateQueue', 'sns:Publish'],
  });
  expect(EvaluationResults.map(({ EvalDecision }) => EvalDecision)).toEqual([
    'allowed',
    'explicitDeny',
    'implicitDeny',
    'implicitDeny',
  ]);
  expect(EvaluationResults[0]?.MatchedStatements).toEqual([
    {
      SourcePolicyId: 'PolicyInputList.1',
      SourcePolicyType: 'IAM Policy',
      StartPosition: { Line: 1, Column: expect.any(Number) },
      EndPosition: { Line: 1, Column: expect.any(Number) },
    },
  ]);
  expect(EvaluationResults[2]?.MissingContextValues).toEqual(['aws:RequestTag/team']);
});

it('takes context keys, a boundary and a resource policy into account', async () => {
  const input = { PolicyInputList: [policy({ Effect: 'Allow', Action: 'sqs:*' })], ActionNames: ['sqs:SendMessage'] };
  const decisionOf = async (more: object) => {
    const { EvaluationResults } = await test.iam.SimulateCustomPolicy({ ...input, ...more });
    return EvaluationResults?.[0]?.EvalDecision;
  };
  const PermissionsBoundaryPolicyInputList = [policy({ Effect: 'Allow', Action: 's3:*' })];
  expect(await decisionOf({ PermissionsBoundaryPolicyInputList })).toBe('implicitDeny');
  const conditional = policy({
    Effect: 'Allow',
    Action: '*',
    Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  });
  const entry = { ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['10.1.2.3'], ContextKeyType: 'ip' };
  expect(await decisionOf({ PolicyInputList: [conditional], ContextEntries: [entry] })).toBe('allowed');
  expect(await decisionOf({ PolicyInputList: [conditional] })).toBe('implicitDeny');
  const ResourcePolicy = policy({ Effect: 'Deny', Principal: '*', Action: 'sqs:*' });
  await expect(decisionOf({ ResourcePolicy })).rejects.toMatchObject({ code: 'InvalidInputException' });
  expect(await decisionOf({ ResourcePolicy, CallerArn: `arn:aws:iam::${account}:user/ann` })).toBe('explicitDeny');
});

it("simulates a user's own policies with those of the groups", async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  await test.iam.CreateGroup({ GroupName: 'team' });
  await test.iam.AddUserToGroup({ GroupName: 'team', UserName: 'ann' });
  await test.iam.AttachGroupPolicy({ GroupName: 'team', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' });
  const PolicyDocument = policy({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::home/${aws:username}/*',
  });
  await test.iam.PutUserPolicy({ UserName: 'ann', PolicyName: 'home', PolicyDocument });
  const PolicySourceArn = `arn:aws:iam::${account}:user/ann`;
  const simulate = (more: object) =>
    test.iam.SimulatePrincipalPolicy({
      PolicySourceArn,
      ActionNames: ['s3:GetObject', 'sqs:SendMessage'],
      ResourceArns: ['arn:aws:s3:::home/ann/a', 'arn:aws:s3:::home/ben/a'],
      ...more,
    });
  const { EvaluationResults = [] } = await simulate({});
  const summary = EvaluationResults.flatMap(({ EvalActionName, EvalDecision, ResourceSpecificResults = [] }) =>
    ResourceSpecificResults.map(({ EvalResourceDecision, MatchedStatements = [] }) => [
      EvalActionName,
      EvalDecision,
      EvalResourceDecision,
      MatchedStatements[0]?.SourcePolicyId,
    ]),
  );
  expect(summary).toEqual([
    ['s3:GetObject', 'implicitDeny', 'allowed', 'user_ann_home'],
    ['s3:GetObject', 'implicitDeny', 'implicitDeny', undefined],
    ['sqs:SendMessage', 'allowed', 'allowed', 'AmazonSQSFullAccess'],
    ['sqs:SendMessage', 'allowed', 'allowed', 'AmazonSQSFullAccess'],
  ]);
  const PolicyExclusionList = [{ PolicyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' }];
  const without = await simulate({ PolicyExclusionList });
  expect(without.EvaluationResults?.[1]?.EvalDecision).toBe('implicitDeny');
  const first = await simulate({ MaxItems: 1 });
  expect([first.EvaluationResults?.length, first.IsTruncated]).toEqual([1, true]);
  const rest = await simulate({ MaxItems: 1, Marker: first.Marker });
  expect([rest.EvaluationResults?.length, rest.IsTruncated]).toEqual([1, false]);
  const keys = await test.iam.GetContextKeysForPrincipalPolicy({ PolicySourceArn });
  expect(keys.ContextKeyNames).toEqual(['aws:username']);
});

it('tells of a single resource at both places, and of both accounts', async () => {
  const resource = 'arn:aws:sqs:us-east-1:999999999999:work';
  const allowed = policy({ Effect: 'Allow', Action: 'sqs:*' });
  const input = {
    PolicyInputList: [allowed],
    PermissionsBoundaryPolicyInputList: [allowed],
    ActionNames: ['sqs:SendMessage'],
    ResourceArns: [resource],
    CallerArn: `arn:aws:iam::${account}:user/ann`,
  };
  const PermissionsBoundaryDecisionDetail = { AllowedByPermissionsBoundary: true };
  const EvalDecisionDetails = { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' };
  const { EvaluationResults } = await test.iam.SimulateCustomPolicy(input);
  expect(EvaluationResults).toEqual([
    {
      EvalActionName: 'sqs:SendMessage',
      EvalResourceName: resource,
      EvalDecision: 'implicitDeny',
      MatchedStatements: [],
      MissingContextValues: [],
      PermissionsBoundaryDecisionDetail,
      EvalDecisionDetails,
      ResourceSpecificResults: [
        {
          EvalResourceName: resource,
          EvalResourceDecision: 'implicitDeny',
          MatchedStatements: [],
          MissingContextValues: [],
          PermissionsBoundaryDecisionDetail,
          EvalDecisionDetails,
        },
      ],
    },
  ]);
  const ResourcePolicy = policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sqs:SendMessage' });
  const both = await test.iam.SimulateCustomPolicy({ ...input, ResourcePolicy });
  expect(both.EvaluationResults?.[0]?.EvalDecision).toBe('allowed');
  await expect(test.iam.SimulateCustomPolicy({ ...input, ResourcePolicy: '{}' })).rejects.toMatchObject({
    code: 'MalformedPolicyDocumentException',
  });
});
