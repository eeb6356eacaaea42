import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { IamError } from '../errors.ts';

export function requireIdentityPolicy(document: string): void {
  requireValid(document, 'identity');
}

export function requireTrustPolicy(document: string): void {
  requireValid(document, 'trust');
}

function requireValid(document: string, kind: 'identity' | 'trust'): void {
  const problem = policyDocumentProblem(document, kind);
  if (problem !== undefined) throw new IamError('MalformedPolicyDocumentException', problem);
}
