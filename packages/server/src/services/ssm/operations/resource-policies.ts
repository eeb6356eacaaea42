import { hash } from 'node:crypto';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { parseArn } from '../../../platform/arn.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { invalidNextToken, SsmError } from '../errors.ts';
import type { Parameter, ResourcePolicyEntry } from '../model/parameter.ts';
import { isPublic, parseWholeReference } from '../model/parameter-name.ts';
import { findParameter, saveParameter, saveShares } from '../store/parameters.ts';

const largestPolicyBytes = 1024;

export const resourcePolicyOperations = {
  async PutResourcePolicy({ ResourceArn, Policy, PolicyId, PolicyHash }, request) {
    const parameter = await requireResource(ResourceArn, request);
    checkSharing(parameter);
    checkDocument(Policy);
    const existing = parameter.resourcePolicies ?? [];
    if (PolicyId !== undefined) requirePolicy(parameter, PolicyId, PolicyHash);
    const id = PolicyId ?? request.platform.ids.uuid();
    const entry = { id, hash: hash('sha256', Policy), document: Policy };
    savePolicies(parameter, [...existing.filter((other) => other.id !== id), entry], request);
    return { PolicyId: entry.id, PolicyHash: entry.hash };
  },

  async GetResourcePolicies({ ResourceArn, MaxResults = 50, NextToken }, request) {
    const { resourcePolicies = [] } = await requireResource(ResourceArn, request);
    const start = NextToken === undefined ? 0 : resourcePolicies.findIndex(({ id }) => id === NextToken);
    if (start < 0) throw invalidNextToken();
    const page = resourcePolicies.slice(start, start + MaxResults);
    return {
      Policies: page.map(({ id, hash: PolicyHash, document }) => ({ PolicyId: id, PolicyHash, Policy: document })),
      NextToken: resourcePolicies[start + MaxResults]?.id,
    };
  },

  async DeleteResourcePolicy({ ResourceArn, PolicyId, PolicyHash }, request) {
    const parameter = await requireResource(ResourceArn, request);
    requirePolicy(parameter, PolicyId, PolicyHash);
    savePolicies(parameter, parameter.resourcePolicies?.filter(({ id }) => id !== PolicyId) ?? [], request);
    return {};
  },
} satisfies Partial<SsmHandlers>;

async function requireResource(resourceArn: string, request: RequestContext): Promise<Parameter> {
  const { service, resource = '' } = parseArn(resourceArn) ?? {};
  if (service !== 'ssm' || !resource.startsWith('parameter/')) {
    const message = `Resource policies are implemented for parameters in this version of Madang, not for ${resourceArn}.`;
    throw new SsmError('ResourcePolicyInvalidParameterException', message);
  }
  const parameter = await findParameter(request.unit, parseWholeReference(resourceArn, request));
  if (parameter && !isPublic(parameter.name)) return parameter;
  throw new SsmError('ResourceNotFoundException', `The parameter ${resourceArn} was not found.`);
}

function checkSharing({ tier, type, keyId }: Parameter): void {
  if (tier !== 'Advanced') {
    const message = 'Only parameters of the advanced-parameter tier can be shared.';
    throw new SsmError('ResourcePolicyInvalidParameterException', message);
  }
  if (type === 'SecureString' && keyId === 'alias/aws/ssm') {
    const message = 'A SecureString parameter that is encrypted with an AWS managed key cannot be shared.';
    throw new SsmError('ResourcePolicyInvalidParameterException', message);
  }
}

function checkDocument(document: string): void {
  const problem = policyDocumentProblem(document, 'resource');
  if (problem !== undefined) {
    throw new SsmError(
      'MalformedResourcePolicyDocumentException',
      `The specified policy document is malformed or invalid: ${problem}`,
    );
  }
  if (Buffer.byteLength(document) > largestPolicyBytes) {
    const message = `A policy can't be greater than ${largestPolicyBytes} bytes in size.`;
    const members = { Limit: largestPolicyBytes, LimitType: 'PolicySize' };
    throw new SsmError('ResourcePolicyLimitExceededException', message, { members });
  }
}

function requirePolicy({ resourcePolicies = [] }: Parameter, policyId: string, policyHash: string | undefined): void {
  const entry = resourcePolicies.find(({ id }) => id === policyId);
  if (!entry) {
    const message = 'No policies with the specified policy ID and hash could be found.';
    throw new SsmError('ResourcePolicyNotFoundException', message);
  }
  if (policyHash !== entry.hash) {
    const message = "The hash provided in the call doesn't match the stored hash. The policy was changed since.";
    throw new SsmError('ResourcePolicyConflictException', message);
  }
}

function savePolicies(parameter: Parameter, resourcePolicies: ResourcePolicyEntry[], { unit }: RequestContext): void {
  const changed = { ...parameter, resourcePolicies };
  saveShares(unit, parameter, changed);
  saveParameter(unit, changed);
}
