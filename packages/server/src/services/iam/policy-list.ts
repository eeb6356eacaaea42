import type * as Iam from '../../../generated/types/iam.ts';
import type { IamContext } from './context.ts';
import { awsManagedPolicies } from './model/aws-managed-policies.ts';
import { listedAwsPolicy, listedPolicy } from './model/description.ts';
import { pageFrom, pageSize, parseMarker, type Position } from './model/page.ts';

interface Listed {
  policy: Iam.Policy;
  position: Position;
}

const batchSize = 200;

/** The account's own policies in order of name, then AWS's in order of ARN. */
export async function listPolicies(
  input: Iam.ListPoliciesRequest,
  context: IamContext,
): Promise<Iam.ListPoliciesResponse> {
  const { Scope = 'All', OnlyAttached = false, PolicyUsageFilter, PathPrefix = '/' } = input;
  const list = JSON.stringify(['policies', context.account, Scope, OnlyAttached, PolicyUsageFilter, PathPrefix]);
  const [section = 'own', after] = (parseMarker(list, input) ?? []).map(String);
  const found: Listed[] = [];
  const wanted = pageSize(input) + 1;
  const isWanted = (policy: Iam.Policy) =>
    (policy.Path ?? '/').startsWith(PathPrefix) && isUsed(policy, OnlyAttached, PolicyUsageFilter);

  if (Scope !== 'AWS' && section === 'own') {
    for await (const item of ownPolicies(context, after)) {
      if (isWanted(item.policy)) found.push(item);
      if (found.length >= wanted) break;
    }
  }
  if (Scope !== 'Local' && found.length < wanted) {
    for (const item of await awsPolicies(context, section === 'aws' ? after : undefined)) {
      if (isWanted(item.policy)) found.push(item);
      if (found.length >= wanted) break;
    }
  }
  const { items, end } = pageFrom(list, found, input, ({ position }) => position);
  return { Policies: items.map(({ policy }) => policy), ...end };
}

function isUsed(
  { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }: Iam.Policy,
  onlyAttached: boolean,
  filter: Iam.ListPoliciesRequest['PolicyUsageFilter'],
): boolean {
  if (filter === 'PermissionsPolicy') return AttachmentCount > 0;
  if (filter === 'PermissionsBoundary') return PermissionsBoundaryUsageCount > 0;
  return !onlyAttached || AttachmentCount > 0;
}

async function* ownPolicies({ policies }: IamContext, after: string | undefined): AsyncGenerator<Listed> {
  let last = after;
  for (;;) {
    const batch = await policies.listAfter(last, batchSize);
    for (const policy of batch) yield { policy: listedPolicy(policy), position: ['own', policy.name] };
    last = batch.at(-1)?.name;
    if (batch.length < batchSize) return;
  }
}

async function awsPolicies({ attachments }: IamContext, after = ''): Promise<Listed[]> {
  const usages = new Map((await attachments.awsUsages()).map((usage) => [usage.policyArn, usage]));
  const arns = [...awsManagedPolicies().keys()].filter((arn) => arn > after).sort();
  return arns.flatMap((arn) => {
    const policy = awsManagedPolicies().get(arn);
    return policy === undefined ? [] : [{ policy: listedAwsPolicy(policy, usages.get(arn)), position: ['aws', arn] }];
  });
}
