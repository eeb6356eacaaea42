import { isAccountId } from '../../../platform/arn.ts';
import { invalidParameter, SqsError } from '../errors.ts';

interface PolicyDocument {
  Version: string;
  Id?: string;
  Statement: Statement[];
}

interface Statement {
  Sid?: string;
  [element: string]: unknown;
}

export interface Permission {
  label: string;
  accounts: readonly string[];
  /** Without the prefix: `SendMessage`, or `*`. */
  actions: readonly string[];
}

/** What AddPermission can grant. Batch operations are granted with the single ones. */
const grantableActions = new Set([
  '*',
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
]);
const mostActions = 7;
const mostStatements = 20;
const labelForm = /^[A-Za-z0-9_-]{1,80}$/;

export function addPermission(policy: string | undefined, queueArn: string, permission: Permission): string {
  const { label, accounts, actions } = permission;
  checkPermission(permission);
  const document = parseDocument(policy, queueArn);
  if (document.Statement.some(({ Sid }) => Sid === label)) throw invalidParameter('Label', label, 'Already exists.');
  if (document.Statement.length >= mostStatements) {
    const found = document.Statement.length + 1;
    throw new SqsError('OverLimit', `${found} Statements were found, maximum allowed is ${mostStatements}.`);
  }
  document.Statement.push({
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queueArn,
  });
  return JSON.stringify(document);
}

/** Undefined where no statement is left. */
export function removePermission(policy: string | undefined, queueArn: string, label: string): string | undefined {
  const document = parseDocument(policy, queueArn);
  const rest = document.Statement.filter(({ Sid }) => Sid !== label);
  if (rest.length === document.Statement.length) throw invalidParameter('Label', label, "can't find label.");
  return rest.length === 0 ? undefined : JSON.stringify({ ...document, Statement: rest });
}

function checkPermission({ label, accounts, actions }: Permission): void {
  if (!labelForm.test(label)) {
    const rule = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw invalidParameter('Label', label, rule);
  }
  for (const account of accounts) {
    if (!isAccountId(account)) throw invalidParameter('PrincipalId', `[${account}]`, 'Unable to verify.');
  }
  for (const action of actions) {
    if (grantableActions.has(action)) continue;
    const rule = 'Please refer to the appropriate WSDL for a list of valid actions.';
    throw invalidParameter('ActionName', `SQS:${action}`, rule);
  }
  if (actions.length > mostActions) {
    throw new SqsError('OverLimit', `${actions.length} Actions were found, maximum allowed is ${mostActions}.`);
  }
}

function parseDocument(policy: string | undefined, queueArn: string): PolicyDocument {
  // AWS's own default policies are of the older version.
  if (policy === undefined) return { Version: '2008-10-17', Id: `${queueArn}/SQSDefaultPolicy`, Statement: [] };
  const { Statement: statements, ...rest } = JSON.parse(policy) as Omit<PolicyDocument, 'Statement'> & {
    Statement: Statement | Statement[];
  };
  return { ...rest, Statement: Array.isArray(statements) ? statements : [statements] };
}

function oneOrAll(values: string[]): string | string[] {
  const [first = ''] = values;
  return values.length === 1 ? first : values;
}
