import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { StsError } from '../errors.ts';

const text = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** For a federated user without session policies: allows nothing. */
export const emptySessionPolicy = text();

/** Federated users may call neither IAM nor, but for GetCallerIdentity, STS. */
export const federatedSessionLimit = text({ Effect: 'Deny', Action: ['iam:*', 'sts:*'], Resource: '*' });

/**
 * What a session of GetSessionToken may call: of STS only AssumeRole (and GetCallerIdentity, which anybody may),
 * and IAM only with MFA. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function userSessionLimit(withMfa: boolean): string {
  return text(
    { Effect: 'Allow', NotAction: withMfa ? ['sts:*'] : ['sts:*', 'iam:*'], Resource: '*' },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
  );
}

export function requireSessionPolicy(document: string): void {
  const problem = policyDocumentProblem(document, 'identity');
  if (problem !== undefined) throw new StsError('MalformedPolicyDocumentException', problem);
}
