import type * as Iam from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import { type Position, pageFrom, pageSize, parseMarker } from '../model/page.ts';
import {
  describeAwsPolicyDetail,
  describeGroupDetail,
  describePolicyDetail,
  describeRoleDetail,
  describeUserDetail,
} from '../authorization-detail.ts';

type Kind = NonNullable<Iam.GetAccountAuthorizationDetailsRequest['Filter']>[number];

interface Found {
  kind: Kind;
  position: Position;
  detail: () => Promise<object>;
}

/** The order of the pages; AWS documents none. */
const kinds: readonly Kind[] = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'];
const batchSize = 100;

export const authorizationDetailsOperations = {
  async GetAccountAuthorizationDetails({ Filter = [...kinds], ...request }, context) {
    const wanted = kinds.filter((kind) => Filter.includes(kind));
    const list = JSON.stringify(['authorization details', context.account, wanted]);
    const found: Found[] = [];
    for await (const item of entities(wanted, parseMarker(list, request), context)) {
      found.push(item);
      if (found.length > pageSize(request)) break;
    }
    const { items, end } = pageFrom(list, found, request, ({ position }) => position);
    const details = await Promise.all(items.map(async ({ kind, detail }) => ({ kind, value: await detail() })));
    const ofKind = (...of: Kind[]) => details.flatMap(({ kind, value }) => (of.includes(kind) ? [value] : []));
    return {
      UserDetailList: ofKind('User'),
      GroupDetailList: ofKind('Group'),
      RoleDetailList: ofKind('Role'),
      Policies: ofKind('LocalManagedPolicy', 'AWSManagedPolicy'),
      ...end,
    };
  },
} satisfies Partial<IamHandlers>;

/** All that is asked for, kind by kind, from a position on. */
async function* entities(
  wanted: readonly Kind[],
  position: Position | undefined,
  context: IamContext,
): AsyncGenerator<Found> {
  const [startKind, startName] = (position ?? []).map(String);
  const start = startKind === undefined ? 0 : wanted.indexOf(startKind as Kind);
  for (const [index, kind] of wanted.slice(start).entries()) {
    const after = index === 0 ? startName : undefined;
    if (kind === 'AWSManagedPolicy') yield* usedAwsPolicies(after, context);
    else yield* entitiesOf(kind, after, context);
  }
}

async function* entitiesOf(
  kind: Exclude<Kind, 'AWSManagedPolicy'>,
  start: string | undefined,
  context: IamContext,
): AsyncGenerator<Found> {
  let after = start;
  for (;;) {
    const batch = await readBatch(kind, after, context);
    yield* batch;
    after = batch.at(-1)?.position[1]?.toString();
    if (batch.length < batchSize) return;
  }
}

async function readBatch(
  kind: Exclude<Kind, 'AWSManagedPolicy'>,
  after: string | undefined,
  context: IamContext,
): Promise<Found[]> {
  const { users, groups, roles, policies } = context;
  const found = <Row extends { name: string }>(
    rows: Row[],
    describe: (row: Row, context: IamContext) => Promise<object>,
  ): Found[] => rows.map((row) => ({ kind, position: [kind, row.name], detail: () => describe(row, context) }));
  if (kind === 'User') return found(await users.listAfter(after, batchSize), describeUserDetail);
  if (kind === 'Group') return found(await groups.listAfter(after, batchSize), describeGroupDetail);
  if (kind === 'Role') return found(await roles.listAfter(after, batchSize), describeRoleDetail);
  return found(await policies.listAfter(after, batchSize), describePolicyDetail);
}

/** Of AWS's policies only those that the account uses. */
async function* usedAwsPolicies(after: string | undefined, { attachments }: IamContext): AsyncGenerator<Found> {
  for (const usage of await attachments.awsUsages()) {
    const policy = awsManagedPolicies().get(usage.policyArn);
    const isUsed = usage.attachments > 0 || usage.boundaries > 0;
    if (!policy || !isUsed || (after !== undefined && policy.arn <= after)) continue;
    yield {
      kind: 'AWSManagedPolicy',
      position: ['AWSManagedPolicy', policy.arn],
      detail: async () => describeAwsPolicyDetail(policy, usage),
    };
  }
}
