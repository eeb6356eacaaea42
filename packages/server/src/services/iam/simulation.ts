import type * as Iam from '../../../generated/types/iam.ts';
import { type Decision, evaluate, type MatchedStatement } from '../../iam-policy/evaluate.ts';
import { createPolicyCache } from '../../iam-policy/policy-cache.ts';
import { statementSpan } from '../../iam-policy/statement-position.ts';
import type { NamedPolicy, Principal } from '../../platform/identity.ts';
import { invalidInput } from './errors.ts';
import { requireIdentityPolicy } from './model/policy-syntax.ts';

type SourceType = NonNullable<Iam.Statement['SourcePolicyType']>;

/** A policy and how the results name it. */
export interface SimulatedPolicy extends NamedPolicy {
  type: SourceType;
}

export interface Simulation {
  principal: Principal;
  policies: SimulatedPolicy[];
  boundary: SimulatedPolicy | undefined;
}

type SimulationRequest = Pick<
  Iam.SimulateCustomPolicyRequest,
  'ActionNames' | 'ResourceArns' | 'ResourcePolicy' | 'ResourceOwner' | 'ContextEntries'
>;

const cachedPolicies = 200;

/** One result for each action on each resource. */
export function simulate(request: SimulationRequest, simulation: Simulation): Iam.EvaluationResult[] {
  const cache = createPolicyCache(cachedPolicies);
  const { principal, policies, boundary } = simulation;
  const resourceOwner = ownerOf(request, principal);
  const types = new Map([...policies, ...(boundary ? [boundary] : [])].map(({ id, type }) => [id, type]));
  const context = contextOf(request.ContextEntries);
  const { ResourceArns = ['*'], ResourcePolicy } = request;
  return request.ActionNames.flatMap((action) => {
    requireAction(action);
    return ResourceArns.map((resource) => {
      const resourceAccount = accountOf(resource) ?? resourceOwner;
      const decision = evaluate(
        { action, resource, principal, context, resourceAccount },
        {
          identity: policies,
          ...(boundary && { boundary: [boundary] }),
          ...(ResourcePolicy !== undefined && { resource: { document: ResourcePolicy, account: resourceAccount } }),
        },
        cache,
        { traceMissingKeys: true },
      );
      return describe(action, resource, decision, types);
    });
  });
}

/** Policies given as text with a request; the results call them by their list and place. */
export function givenPolicies(list: string, documents: readonly string[] = []): SimulatedPolicy[] {
  return documents.map((document, index) => {
    requireIdentityPolicy(document);
    return { id: `${list}.${index + 1}`, document, type: 'none' };
  });
}

/** AWS takes at most one document as the boundary. */
export function givenBoundary(documents: readonly string[] = []): SimulatedPolicy | undefined {
  if (documents.length > 1) throw invalidInput('Only one permissions boundary policy can be simulated.');
  return givenPolicies('PermissionsBoundaryPolicyInputList', documents)[0];
}

function describe(
  action: string,
  resource: string,
  decision: Decision,
  types: ReadonlyMap<string, SourceType>,
): Iam.EvaluationResult {
  const boundary = decision.verdicts['permissions boundary'];
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.outcome,
    MatchedStatements: decision.matchedStatements.map((matched) => describeStatement(matched, types)),
    MissingContextValues: decision.missingContextKeys,
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundary === 'allowed' },
    }),
  };
}

function describeStatement(
  { policyId, kind, document, index }: MatchedStatement,
  types: ReadonlyMap<string, SourceType>,
): Iam.Statement {
  const span = statementSpan(document, index);
  return {
    SourcePolicyId: policyId,
    SourcePolicyType: kind === 'resource-based policy' ? 'resource' : (types.get(policyId) ?? 'none'),
    ...(span && { StartPosition: position(span.start), EndPosition: position(span.end) }),
  };
}

function position({ line, column }: { line: number; column: number }): Iam.Position {
  return { Line: line, Column: column };
}

function contextOf(entries: Iam.ContextEntry[] = []): Record<string, string | string[]> {
  return Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyValues = [], ContextKeyType = 'string' }) => {
      const [first = ''] = ContextKeyValues;
      return [ContextKeyName, ContextKeyType.endsWith('List') ? ContextKeyValues : first];
    }),
  );
}

function requireAction(action: string): void {
  if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/.test(action)) throw invalidInput(`Invalid action name: ${action}`);
}

function ownerOf({ ResourceOwner }: SimulationRequest, principal: Principal): string {
  if (ResourceOwner === undefined) return principal.account;
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(ResourceOwner)?.[1];
  if (account === undefined) throw invalidInput(`Invalid resource owner: ${ResourceOwner}`);
  return account;
}

function accountOf(resource: string): string | undefined {
  const account = resource.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}
