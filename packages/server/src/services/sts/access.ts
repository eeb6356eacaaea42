import type { AssumeRoleRequest, StsOperations, Tag } from '../../../generated/types/sts.ts';
import type { AccessRules, FurtherAccess, RequestContext, ResourcePolicy } from '../../platform/service.ts';
import { mfaConditions } from './mfa.ts';
import { inheritedTags } from './model/session-tags.ts';
import { rememberedRole, trustPolicyOf } from './role.ts';
import { sourceIdentityOf } from './session.ts';

const roleOf = rememberedRole();

export const access: AccessRules<StsOperations> = {
  AssumeRole: {
    actions: ({ Tags, SourceIdentity }) => [
      'sts:AssumeRole',
      ...(Tags?.length ? ['sts:TagSession'] : []),
      ...(SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
    ],
    resources: ({ RoleArn }) => [RoleArn],
    conditions: assumeRoleConditions,
    resourcePolicy: trustPolicy,
    further: handingOn,
  },
  // Their handlers evaluate the trust policy: only they learn from the token who the caller is.
  AssumeRoleWithSAML: { permission: 'anonymous' },
  AssumeRoleWithWebIdentity: { permission: 'anonymous' },
  AssumeRoot: { resources: ({ TargetPrincipal }) => [`arn:aws:iam::${TargetPrincipal}:root`] },
  GetCallerIdentity: { permission: 'none' },
  GetSessionToken: { permission: 'none' },
  GetFederationToken: {
    actions: ({ Tags }) => ['sts:GetFederationToken', ...(Tags?.length ? ['sts:TagSession'] : [])],
    resources: ({ Name }, { account }) => [`arn:aws:sts::${account}:federated-user/${Name}`],
    conditions: async ({ Tags }) => requestTagConditions(Tags),
  },
  GetWebIdentityToken: { conditions: async ({ Tags }) => requestTagConditions(Tags) },
};

async function trustPolicy(input: AssumeRoleRequest, context: RequestContext): Promise<ResourcePolicy | undefined> {
  const role = await roleOf(input, context.platform, context);
  return role && trustPolicyOf(role);
}

/** What a session has of its own and hands on, it needs the same permissions for as if it gave it. */
async function handingOn(input: AssumeRoleRequest, context: RequestContext): Promise<FurtherAccess[]> {
  const { principal } = context;
  const actions = [
    ...(input.Tags?.length || Object.keys(inheritedTags(principal)).length === 0 ? [] : ['sts:TagSession']),
    ...(input.SourceIdentity !== undefined || sourceIdentityOf(principal) === undefined
      ? []
      : ['sts:SetSourceIdentity']),
  ];
  if (actions.length === 0) return [];
  const conditions = await assumeRoleConditions(input, context);
  const resourcePolicy = await trustPolicy(input, context);
  return actions.map((action) => ({ action, resource: input.RoleArn, conditions, resourcePolicy }));
}

async function assumeRoleConditions(
  input: AssumeRoleRequest,
  context: RequestContext,
): Promise<Record<string, string | string[]>> {
  const role = await roleOf(input, context.platform, context);
  const conditions: Record<string, string | string[]> = {
    'sts:RoleSessionName': input.RoleSessionName,
    ...requestTagConditions(input.Tags),
    ...(await mfaConditions(input, context)),
  };
  if (input.ExternalId !== undefined) conditions['sts:ExternalId'] = input.ExternalId;
  if (input.SourceIdentity !== undefined) conditions['sts:SourceIdentity'] = input.SourceIdentity;
  if (input.TransitiveTagKeys?.length) conditions['sts:TransitiveTagKeys'] = input.TransitiveTagKeys;
  for (const [key, value] of Object.entries(role?.tags ?? {})) {
    conditions[`aws:ResourceTag/${key}`] = value;
    conditions[`iam:ResourceTag/${key}`] = value;
  }
  return conditions;
}

function requestTagConditions(tags: readonly Tag[] = []): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  const conditions: Record<string, string | string[]> = { 'aws:TagKeys': tags.map(({ Key }) => Key) };
  for (const { Key, Value } of tags) conditions[`aws:RequestTag/${Key}`] = Value;
  return conditions;
}
