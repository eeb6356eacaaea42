import type { IamContext } from './context.ts';
import { IamError } from './errors.ts';
import { checkTrustPolicySize } from './model/document.ts';
import { entityArn } from './model/entity.ts';
import { requireTrustPolicy } from './model/policy-syntax.ts';
import { trustedEntities } from './model/trust-principals.ts';

/** Like AWS this refuses principals of the own account that do not exist; those of other accounts are not looked up. */
export async function checkTrustPolicy(document: string, { account, roles, users }: IamContext): Promise<void> {
  requireTrustPolicy(document);
  checkTrustPolicySize(document);
  for (const { arn, kind, name } of trustedEntities(document, account)) {
    const entity = await (kind === 'user' ? users.find(name) : roles.find(name));
    if (entity === undefined || entityArn(kind, entity) !== arn) {
      throw new IamError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${arn}"`);
    }
  }
}
