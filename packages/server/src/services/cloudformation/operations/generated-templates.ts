import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import { pendingResources } from '../generator/generation.ts';
import { enqueueGeneration } from '../generator/jobs.ts';
import { generatedBody } from '../generator/template-body.ts';
import { describeGenerated, generatedTemplateId, isInWork, summariseGenerated } from '../model/generated-template.ts';
import type { GeneratedResource, GeneratedTemplate } from '../model/generated-template.ts';
import { schemasOf } from '../resource-schemas.ts';
import {
  deleteGeneratedTemplate,
  findGeneratedTemplate,
  pageOfGeneratedTemplates,
  saveGeneratedTemplate,
} from '../store/generated-templates.ts';
import { requireLivingStack } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';

/** Of the resources of one template. */
const mostResources = 500;
const defaultLimit = 50;

export const generatedTemplateOperations = {
  async CreateGeneratedTemplate({ GeneratedTemplateName: name, StackName, Resources = [], ...input }, request) {
    const { platform, account, region, principal, clock } = request;
    await requireFreeName(request, name);
    const start = StackName === undefined ? {} : await stackTemplate(request, StackName);
    const template: GeneratedTemplate = {
      account,
      region,
      principal,
      templateId: generatedTemplateId(request, platform.ids.uuid()),
      name,
      status: 'CREATE_PENDING',
      createdAt: clock.now(),
      deletionPolicy: input.TemplateConfiguration?.DeletionPolicy ?? 'RETAIN',
      updateReplacePolicy: input.TemplateConfiguration?.UpdateReplacePolicy ?? 'RETAIN',
      resources: pendingResources(platform, Resources, Object.keys(start.base?.Resources ?? {})),
      ...start,
    };
    begin(request, template);
    return { GeneratedTemplateId: template.templateId };
  },

  async UpdateGeneratedTemplate({ GeneratedTemplateName, NewGeneratedTemplateName: newName, ...input }, request) {
    const found = await requireGenerated(request, GeneratedTemplateName);
    if (isInWork(found))
      throw invalid(`Generated template ${found.name} is in ${found.status} state and cannot be updated`);
    if (newName !== undefined && newName !== found.name) {
      await requireFreeName(request, newName);
      deleteGeneratedTemplate(request.unit, found);
    }
    const updated: GeneratedTemplate = {
      ...found,
      name: newName ?? found.name,
      principal: request.principal,
      status: 'UPDATE_PENDING',
      statusReason: undefined,
      deletionPolicy: input.TemplateConfiguration?.DeletionPolicy ?? found.deletionPolicy,
      updateReplacePolicy: input.TemplateConfiguration?.UpdateReplacePolicy ?? found.updateReplacePolicy,
      resources: changedResources(request, found, input),
    };
    begin(request, updated);
    return { GeneratedTemplateId: updated.templateId };
  },

  async DescribeGeneratedTemplate({ GeneratedTemplateName }, request) {
    return describeGenerated(await requireGenerated(request, GeneratedTemplateName));
  },

  async GetGeneratedTemplate({ GeneratedTemplateName, Format = 'JSON' }, request) {
    const template = await requireGenerated(request, GeneratedTemplateName);
    const { status } = template;
    if (status !== 'COMPLETE') return { Status: status };
    const schemas = schemasOf(request.platform);
    return { Status: status, TemplateBody: generatedBody(template, (type) => schemas.find(type), Format) };
  },

  async ListGeneratedTemplates({ NextToken, MaxResults = defaultLimit }, request) {
    const page = { limit: MaxResults, token: NextToken };
    const { items, nextToken } = await pageOfGeneratedTemplates(request.unit, request, page);
    return { Summaries: items.map(summariseGenerated), NextToken: nextToken };
  },

  async DeleteGeneratedTemplate({ GeneratedTemplateName }, request) {
    const template = await requireGenerated(request, GeneratedTemplateName);
    if (isInWork(template)) {
      throw new CloudFormationError(
        'ConcurrentResourcesLimitExceededException',
        `Generated template ${template.name} is in ${template.status} state and cannot be deleted`,
      );
    }
    deleteGeneratedTemplate(request.unit, template);
    return {};
  },
} satisfies Partial<CloudFormationHandlers>;

function begin({ unit, platform }: RequestContext, template: GeneratedTemplate): void {
  const count = template.resources.length + Object.keys(template.base?.Resources ?? {}).length;
  if (count > mostResources) {
    const message = `A generated template cannot have more than ${mostResources} resources`;
    throw new CloudFormationError('LimitExceededException', message);
  }
  saveGeneratedTemplate(unit, template);
  enqueueGeneration(platform, unit, template);
}

async function requireGenerated(request: RequestContext, nameOrId: string): Promise<GeneratedTemplate> {
  const template = await findGeneratedTemplate(request.unit, request, nameOrId);
  if (template !== undefined) return template;
  throw new CloudFormationError('GeneratedTemplateNotFoundException', `Template ${nameOrId} not found`);
}

async function requireFreeName(request: RequestContext, name: string): Promise<void> {
  if ((await findGeneratedTemplate(request.unit, request, name)) === undefined) return;
  throw new CloudFormationError('AlreadyExistsException', `Template ${name} already exists`);
}

async function stackTemplate(
  request: RequestContext,
  stackName: string,
): Promise<Pick<GeneratedTemplate, 'stackId' | 'base'>> {
  const { stackId, configuration } = await requireLivingStack(request.unit, request, stackName);
  return { stackId, base: (await requireTemplate(request.unit, stackId, configuration.templateId)).processed };
}

interface ResourceChanges {
  AddResources?: Parameters<typeof pendingResources>[1] | undefined;
  RemoveResources?: readonly string[] | undefined;
  RefreshAllResources?: boolean | undefined;
}

function changedResources(
  { platform }: RequestContext,
  { resources, base }: GeneratedTemplate,
  { AddResources = [], RemoveResources = [], RefreshAllResources = false }: ResourceChanges,
): GeneratedResource[] {
  const known = new Set(resources.map(({ logicalId }) => logicalId));
  const missing = RemoveResources.filter((id) => !known.has(id));
  if (missing.length > 0) throw invalid(`Resources [${missing.join(', ')}] are not in the template`);
  const kept = resources.filter(({ logicalId }) => !RemoveResources.includes(logicalId));
  const others = [...kept.map(({ logicalId }) => logicalId), ...Object.keys(base?.Resources ?? {})];
  const refreshed = kept.map((resource) =>
    RefreshAllResources ? { ...resource, status: 'PENDING' as const } : resource,
  );
  return [...refreshed, ...pendingResources(platform, AddResources, others)];
}
