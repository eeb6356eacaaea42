import type * as Iam from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, invalidInput } from '../errors.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import { entityArn, type PolicyHolder, type Role, type User } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import { grantsAccessTo } from '../model/service-access.ts';
import { serviceNamespaces } from '../model/service-namespaces.ts';
import { groupsOf, requireHolder } from '../policy-holders.ts';
import { documentOf, policiesOfHolder } from '../principal-policies.ts';
import { type AccessReport, accessReportsTable, type ServiceAccess } from '../store/access-reports.ts';
import { lastUsed } from '../usage.ts';

type Use = ServiceAccess['uses'][number];

const uncounted = 1000;

/** AWS takes minutes over these reports; here the job is done when it is answered. */
export const lastAccessedOperations = {
  async GenerateServiceLastAccessedDetails({ Arn, Granularity = 'SERVICE_LEVEL' }, context) {
    const { account, now, request } = context;
    const { documents, entities } = await subjectOf(Arn, context);
    const uses = (await Promise.all(entities.map((entity) => usesOf(entity, context)))).flat();
    const services = Object.keys(serviceNamespaces)
      .filter((namespace) => documents.some((document) => grantsAccessTo(document, namespace)))
      .map((namespace) => ({
        namespace,
        uses: uses.filter(({ service }) => service === namespace).map(({ service: _service, ...use }) => use),
      }));
    for (const service of services) service.uses.sort((a, b) => b.at - a.at);
    const jobId = request.platform.ids.uuid();
    request.unit.put(accessReportsTable, { account, jobId, granularity: Granularity, createdAt: now, services });
    return { JobId: jobId };
  },

  async GetServiceLastAccessedDetails({ JobId, ...request }, context) {
    const report = await requireReport(JobId, context);
    const { items, end } = pageOfList(`accessed ${JobId}`, report.services, request, ({ namespace }) => namespace);
    return {
      ...stateOf(report),
      JobType: report.granularity,
      ServicesLastAccessed: items.map(describeService),
      ...end,
    };
  },

  async GetServiceLastAccessedDetailsWithEntities({ JobId, ServiceNamespace, ...request }, context) {
    const report = await requireReport(JobId, context);
    const service = report.services.find(({ namespace }) => namespace === ServiceNamespace);
    if (!service) throw new IamError('NoSuchEntityException', `Service ${ServiceNamespace} is not in the report.`);
    const { items, end } = pageOfList(`entities ${JobId} ${ServiceNamespace}`, service.uses, request, ({ arn }) => arn);
    const EntityDetailsList = items.map(({ arn, name, id, kind, path, at }) => ({
      EntityInfo: { Arn: arn, Name: name, Id: id, Type: kind, Path: path },
      LastAuthenticated: new Date(at),
    }));
    return { ...stateOf(report), EntityDetailsList, ...end };
  },
} satisfies Partial<IamHandlers>;

interface Subject {
  documents: string[];
  /** The users and roles that the policies are for. */
  entities: PolicyHolder[];
}

async function subjectOf(arn: string, context: IamContext): Promise<Subject> {
  if (/^arn:aws:iam::(?:aws|\d{12}):policy\//.test(arn)) return policySubject(arn, context);
  const holder = await requireHolder(arn, context);
  const holders = holder.kind === 'user' ? [holder, ...(await groupsOf(holder as User, context))] : [holder];
  const policies = await Promise.all(holders.map((each) => policiesOfHolder(context.request.unit, each)));
  const documents = policies.flat().map(({ document }) => document);
  if (holder.kind !== 'group') return { documents, entities: [holder] };
  return { documents, entities: await membersOf(holder.id, context) };
}

async function policySubject(arn: string, context: IamContext): Promise<Subject> {
  const { attachments, users, groups, roles, request, account } = context;
  const document = await documentOf(request.unit, account, arn);
  if (document === undefined && !awsManagedPolicies().has(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
  const { items } = await attachments.page(arn, undefined, { MaxItems: uncounted });
  const entities = await Promise.all(
    items.map(async ({ kind, entity }) => {
      if (kind === 'user') return [await users.findById(entity)];
      if (kind === 'role') return [await roles.findById(entity)];
      const group = await groups.findById(entity);
      return group ? membersOf(group.id, context) : [];
    }),
  );
  return { documents: [document ?? ''], entities: entities.flat().filter((entity) => entity !== undefined) };
}

async function membersOf(group: string, { memberships, users }: IamContext): Promise<PolicyHolder[]> {
  const { items } = await memberships.page(group, { MaxItems: uncounted });
  const found = await Promise.all(items.map(({ user }) => users.findById(user)));
  return found.filter((user) => user !== undefined);
}

/** Only the last use of each access key and role is known, and of a role's not by which service. */
async function usesOf(entity: PolicyHolder, context: IamContext): Promise<(Use & { service: string })[]> {
  const { name, id, path } = entity;
  const about = { arn: entityArn(entity.kind, entity), name, id, path };
  const kind = isRole(entity) ? ('ROLE' as const) : ('USER' as const);
  const keys = isRole(entity) ? [entity.id] : (await context.accessKeys.ofOwner(id)).map((key) => key.accessKeyId);
  const found = await Promise.all(keys.map((key) => lastUsed(context.request, key)));
  return found.flatMap((use) =>
    use?.service === undefined ? [] : [{ ...about, kind, service: use.service, at: use.at, region: use.region }],
  );
}

function isRole(entity: PolicyHolder): entity is Role {
  return entity.kind === 'role';
}

async function requireReport(jobId: string, { account, request }: IamContext): Promise<AccessReport> {
  const report = await request.unit.get(accessReportsTable, [account, jobId]);
  if (!report) throw new IamError('NoSuchEntityException', `Could not find the specified job ${jobId}`);
  return report;
}

function stateOf({ createdAt }: AccessReport) {
  return {
    JobStatus: 'COMPLETED' as const,
    JobCreationDate: new Date(createdAt),
    JobCompletionDate: new Date(createdAt),
  };
}

function describeService({ namespace, uses }: ServiceAccess): Iam.ServiceLastAccessed {
  const [last] = uses;
  return {
    ServiceName: serviceNamespaces[namespace] ?? namespace,
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: uses.length,
    ...(last && {
      LastAuthenticated: new Date(last.at),
      LastAuthenticatedEntity: last.arn,
      ...(last.region !== undefined && { LastAuthenticatedRegion: last.region }),
    }),
  };
}
