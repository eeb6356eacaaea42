import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { IamError } from '../errors.ts';

export function requireIdentityPolicy(document: string): void {
  requireValid(document, 'identity');
}

/** Embedded in a user, group or role. */
export function requireInlinePolicy(document: string): void {
  requireValid(document, 'inline');
}

export function requireTrustPolicy(document: string): void {
  requireValid(document, 'trust');
}

function requireValid(document: string, kind: 'identity' | 'inline' | 'trust'): void {
  const problem = policyDocumentProblem(document, kind);
  if (problem !== undefined) throw new IamError('MalformedPolicyDocumentException', problem);
}
