import type * as Iam from '../../../../generated/types/iam.ts';
import { parsePolicy } from '../../../iam-policy/parse.ts';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, invalidInput } from '../errors.ts';
import { entityArn, type PolicyHolder, type Role, type User } from '../model/entity.ts';
import { pageFrom, pageSize, parseMarker, type PageRequest } from '../model/page.ts';
import { requireIdentityPolicy } from '../model/policy-syntax.ts';
import { tagRecord } from '../model/tags.ts';
import { groupsOf, requireHolder } from '../policy-holders.ts';
import { documentOf, policiesOfHolder } from '../principal-policies.ts';
import { givenBoundary, givenPolicies, simulate, type SimulatedPolicy } from '../simulation.ts';

export const simulationOperations = {
  async SimulateCustomPolicy(input, context) {
    requireSupported(input);
    const results = simulate(input, {
      principal: principalOf(input.CallerArn, context),
      policies: givenPolicies('PolicyInputList', input.PolicyInputList),
      boundary: givenBoundary(input.PermissionsBoundaryPolicyInputList),
    });
    return pageOfResults(results, input);
  },

  async SimulatePrincipalPolicy(input, context) {
    requireSupported(input);
    const holder = await requireHolder(input.PolicySourceArn, context);
    const excluded = input.PolicyExclusionList ?? [];
    const held = (await policiesOf(holder, context)).filter((policy) => !isExcluded(policy, excluded));
    const ownBoundary = excluded.some(({ PolicyType }) => PolicyType === 'permission-boundary')
      ? undefined
      : await boundaryOf(holder, context);
    const results = simulate(input, {
      principal: input.CallerArn === undefined ? principalOfHolder(holder) : principalOf(input.CallerArn, context),
      policies: [...held, ...givenPolicies('PolicyInputList', input.PolicyInputList)],
      boundary: givenBoundary(input.PermissionsBoundaryPolicyInputList) ?? ownBoundary,
    });
    return pageOfResults(results, input);
  },

  async GetContextKeysForCustomPolicy({ PolicyInputList }) {
    return { ContextKeyNames: contextKeys(PolicyInputList) };
  },

  async GetContextKeysForPrincipalPolicy({ PolicySourceArn, PolicyInputList = [] }, context) {
    const held = await policiesOf(await requireHolder(PolicySourceArn, context), context);
    return { ContextKeyNames: contextKeys([...held.map(({ document }) => document), ...PolicyInputList]) };
  },
} satisfies Partial<IamHandlers>;

function contextKeys(documents: readonly string[]): string[] {
  const keys = documents.flatMap((document) => {
    requireIdentityPolicy(document);
    return parsePolicy(document).contextKeys;
  });
  return [...new Set(keys)].sort();
}

function requireSupported(input: Iam.SimulateCustomPolicyRequest | Iam.SimulatePrincipalPolicyRequest): void {
  if ('OrderedOrganizationPolicyInputList' in input && input.OrderedOrganizationPolicyInputList?.length) {
    throw invalidInput('OrderedOrganizationPolicyInputList is not supported: accounts here belong to no organization.');
  }
  if (input.ResourcePolicy !== undefined && input.CallerArn === undefined && !('PolicySourceArn' in input)) {
    throw invalidInput('CallerArn is required when a resource policy is simulated.');
  }
  const problem = input.ResourcePolicy && policyDocumentProblem(input.ResourcePolicy, 'resource');
  if (problem) throw new IamError('MalformedPolicyDocumentException', problem);
}

function pageOfResults(results: Iam.EvaluationResult[], request: PageRequest): Iam.SimulatePolicyResponse {
  const list = JSON.stringify(results.map(({ EvalActionName }) => EvalActionName));
  const start = Number(parseMarker(list, request)?.[0] ?? 0);
  const indexed = results.map((result, index) => ({ result, next: index + 1 })).slice(start);
  const { items, end } = pageFrom(list, indexed.slice(0, pageSize(request) + 1), request, ({ next }) => [next]);
  return { EvaluationResults: items.map(({ result }) => result), ...end };
}

/** The policies of a user with those of its groups; of a role or group its own. */
async function policiesOf(holder: PolicyHolder, context: IamContext): Promise<SimulatedPolicy[]> {
  const holders = holder.kind === 'user' ? [holder, ...(await groupsOf(holder as User, context))] : [holder];
  const lists = await Promise.all(
    holders.map(async (each) => {
      const held = await policiesOfHolder(context.request.unit, each);
      return held.map(({ id, name, document }): SimulatedPolicy => {
        return id.startsWith('arn:') ? { id: name, arn: id, document } : { id: inlineId(each, name), document };
      });
    }),
  );
  return lists.flat();
}

function inlineId(holder: Pick<PolicyHolder, 'kind' | 'name'>, policy: string): string {
  return `${holder.kind}_${holder.name}_${policy}`;
}

function isExcluded(policy: SimulatedPolicy, excluded: readonly Iam.PolicyIdentifier[]): boolean {
  return excluded.some(({ PolicyArn, InlinePolicyIdentifier: inline }) => {
    if (inline) {
      return policy.id === inlineId({ kind: inline.AttachmentType, name: inline.AttachmentName }, inline.PolicyName);
    }
    return PolicyArn !== undefined && policy.arn === PolicyArn;
  });
}

async function boundaryOf(
  holder: PolicyHolder,
  { account, request }: IamContext,
): Promise<SimulatedPolicy | undefined> {
  const { boundary } = holder;
  if (boundary === undefined) return undefined;
  const document = await documentOf(request.unit, account, boundary);
  if (document === undefined) throw new IamError('NoSuchEntityException', `Policy ${boundary} was not found.`);
  return { id: boundary.slice(boundary.lastIndexOf('/') + 1), arn: boundary, document };
}

function principalOfHolder(holder: PolicyHolder): Principal {
  const { account, name, id } = holder;
  const arn = entityArn(holder.kind, holder);
  if (holder.kind === 'role') {
    return { kind: 'assumed-role', account, arn, userId: id, roleArn: arn, tags: tagRecord((holder as Role).tags) };
  }
  const tags = holder.kind === 'user' ? { tags: tagRecord((holder as User).tags) } : {};
  return { kind: 'user', account, arn, userId: id, name, ...tags };
}

/** AWS simulates users only; without a caller the account's policies are tried for nobody in particular. */
function principalOf(callerArn: string | undefined, { account }: IamContext): Principal {
  if (callerArn === undefined) {
    return { kind: 'user', account, arn: `arn:aws:iam::${account}:user/simulated`, userId: 'AIDASIMULATED' };
  }
  const [, callerAccount, name] = /^arn:aws:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(callerArn) ?? [];
  if (callerAccount === undefined || name === undefined)
    throw invalidInput(`Invalid caller: ${callerArn} is not a user`);
  return { kind: 'user', account: callerAccount, arn: callerArn, userId: 'AIDASIMULATED', name };
}
