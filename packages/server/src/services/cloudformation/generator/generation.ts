import { callsFor } from '../calls.ts';
import type { ResourceDefinition } from '../../../../generated/types/cloudformation.ts';
import type { Platform, Scope } from '../../../platform/service.ts';
import { invalid } from '../errors.ts';
import type { GeneratedResource, GeneratedTemplate } from '../model/generated-template.ts';
import { schemasOf } from '../resource-schemas.ts';
import { findGeneratedTemplate, saveGeneratedTemplate } from '../store/generated-templates.ts';
import { declaredProperties } from './declared-properties.ts';
import { newLogicalId } from './logical-ids.ts';
import { identifiersOf, identifierText, readModel } from './resource-reading.ts';

/** The resources of a request, yet to be read. */
export function pendingResources(
  platform: Platform,
  definitions: readonly ResourceDefinition[],
  others: Iterable<string>,
): GeneratedResource[] {
  const taken = new Set(others);
  return definitions.map(({ ResourceType: type, ResourceIdentifier, LogicalResourceId }) => {
    const schema = schemasOf(platform).find(type);
    if (schema === undefined || schema.legacy || schema.transform) {
      throw invalid(`Resource type ${type} is not supported by the template generator`);
    }
    const identifier = identifierText(schema, ResourceIdentifier);
    const logicalId = LogicalResourceId ?? newLogicalId(type, identifier, taken);
    if (taken.has(logicalId)) throw invalid(`Logical resource id ${logicalId} is used more than once`);
    taken.add(logicalId);
    const identifiers = identifiersOf(schema, identifier);
    return { type, logicalId, identifier, identifiers, status: 'PENDING', warnings: [] };
  });
}

/** Reads the resources that are pending. To run it again does no harm. */
export async function runGeneration(platform: Platform, scope: Scope, templateId: string): Promise<void> {
  const { storage } = platform;
  const template = await findGeneratedTemplate(storage, scope, templateId);
  if (template === undefined || !/^(CREATE|UPDATE)_/.test(template.status)) return;
  const resources: GeneratedResource[] = [];
  for (const resource of template.resources) {
    resources.push(resource.status === 'PENDING' ? await readResource(platform, template, resource) : resource);
  }
  await storage.transact(async (unit) => {
    const now = await findGeneratedTemplate(unit, scope, templateId);
    if (now !== undefined) saveGeneratedTemplate(unit, ended(now, resources, platform.clock.now()));
  });
}

async function readResource(
  platform: Platform,
  { account, region, principal }: GeneratedTemplate,
  resource: GeneratedResource,
): Promise<GeneratedResource> {
  const schema = schemasOf(platform).find(resource.type);
  const call = callsFor(platform, { principal, account, region });
  const found = await readModel(call, resource.type, resource.identifier);
  if (schema === undefined || !('model' in found)) {
    const statusReason = 'reason' in found ? found.reason : undefined;
    return { ...resource, status: 'FAILED', statusReason, model: undefined, warnings: [] };
  }
  const { warnings } = declaredProperties(schema, found.model, resource.logicalId);
  return { ...resource, status: 'COMPLETE', statusReason: undefined, model: found.model, warnings };
}

function ended(template: GeneratedTemplate, resources: readonly GeneratedResource[], now: number): GeneratedTemplate {
  const failed = resources.filter(({ status }) => status === 'FAILED').length;
  const isFailed = failed > 0 && failed === resources.length;
  return {
    ...template,
    resources,
    status: isFailed ? 'FAILED' : 'COMPLETE',
    statusReason:
      failed > 0 ? `${failed} of ${resources.length} resources could not be read` : 'All resources complete',
    updatedAt: now,
  };
}
