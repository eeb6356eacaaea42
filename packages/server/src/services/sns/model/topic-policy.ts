import { isAccountId, partitionOf } from '../../../platform/arn.ts';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { invalidParameter } from '../errors.ts';
import { topicArn } from './topic.ts';
import type { TopicReference } from './topic.ts';

interface PolicyDocument {
  Version: string;
  Id?: string;
  Statement: Statement[];
}

interface Statement {
  Sid?: string;
  Action?: string | string[];
  [element: string]: unknown;
}

const ownerActions = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** What AddPermission can grant. */
const grantableActions = new Set([...ownerActions, 'SNS:Receive'].map((action) => action.slice('SNS:'.length)));
const largestPolicy = 30_720;

/** The policy of a topic that was given none. `AWS:SourceOwner` comes only with calls that AWS services make. */
export function defaultTopicPolicy(topic: TopicReference): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ownerActions,
        Resource: topicArn(topic),
        Condition: { StringEquals: { 'AWS:SourceOwner': topic.account } },
      },
    ],
  });
}

export function topicPolicyProblem(text: string): string | undefined {
  if (Buffer.byteLength(text) > largestPolicy) return 'Policy length exceeds the limit of 30720 bytes';
  const problem = policyDocumentProblem(text, 'resource');
  if (problem !== undefined) return `Policy Error: ${problem}`;
  for (const { Action = [] } of parseDocument(text).Statement) {
    for (const action of [Action].flat()) {
      // AWS refuses `SNS:*`, too: a topic's policy must name actions on topics.
      if (!/^sns:(?!\*$)/i.test(action)) return 'Policy statement action out of service scope!';
    }
  }
  return undefined;
}

export function addPermission(
  policy: string,
  topic: TopicReference,
  { label, accounts, actions }: { label: string; accounts: readonly string[]; actions: readonly string[] },
): string {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) throw invalidParameter('Label');
  if (accounts.length === 0) throw invalidParameter('AWSAccountId');
  if (actions.length === 0) throw invalidParameter('ActionName');
  for (const account of accounts) if (!isAccountId(account)) throw invalidParameter('Policy Error: PrincipalNotFound');
  for (const action of actions) {
    if (!grantableActions.has(action)) throw invalidParameter('Policy statement action out of service scope!');
  }
  const document = parseDocument(policy);
  if (document.Statement.some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
  document.Statement.push({
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:${partitionOf(topic.region)}:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SNS:${action}`)),
    Resource: topicArn(topic),
  });
  const added = JSON.stringify(document);
  if (Buffer.byteLength(added) > largestPolicy)
    throw invalidParameter('Policy length exceeds the limit of 30720 bytes');
  return added;
}

/** A label that is not there is no error. */
export function removePermission(policy: string, label: string): string {
  const document = parseDocument(policy);
  return JSON.stringify({ ...document, Statement: document.Statement.filter(({ Sid }) => Sid !== label) });
}

function parseDocument(policy: string): PolicyDocument {
  const { Statement: statements, ...rest } = JSON.parse(policy) as Omit<PolicyDocument, 'Statement'> & {
    Statement: Statement | Statement[];
  };
  return { ...rest, Statement: [statements].flat() };
}

function oneOrAll(values: string[]): string | string[] {
  const [first = ''] = values;
  return values.length === 1 ? first : values;
}
