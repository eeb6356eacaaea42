import type { NamedPolicy, Principal } from '../platform/identity.ts';
import type { ResourcePolicy } from '../platform/service.ts';
import { decide, type Ruling, type Verdict, type Verdicts } from './decide.ts';
import { matchStatement, type Target } from './match.ts';
import type { PolicyCache } from './policy-cache.ts';
import type { Outcome, PolicyKind, Statement } from './policy.ts';
import type { Grant } from './principals.ts';
import { createRequestContext, type ConditionKeys, type RequestContext } from './request-context.ts';

export interface EvaluationRequest {
  action: string;
  resource: string;
  principal: Principal;
  /** Condition keys beside those that the principal itself brings, over which they win. */
  context: ConditionKeys;
  resourceAccount: string;
  /** S3's id of the caller's account, for `"Principal": {"CanonicalUser": ...}`. */
  canonicalUserId?: string;
}

export interface EvaluationPolicies {
  identity: readonly NamedPolicy[];
  /** One policy, as a list. */
  boundary?: readonly NamedPolicy[];
  /** Default: the session policies that the principal carries. */
  session?: readonly NamedPolicy[];
  resource?: ResourcePolicy;
  /** Service control policies, by level from the root down: each level has to allow. */
  organization?: readonly (readonly NamedPolicy[])[];
}

export interface EvaluationOptions {
  /** Collects `missingContextKeys`, for simulations. */
  traceMissingKeys?: boolean;
}

export interface MatchedStatement {
  policyId: string;
  kind: PolicyKind;
  document: string;
  /** Place of the statement in the document, from 0: `statementSpan(document, index)` finds its lines. */
  index: number;
  sid?: string;
}

export interface Decision extends Ruling {
  /** The statements that made the outcome: the denying ones, or else the allowing ones. None for an implicit deny. */
  matchedStatements: MatchedStatement[];
  /** Outcome of each kind of policy that applied, on its own. */
  verdicts: Partial<Record<PolicyKind, Outcome>>;
  missingContextKeys: string[];
}

interface Evaluation {
  readonly target: Target;
  readonly context: RequestContext;
  readonly cache: PolicyCache;
  readonly allowing: MatchedStatement[];
  readonly denying: MatchedStatement[];
}

const GRANT_ORDER: Readonly<Record<Grant, number>> = { account: 1, role: 2, direct: 3 };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function evaluate(
  request: EvaluationRequest,
  policies: EvaluationPolicies,
  cache: PolicyCache,
  { traceMissingKeys = false }: EvaluationOptions = {},
): Decision {
  const evaluation: Evaluation = {
    target: targetOf(request),
    context: createRequestContext(request, traceMissingKeys),
    cache,
    allowing: [],
    denying: [],
  };
  const verdicts = judgeAll(evaluation, request, policies);
  const ruling = decide(request, verdicts);
  return {
    ...ruling,
    matchedStatements:
      ruling.outcome === 'implicitDeny'
        ? []
        : ruling.outcome === 'explicitDeny'
          ? evaluation.denying
          : evaluation.allowing,
    verdicts: outcomes(verdicts),
    missingContextKeys: [...(evaluation.context.missing ?? [])],
  };
}

function targetOf({ action, resource, principal, context, canonicalUserId }: EvaluationRequest): Target {
  const provider = context['aws:FederatedProvider'] ?? principal.conditions?.['aws:FederatedProvider'];
  return {
    action: action.toLowerCase(),
    resource,
    principal,
    canonicalUserId,
    federatedProvider: typeof provider === 'string' ? provider : undefined,
  };
}

function judgeAll(evaluation: Evaluation, request: EvaluationRequest, policies: EvaluationPolicies): Verdicts {
  const verdicts: Verdicts = {};
  const { kind, sessionPolicies } = request.principal;
  const { resource } = policies;
  if (resource) {
    const trust = resource.authoritative && evaluation.target.action.startsWith('sts:');
    const resourceKind = trust ? 'trust policy' : 'resource-based policy';
    verdicts.resource = {
      ...judge(evaluation, [{ id: 'ResourcePolicy', document: resource.document }], resourceKind),
      kind: resourceKind,
      authoritative: resource.authoritative ?? false,
    };
  }
  // A service, or a caller without credentials, has no policies of its own.
  if (kind === 'service' || kind === 'anonymous') return verdicts;
  if (policies.organization) verdicts.organization = judgeLevels(evaluation, policies.organization);
  if (kind === 'root') return verdicts;
  verdicts.identity = judge(evaluation, policies.identity, 'identity-based policy');
  if (policies.boundary) verdicts.boundary = judge(evaluation, policies.boundary, 'permissions boundary');
  const session =
    policies.session ??
    sessionPolicies?.map((document, index) => ({ id: `SessionPolicy.${String(index + 1)}`, document }));
  if (session && session.length > 0) verdicts.session = judge(evaluation, session, 'session policy');
  return verdicts;
}

function judge(evaluation: Evaluation, policies: readonly NamedPolicy[], kind: PolicyKind): Verdict {
  const { target, context, cache, allowing, denying } = evaluation;
  const attached = kind === 'resource-based policy' || kind === 'trust policy';
  let denied = false;
  let grant: Grant | undefined;
  for (const { id, document } of policies) {
    for (const statement of cache.policy(document).statements) {
      // On a resource, a statement that names no principal is about nobody.
      if (attached && !statement.principals) continue;
      const match = matchStatement(statement, target, context);
      if (match === undefined) continue;
      const matched = matchedStatement(id, kind, document, statement);
      if (statement.effect === 'Deny') {
        denied = true;
        denying.push(matched);
      } else {
        if (grant === undefined || GRANT_ORDER[match] > GRANT_ORDER[grant]) grant = match;
        allowing.push(matched);
      }
    }
  }
  const outcome = denied ? 'explicitDeny' : grant ? 'allowed' : 'implicitDeny';
  return grant ? { outcome, grant } : { outcome };
}

function judgeLevels(evaluation: Evaluation, levels: readonly (readonly NamedPolicy[])[]): Verdict {
  const found = new Set(levels.map((level) => judge(evaluation, level, 'service control policy').outcome));
  if (found.has('explicitDeny')) return { outcome: 'explicitDeny' };
  return { outcome: found.has('implicitDeny') ? 'implicitDeny' : 'allowed' };
}

function matchedStatement(
  policyId: string,
  kind: PolicyKind,
  document: string,
  { index, sid }: Statement,
): MatchedStatement {
  return sid === undefined ? { policyId, kind, document, index } : { policyId, kind, document, index, sid };
}

function outcomes(verdicts: Verdicts): Decision['verdicts'] {
  const { identity, boundary, session, resource, organization } = verdicts;
  return {
    ...(identity && { 'identity-based policy': identity.outcome }),
    ...(boundary && { 'permissions boundary': boundary.outcome }),
    ...(session && { 'session policy': session.outcome }),
    ...(resource && { [resource.kind]: resource.outcome }),
    ...(organization && { 'service control policy': organization.outcome }),
  };
}
