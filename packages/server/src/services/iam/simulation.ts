import type * as Iam from '../../../generated/types/iam.ts';
import { type Decision, evaluate, type MatchedStatement } from '../../iam-policy/evaluate.ts';
import { createPolicyCache } from '../../iam-policy/policy-cache.ts';
import type { Outcome } from '../../iam-policy/policy.ts';
import { statementSpan } from '../../iam-policy/statement-position.ts';
import type { NamedPolicy, Principal } from '../../platform/identity.ts';
import { invalidInput } from './errors.ts';
import { requireIdentityPolicy } from './model/policy-syntax.ts';

/** A policy, by the name that the results give it. */
export interface SimulatedPolicy extends NamedPolicy {
  /** Of a managed policy. */
  arn?: string;
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

type SourceType = NonNullable<Iam.Statement['SourcePolicyType']>;

/** What AWS answers as the type of a source; its model has other names, which it does not use. */
const identitySource = 'IAM Policy' as SourceType;
const resourceSource = 'Resource Policy' as SourceType;

const cachedPolicies = 200;
const everyResource = ['*'];

interface Evaluated {
  resource: string;
  decision: Decision;
  isAcrossAccounts: boolean;
}

/** One result for each action; what was found of each resource that is named is inside of it. */
export function simulate(request: SimulationRequest, simulation: Simulation): Iam.EvaluationResult[] {
  const { ActionNames, ResourceArns = everyResource } = request;
  const evaluateOn = evaluator(request, simulation);
  return ActionNames.map((action) => {
    requireAction(action);
    const evaluated = ResourceArns.map((resource) => evaluateOn(action, resource));
    const [first] = evaluated;
    const isGeneral = first === undefined || (evaluated.length === 1 && first.resource === '*');
    return isGeneral ? describeGeneral(action, first) : describeSpecific(action, evaluated);
  });
}

function evaluator(request: SimulationRequest, { principal, policies, boundary }: Simulation) {
  const cache = createPolicyCache(cachedPolicies);
  const resourceOwner = ownerOf(request, principal);
  const context = contextOf(request.ContextEntries);
  const { ResourcePolicy } = request;
  return (action: string, resource: string): Evaluated => {
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
    return { resource, decision, isAcrossAccounts: resourceAccount !== principal.account };
  };
}

/** Policies given as text with a request; the results call them by their list and place. */
export function givenPolicies(list: string, documents: readonly string[] = []): SimulatedPolicy[] {
  return documents.map((document, index) => {
    requireIdentityPolicy(document);
    return { id: `${list}.${index + 1}`, document };
  });
}

/** AWS takes at most one document as the boundary. */
export function givenBoundary(documents: readonly string[] = []): SimulatedPolicy | undefined {
  if (documents.length > 1) throw invalidInput('Only one permissions boundary policy can be simulated.');
  return givenPolicies('PermissionsBoundaryPolicyInputList', documents)[0];
}

function describeGeneral(EvalActionName: string, evaluated: Evaluated | undefined): Iam.EvaluationResult {
  if (evaluated === undefined) return { EvalActionName, EvalDecision: 'implicitDeny' };
  const { decision, isAcrossAccounts } = evaluated;
  return {
    EvalActionName,
    EvalResourceName: evaluated.resource,
    EvalDecision: decision.outcome,
    ...findings(decision),
    ...(isAcrossAccounts && { EvalDecisionDetails: detailsOf(evaluated) }),
  };
}

function describeSpecific(EvalActionName: string, evaluated: Evaluated[]): Iam.EvaluationResult {
  const [first] = evaluated;
  const only = evaluated.length === 1 ? first : undefined;
  return {
    EvalActionName,
    EvalResourceName: only?.resource ?? '*',
    EvalDecision: weakest(evaluated.map(({ decision }) => decision.outcome)),
    MatchedStatements: only ? only.decision.matchedStatements.map(describeStatement) : [],
    // What is missing is told of each resource instead.
    MissingContextValues: [],
    ...boundaryDetail(evaluated.map(({ decision }) => decision)),
    EvalDecisionDetails: only ? detailsOf(only) : {},
    ResourceSpecificResults: evaluated.map((each) => ({
      EvalResourceName: each.resource,
      EvalResourceDecision: each.decision.outcome,
      ...findings(each.decision),
      EvalDecisionDetails: detailsOf(each),
    })),
  };
}

function findings(decision: Decision) {
  return {
    MatchedStatements: decision.matchedStatements.map(describeStatement),
    MissingContextValues: decision.missingContextKeys,
    ...boundaryDetail([decision]),
  };
}

function boundaryDetail(decisions: Decision[]): Pick<Iam.EvaluationResult, 'PermissionsBoundaryDecisionDetail'> {
  const verdicts = decisions.map(({ verdicts: found }) => found['permissions boundary']);
  if (verdicts.includes(undefined)) return {};
  const AllowedByPermissionsBoundary = verdicts.every((verdict) => verdict === 'allowed');
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary } };
}

/** Between accounts both sides have to allow; within one account AWS leaves this empty. */
function detailsOf({ decision, isAcrossAccounts }: Evaluated): Record<string, Outcome> {
  if (!isAcrossAccounts) return {};
  return {
    [identitySource]: decision.verdicts['identity-based policy'] ?? 'implicitDeny',
    [resourceSource]: decision.verdicts['resource-based policy'] ?? 'implicitDeny',
  };
}

function weakest(outcomes: Outcome[]): Outcome {
  if (outcomes.includes('explicitDeny')) return 'explicitDeny';
  return outcomes.includes('implicitDeny') ? 'implicitDeny' : 'allowed';
}

function describeStatement({ policyId, kind, document, index }: MatchedStatement): Iam.Statement {
  const span = statementSpan(document, index);
  return {
    SourcePolicyId: policyId,
    SourcePolicyType: kind === 'resource-based policy' ? resourceSource : identitySource,
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
