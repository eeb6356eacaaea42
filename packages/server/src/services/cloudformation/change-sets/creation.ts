import type { CreateChangeSetInput } from '../../../../generated/types/cloudformation.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import { CloudFormationError, invalid, notPossible } from '../errors.ts';
import { basisOf, changeSetIdOf, knownStates } from '../model/change-set.ts';
import type { ChangeSet, ChangeSetType } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { stackIdOf } from '../model/stack-id.ts';
import { refuseLeftStack, startReview } from '../stack-operation/start.ts';
import { findChangeSet, saveChangeSet } from '../store/change-sets.ts';
import { findStack } from '../store/stacks.ts';
import { requireTemplate, saveTemplate } from '../store/templates.ts';
import { openTemplate, processTemplate } from '../template-source/load-template.ts';
import type { LoadedTemplate, OpenedTemplate, PreviousTemplate } from '../template-source/load-template.ts';
import { schemasOf } from '../resource-schemas.ts';
import { checkIdentifiers, checkImportRequest } from './import-request.ts';
import { enqueueCreation } from './jobs.ts';
import { reviewRequest } from './review.ts';

type Input = CreateChangeSetInput;

/** Statuses from which a stack can be updated. */
const updatable: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

/**
 * Checks what AWS checks before it answers, and leaves the rest to a job. A template with transforms is only processed
 * there, where its errors make the change set fail.
 */
export async function createChangeSet(input: Input, request: RequestContext): Promise<ChangeSet> {
  const { unit, platform, account, region } = request;
  const type = input.ChangeSetType ?? 'UPDATE';
  const existing = await findStack(unit, request, input.StackName);
  const known = existing && (await findChangeSet(unit, existing.stackId, input.ChangeSetName));
  if (known !== undefined) {
    if (input.ClientToken !== undefined && known.clientToken === input.ClientToken) return known;
    throw new CloudFormationError('AlreadyExistsException', `ChangeSet ${input.ChangeSetName} already exists`);
  }
  checkStack(type, existing, input);
  checkImportRequest(type, input);
  checkIdentifiers(input.ResourcesToImport ?? [], (name) => schemasOf(platform).find(name)?.primaryIdentifier);
  const name = existing?.name ?? newStackName(input.StackName);
  const stackId = existing?.stackId ?? stackIdOf({ account, region, name, uuid: platform.ids.uuid() });
  const previous = existing && (await previousTemplate(existing, request));
  const opened = await openTemplate(input, request, previous);
  const notificationArns = input.NotificationARNs ?? existing?.configuration.notificationArns ?? [];
  const options = { stack: { id: stackId, name, notificationArns }, previous, isChangeSet: true };
  const loaded = opened.transforms.length > 0 ? undefined : await processTemplate(opened, input, request, options);
  const changeSet = newChangeSet(input, request, { stackId, name, existing, loaded, notificationArns });
  if (existing === undefined) changeSet.basis = basisOf(await startStackReview(changeSet, opened, loaded, request));
  saveChangeSet(unit, changeSet);
  saveTemplate(unit, {
    stackId,
    templateId: changeSet.templateId,
    original: opened.body,
    processed: loaded?.template ?? (opened.parsed.value as unknown as Template),
    transformed: loaded?.transformed ?? false,
  });
  enqueueCreation(platform, unit, changeSet);
  return changeSet;
}

function checkStack(type: ChangeSetType, stack: Stack | undefined, { StackName, ChangeSetName }: Input): void {
  const isInReview = stack?.status === 'REVIEW_IN_PROGRESS';
  if (type === 'CREATE' && stack !== undefined && !isInReview) {
    throw invalid(
      `Stack [${StackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
    );
  }
  if (type !== 'UPDATE') {
    if (stack !== undefined && !isInReview && !updatable.has(stack.status)) throw notPossible(stack, 'updated');
    return;
  }
  if (stack === undefined || isInReview) throw invalid(`Stack [${StackName}] does not exist`);
  if (!updatable.has(stack.status)) throw notPossible(stack, 'updated');
  refuseLeftStack(stack);
}

function newStackName(name: string): string {
  if (name.startsWith('arn:')) throw invalid(`Stack [${name}] does not exist`);
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
  );
}

async function previousTemplate(stack: Stack, { unit }: RequestContext): Promise<PreviousTemplate | undefined> {
  if (stack.status === 'REVIEW_IN_PROGRESS') return undefined;
  const { templateId, parameters } = stack.configuration;
  const { original } = await requireTemplate(unit, stack.stackId, templateId);
  return { body: original, parameters: new Map(parameters.map(({ name, text }) => [name, text])) };
}

interface Circumstances {
  stackId: string;
  name: string;
  existing: Stack | undefined;
  loaded: LoadedTemplate | undefined;
  notificationArns: readonly string[];
}

function newChangeSet(input: Input, request: RequestContext, circumstances: Circumstances): ChangeSet {
  const { platform, account, region, principal, clock } = request;
  const { stackId, name, existing, loaded, notificationArns } = circumstances;
  const configuration = existing?.configuration;
  return {
    account,
    region,
    changeSetId: changeSetIdOf({ account, region, name: input.ChangeSetName, uuid: platform.ids.uuid() }),
    name: input.ChangeSetName,
    stackId,
    stackName: name,
    type: input.ChangeSetType ?? 'UPDATE',
    status: 'CREATE_PENDING',
    executionStatus: 'UNAVAILABLE',
    createdAt: clock.now(),
    description: input.Description,
    principal,
    roleArn: input.RoleARN ?? existing?.roleArn,
    given: { parameters: input.Parameters ?? [], resourceTypes: input.ResourceTypes ?? [] },
    endpoint: request.endpoint,
    templateId: platform.ids.uuid(),
    isProcessed: loaded !== undefined,
    parameters: [...(loaded?.parameters.values() ?? [])],
    conditions: knownStates(loaded?.conditions ?? new Map()),
    tags: input.Tags === undefined ? (configuration?.tags ?? {}) : tagsOf(input.Tags),
    capabilities: input.Capabilities ?? [],
    notificationArns,
    rollbackConfiguration: input.RollbackConfiguration ?? configuration?.rollbackConfiguration,
    resourcesToImport: input.ResourcesToImport ?? [],
    importExistingResources: input.ImportExistingResources ?? false,
    onStackFailure: input.OnStackFailure,
    deploymentMode: input.DeploymentMode,
    deploymentConfig: input.DeploymentConfig,
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    basis: existing && basisOf(existing),
    clientToken: input.ClientToken,
  };
}

function tagsOf(tags: readonly { Key: string; Value: string }[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function startStackReview(
  changeSet: ChangeSet,
  { body, parsed }: OpenedTemplate,
  loaded: LoadedTemplate | undefined,
  request: RequestContext,
): Promise<Stack> {
  const processed = loaded?.template ?? (parsed.value as unknown as Template);
  return startReview(request, reviewRequest(changeSet, { original: body, processed, transformed: false }));
}
