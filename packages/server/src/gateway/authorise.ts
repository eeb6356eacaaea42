import { denialMessage } from '../iam-policy/denial-message.ts';
import { evaluate } from '../iam-policy/evaluate.ts';
import type { PolicyCache } from '../iam-policy/policy-cache.ts';
import { parseArn } from '../platform/arn.ts';
import type { AwsError } from '../platform/errors.ts';
import type { PolicySource, Principal, PrincipalPolicies } from '../platform/identity.ts';
import type { AccessRule, RequestContext, ResourcePolicy } from '../platform/service.ts';
import type { Protocol } from '../protocol/model.ts';
import type { WireOperation } from '../protocol/wire.ts';
import type { AuthMode } from './authenticate.ts';
import type { RegisteredService } from './registry.ts';
import { securityError } from './security-errors.ts';

export type Authorise = (
  service: RegisteredService,
  operation: WireOperation,
  input: object,
  context: RequestContext,
) => Promise<void> | undefined;

export interface AuthorisationOptions {
  mode: AuthMode;
  sources: readonly PolicySource[];
  cache: PolicyCache;
}

/**
 * Decides whether the principal of a request may do it. In `open` mode callers from outside are not limited,
 * but roles, resource policies and services that call each other are, by the same evaluator.
 */
export function createAuthoriser(options: AuthorisationOptions): Authorise {
  return (service, operation, input, context) => {
    const { kind } = context.principal;
    const isFree = options.mode === 'open' && (kind === 'root' || kind === 'user');
    return isFree ? undefined : authorise(service, operation, input, context, options);
  };
}

async function authorise(
  service: RegisteredService,
  operation: WireOperation,
  input: object,
  context: RequestContext,
  options: AuthorisationOptions,
): Promise<void> {
  const { principal } = context;
  const rule = (service.definition.access as Record<string, AccessRule<object>> | undefined)?.[operation.model.name];
  if (rule?.permission === 'anonymous') return;
  if (rule?.permission === 'none' && principal.kind !== 'anonymous') return;
  const check = await prepare(rule ?? {}, service, operation, input, context);
  if (principal.kind === 'anonymous' && !mayAdmitStrangers(rule, check)) throw missingToken(check);
  check.policies = await policiesOf(principal, context.region, options.sources);
  for (const action of check.actions) {
    for (const resource of check.resources) requireAllowed(action, resource, check, options.cache);
  }
  for (const { action, resource, ...other } of (await rule?.further?.(input, context)) ?? []) {
    const conditions = { ...context.conditions, ...other.conditions };
    requireAllowed(action, resource, { ...check, ...other, conditions }, options.cache);
  }
  for (const { role, service: passedTo } of (await rule?.passedRoles?.(input, context)) ?? []) {
    const conditions = { ...check.conditions, 'iam:PassedToService': passedTo };
    requireAllowed('iam:PassRole', role, { ...check, conditions, resourcePolicy: undefined }, options.cache);
  }
}

interface Check {
  principal: Principal;
  actions: readonly string[];
  resources: readonly string[];
  conditions: Record<string, string | string[]>;
  resourcePolicy: ResourcePolicy | undefined;
  account: string;
  policies: PrincipalPolicies | undefined;
  operation: WireOperation;
  protocol: Protocol;
}

async function prepare(
  rule: AccessRule<object>,
  service: RegisteredService,
  operation: WireOperation,
  input: object,
  context: RequestContext,
): Promise<Check> {
  const resources = (await rule.resources?.(input, context)) ?? ['*'];
  const { protocols } = operation.service;
  const actions = typeof rule.actions === 'function' ? rule.actions(input) : rule.actions;
  return {
    principal: context.principal,
    actions: actions ?? [`${service.actionPrefix}:${operation.model.name}`],
    resources: resources.length > 0 ? resources : ['*'],
    conditions: { ...context.conditions, ...(await rule.conditions?.(input, context)) },
    resourcePolicy: await rule.resourcePolicy?.(input, context),
    account: context.account,
    policies: undefined,
    operation,
    protocol: protocols.find((known) => known === context.protocol) ?? protocols[0] ?? 'json',
  };
}

/** Policies of queues, buckets and topics may; a role's trust policy and a key's policy speak of known callers only. */
function mayAdmitStrangers(rule: AccessRule<object> | undefined, { resourcePolicy }: Check): boolean {
  return rule?.resourcePolicy !== undefined && resourcePolicy?.authoritative !== true;
}

function missingToken({ operation, protocol }: Check): AwsError {
  const message = isS3(operation) ? s3Denial : 'Request is missing Authentication Token';
  return securityError('missing-token', message, operation.service, protocol);
}

/** Outside of the account S3 does not tell which policy it was. */
const s3Denial = 'Access Denied';

function isS3({ service }: WireOperation): boolean {
  return service.service === 's3';
}

async function policiesOf(
  principal: Principal,
  region: string,
  sources: readonly PolicySource[],
): Promise<PrincipalPolicies | undefined> {
  if (principal.kind === 'root' || principal.kind === 'service' || principal.kind === 'anonymous') return undefined;
  for (const source of sources) {
    const policies = await source.policiesOf(principal, region);
    if (policies !== undefined) return policies;
  }
  return undefined;
}

function requireAllowed(action: string, resource: string, check: Check, cache: PolicyCache): void {
  const resourceAccount = ownerOf(resource) || check.resourcePolicy?.account || check.account;
  const { principal, policies, resourcePolicy } = check;
  const context = { 'aws:ResourceAccount': resourceAccount, ...check.conditions };
  const decision = evaluate(
    { action, resource, principal, context, resourceAccount },
    {
      identity: policies?.identity ?? [],
      ...(policies?.boundary && { boundary: [policies.boundary] }),
      ...(resourcePolicy && { resource: resourcePolicy }),
    },
    cache,
  );
  if (decision.outcome === 'allowed') return;
  const { operation, protocol } = check;
  const isStranger = principal.kind === 'anonymous' || principal.account !== resourceAccount;
  const message = isStranger && isS3(operation) ? s3Denial : denialMessage(decision, { principal, action, resource });
  throw securityError('access-denied', message, operation.service, protocol);
}

/** AWS's own resources, such as its managed policies, are everybody's: access to them is not across accounts. */
function ownerOf(resource: string): string | undefined {
  const account = parseArn(resource)?.account;
  return account === 'aws' ? undefined : account;
}
