import { expect, it } from 'vitest';
import { parsePolicy } from '../../../iam-policy/parse.ts';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { parsePolicyArn } from './managed-policy.ts';

it('has well-formed policies under their own ARNs, each with an id of its own', () => {
  for (const [arn, policy] of awsManagedPolicies()) {
    expect({ arn, problem: policyDocumentProblem(policy.document, 'identity') }).toEqual({ arn, problem: undefined });
    expect(parsePolicy(policy.document).statements.length).toBeGreaterThan(0);
    expect(parsePolicyArn(arn)).toEqual({ account: 'aws', path: policy.path, name: policy.name });
    expect(policy.createdAt).toBeGreaterThan(0);
  }
  const ids = [...awsManagedPolicies().values()].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^ANPA[A-Z2-7]{17}$/.test(id))).toBe(true);
});

it('knows the policies that templates refer to most', () => {
  const names = [
    'AdministratorAccess',
    'job-function/ViewOnlyAccess',
    'AmazonS3ReadOnlyAccess',
    'service-role/AWSLambdaBasicExecutionRole',
    'service-role/AWSCodeDeployRole',
    'AmazonSSMManagedInstanceCore',
    // Those of constructs of the CDK and of published templates.
    'AdministratorAccess-AWSElasticBeanstalk',
    'AmazonEKSVPCResourceController',
    'AmazonEKS_CNI_Policy',
    'AmazonSageMakerFullAccess',
    'CloudWatchLambdaInsightsExecutionRolePolicy',
    'service-role/AWSAppSyncPushToCloudWatchLogs',
    'service-role/AWSBackupServiceRolePolicyForBackup',
    'service-role/AWSLambdaMSKExecutionRole',
    'service-role/AmazonElasticMapReduceRole',
  ];
  for (const name of names) expect(awsManagedPolicies().has(`arn:aws:iam::aws:policy/${name}`)).toBe(true);
});

it('writes documents as AWS does: one word as a text, several as a list', () => {
  const document = awsManagedPolicies().get('arn:aws:iam::aws:policy/AmazonEKSVPCResourceController')?.document;
  expect(JSON.parse(document ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterfacePermission',
        Resource: '*',
        Condition: {
          'ForAnyValue:StringEquals': { 'ec2:ResourceTag/eks:eni:owner': 'eks-vpc-resource-controller' },
        },
      },
      {
        Effect: 'Allow',
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:AssignPrivateIpAddresses']),
        Resource: '*',
      },
    ],
  });
});
