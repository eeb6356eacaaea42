import { compileGlob, globTokens, matchesGlob } from '../../../iam-policy/glob.ts';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { S3Error } from '../errors.ts';
import { isConditionKey, targetsOfAction } from './policy-actions.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const largestPolicyBytes = 20 * 1024;

/** Throws MalformedPolicy with what AWS complains of. */
export function checkBucketPolicy(json: string, bucket: string): void {
  if (Buffer.byteLength(json) > largestPolicyBytes)
    throw malformedPolicy('Policy exceeds the maximum allowed document size.');
  const problem = policyDocumentProblem(json, 'resource');
  if (problem !== undefined) throw malformedPolicy(problem);
  for (const statement of statementsOf(json)) {
    const targets = listOf(statement.Action).map(targetsOfAction);
    if (targets.some((ofAction) => ofAction.length === 0)) throw malformedPolicy('Policy has invalid action');
    const resources = listOf(statement.Resource ?? statement.NotResource);
    if (resources.length === 0) throw malformedPolicy('Missing required field Resource');
    if (!resources.every((resource) => isOfBucket(resource, bucket)))
      throw malformedPolicy('Policy has invalid resource');
    if (statement.Resource !== undefined && !targets.every((ofAction) => meets(ofAction, resources))) {
      throw malformedPolicy('Action does not apply to any resource(s) in statement');
    }
    const keys = Object.values(statement.Condition ?? {}).flatMap((operands) => Object.keys(operands));
    if (!keys.every(isConditionKey)) throw malformedPolicy('Policy has an invalid condition key');
  }
}

/**
 * Whether a policy opens a bucket to everyone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(json: string): boolean {
  return statementsOf(json).some(
    (statement) =>
      statement.Effect === 'Allow' && isOpenPrincipal(statement) && !isRestricted(statement.Condition ?? {}),
  );
}

function statementsOf(json: string): Statement[] {
  const { Statement } = JSON.parse(json) as { Statement: Statement | Statement[] };
  return [Statement].flat();
}

/** Whether one of the resources is of the kind that an action is done on: an object's ARN has a slash, a bucket's none. */
function meets(targets: readonly string[], resources: readonly string[]): boolean {
  return resources.some(
    (resource) =>
      (targets.includes('object') && /[/*]/.test(resource)) ||
      (targets.includes('bucket') && (!resource.includes('/') || /[*?].*\//.test(resource))),
  );
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

function isOfBucket(resource: string, bucket: string): boolean {
  const [, pattern] = /^arn:aws[a-z-]*:s3:::([^/]*)/.exec(resource) ?? [];
  return pattern !== undefined && matchesGlob(compileGlob(globTokens(pattern)), bucket);
}

function isOpenPrincipal({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined) return true;
  if (Principal === '*') return true;
  const entries = Object.values((Principal ?? {}) as Record<string, string | string[]>).flat();
  return entries.includes('*');
}

/** Conditions by which a statement is for known callers only, if their values are fixed. */
const restrictingKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

function isRestricted(conditions: NonNullable<Statement['Condition']>): boolean {
  return Object.entries(conditions).some(([operator, keys]) => {
    if (/not|null|ifexists/i.test(operator)) return false;
    return Object.entries(keys).some(
      ([key, values]) => restrictingKeys.has(key.toLowerCase()) && listOf(values).every(isFixed),
    );
  });
}

function isFixed(value: string): boolean {
  return !/^\*|\$\{/.test(value) && value !== '0.0.0.0/0' && value !== '::/0';
}

function malformedPolicy(message: string): S3Error {
  return new S3Error('MalformedPolicy', message);
}
