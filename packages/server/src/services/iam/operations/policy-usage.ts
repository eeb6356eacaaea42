import type * as Iam from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import type { Group, HolderKind, PolicyHolder, Role, User } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import { grantsAccessTo } from '../model/service-access.ts';
import { groupsOf, requireHolder } from '../policy-holders.ts';
import { policiesOfHolder } from '../principal-policies.ts';
import { requirePolicyArn } from '../policy-use.ts';
import type { Attachment } from '../store/attachments.ts';

const namespacesPerPage = 100;

export const policyUsageOperations = {
  async ListEntitiesForPolicy(input, context) {
    const { PolicyArn, EntityFilter, PolicyUsageFilter, PathPrefix = '/', ...page } = input;
    requirePolicyArn(PolicyArn);
    if (!awsManagedPolicies().has(PolicyArn)) await context.policies.requireByArn(PolicyArn);
    const { items, end } = await context.attachments.page(PolicyArn, kindOf(EntityFilter), page);
    const use = PolicyUsageFilter && (PolicyUsageFilter === 'PermissionsBoundary' ? 'boundary' : 'policy');
    const attachments = items.filter((item) => use === undefined || item.use === use);
    const found = await Promise.all(attachments.map((attachment) => entityOf(attachment, context)));
    // An entity may use a policy both ways.
    const entities = new Map(found.map((entity) => [entity?.id, entity])).values();
    const inPath = [...entities].filter((entity) => entity?.path.startsWith(PathPrefix));
    return {
      PolicyUsers: inPath.filter(isKind<User>('user')).map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: inPath.filter(isKind<Group>('group')).map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyRoles: inPath.filter(isKind<Role>('role')).map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...end,
    };
  },

  async ListPoliciesGrantingServiceAccess({ Arn, ServiceNamespaces, Marker }, context) {
    const holder = await requireHolder(Arn, context);
    const holders = holder.kind === 'user' ? [holder, ...(await groupsOf(holder as User, context))] : [holder];
    const granting = await Promise.all(holders.map((each) => grantsOf(each, context)));
    const list = `granting ${holder.id} ${ServiceNamespaces.join()}`;
    const { items, end } = pageOfList(list, ServiceNamespaces, { Marker, MaxItems: namespacesPerPage }, (name) => name);
    const PoliciesGrantingServiceAccess = items.map((namespace) => ({
      ServiceNamespace: namespace,
      Policies: granting.flat().flatMap(({ document, entry }) => (grantsAccessTo(document, namespace) ? [entry] : [])),
    }));
    return { PoliciesGrantingServiceAccess, ...end };
  },
} satisfies Partial<IamHandlers>;

function kindOf(filter: Iam.ListEntitiesForPolicyRequest['EntityFilter']): HolderKind | undefined {
  if (filter === undefined) return undefined;
  if (filter === 'User' || filter === 'Role' || filter === 'Group') return filter.toLowerCase() as HolderKind;
  throw invalidInput(`EntityFilter must be one of User, Role and Group, not ${filter}`);
}

function entityOf(
  { kind, entity }: Attachment,
  { users, groups, roles }: IamContext,
): Promise<PolicyHolder | undefined> {
  if (kind === 'user') return users.findById(entity);
  return kind === 'group' ? groups.findById(entity) : roles.findById(entity);
}

function isKind<Row extends PolicyHolder>(kind: Row['kind']): (entity: PolicyHolder | undefined) => entity is Row {
  return (entity): entity is Row => entity?.kind === kind;
}

async function grantsOf(holder: PolicyHolder, { request }: IamContext) {
  const policies = await policiesOfHolder(request.unit, holder);
  return policies.map(({ id, name, document }) => ({ document, entry: grantingEntry(holder, name, id) }));
}

/** Managed policies are told by their ARN, inline ones by the entity that they are part of. */
function grantingEntry(holder: PolicyHolder, name: string, id: string): Iam.PolicyGrantingServiceAccess {
  if (id.startsWith('arn:')) return { PolicyName: name, PolicyType: 'MANAGED', PolicyArn: id };
  const entityType = holder.kind.toUpperCase() as 'USER' | 'ROLE' | 'GROUP';
  return { PolicyName: name, PolicyType: 'INLINE', EntityType: entityType, EntityName: holder.name };
}
