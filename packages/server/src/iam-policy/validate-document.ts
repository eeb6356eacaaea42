import { isObject } from './document-shape.ts';
import { hasDuplicateKeys } from './duplicate-keys.ts';
import { grammarProblem } from './validate-grammar.ts';
import { identityPolicyProblem } from './validate-identity.ts';

/** `inline`: an identity policy that may be without a version, which a managed one must not. */
export type PolicyDocumentKind = 'identity' | 'inline' | 'resource' | 'trust' | 'boundary';

const NOT_JSON: Readonly<Record<PolicyDocumentKind, string>> = {
  identity: 'Syntax errors in policy.',
  inline: 'Syntax errors in policy.',
  boundary: 'Syntax errors in policy.',
  trust: 'This policy contains invalid Json',
  resource: "Policies must be valid JSON and the first byte must be '{'",
};

/** AWS's MalformedPolicyDocument text for a document, or undefined where it is well formed. */
export function policyDocumentProblem(json: string, kind: PolicyDocumentKind): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return NOT_JSON[kind];
  }
  if (!isObject(document)) return NOT_JSON[kind];
  const isAttached = kind === 'trust' || kind === 'resource';
  if (hasDuplicateKeys(json)) return isAttached ? 'Invalid policy syntax.' : 'Syntax errors in policy.';
  if (isAttached) return grammarProblem(document, kind);
  return identityPolicyProblem(document, { isInline: kind === 'inline' });
}
