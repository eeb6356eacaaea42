import type { IamContext } from './context.ts';
import { IamError } from './errors.ts';
import { checkTrustPolicySize } from './model/document.ts';
import { entityArn, type Role, type User } from './model/entity.ts';
import { requireTrustPolicy } from './model/policy-syntax.ts';
import { trustedEntities, withPrincipal } from './model/trust-principals.ts';
import { rolesTrusting } from './store/trusts.ts';

/**
 * Like AWS this refuses principals of the own account that do not exist; those of other accounts are not looked up.
 * Answers the ids of those that do.
 */
export async function checkTrustPolicy(document: string, { account, roles, users }: IamContext): Promise<string[]> {
  requireTrustPolicy(document);
  checkTrustPolicySize(document);
  const ids = new Set<string>();
  for (const { arn, kind, name } of trustedEntities(document, account)) {
    const entity = await (kind === 'user' ? users.find(name) : roles.find(name));
    if (entity === undefined || entityArn(kind, entity) !== arn) {
      throw new IamError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${arn}"`);
    }
    ids.add(entity.id);
  }
  return [...ids];
}

/**
 * Trust is in a user or role, not in its name: trust policies follow a new ARN, and name what was deleted by its id,
 * so that a successor of the same name is not trusted.
 */
export async function updateTrusts(
  { account, request, roles }: IamContext,
  entity: User | Role,
  principal: string,
): Promise<void> {
  const former = entityArn(entity.kind, entity);
  if (principal === former) return;
  for (const id of await rolesTrusting(request.unit, account, entity.id)) {
    const role = await roles.findById(id);
    if (role) roles.update({ ...role, trustPolicy: withPrincipal(role.trustPolicy, former, principal) });
  }
}
