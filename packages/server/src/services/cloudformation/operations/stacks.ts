import type { CreateStackInput, UpdateStackInput } from '../../../../generated/types/cloudformation.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import { stackIdOf } from '../model/stack-id.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import {
  checkNotificationArns,
  checkRollbackConfiguration,
  checkStackName,
  stackTags,
} from '../model/stack-request.ts';
import { fingerprintOf, isRepeated } from '../stack-request-token.ts';
import type { StackTarget } from '../stack-operation/request.ts';
import { startCreate, startUpdate } from '../stack-operation/start.ts';
import { startDelete } from '../stack-operation/start-delete.ts';
import { findStack } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import { acceptTemplate, needsTransforming, openTemplate, processTemplate } from '../template-source/load-template.ts';
import type { LoadOptions } from '../template-source/load-template.ts';
import { policyText } from './stack-policies.ts';

export const stackOperations = {
  async CreateStack(input, request) {
    const { unit, account, region, platform, principal } = request;
    checkStackName(input.StackName);
    const token = { clientToken: input.ClientRequestToken, fingerprint: fingerprintOf('CreateStack', input) };
    const standing = await findStack(unit, request, input.StackName);
    const review = standing?.status === 'REVIEW_IN_PROGRESS' ? standing : undefined;
    if (standing !== undefined && review === undefined) {
      if (await isRepeated(unit, standing.stackId, token)) return createdStack(standing);
      throw new CloudFormationError('AlreadyExistsException', `Stack [${input.StackName}] already exists`);
    }
    const name = input.StackName;
    const stackId = review?.stackId ?? stackIdOf({ account, region, name, uuid: platform.ids.uuid() });
    const stack = await startCreate(request, {
      ...token,
      name,
      stackId,
      review,
      principal,
      roleArn: input.RoleARN,
      target: await creationTarget(input, request, { stackId, name }),
      policy: await policyText(request, input.StackPolicyBody, input.StackPolicyURL),
      terminationProtection: input.EnableTerminationProtection,
      onFailure: failureChoice(input),
      doesNothingOnFailure: input.OnFailure === 'DO_NOTHING',
      timeoutMinutes: input.TimeoutInMinutes,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    return createdStack(stack);
  },

  async UpdateStack(input, request) {
    const { unit, principal } = request;
    const stack = await findStack(unit, request, input.StackName);
    if (stack === undefined || isDeleted(stack)) throw invalid(`Stack [${input.StackName}] does not exist`);
    const token = { clientToken: input.ClientRequestToken, fingerprint: fingerprintOf('UpdateStack', input) };
    if (await isRepeated(unit, stack.stackId, token)) return createdStack(stack);
    const updated = await startUpdate(request, stack, {
      ...token,
      principal,
      roleArn: input.RoleARN,
      target: await updateTarget(input, request, stack),
      policy: await policyText(request, input.StackPolicyBody, input.StackPolicyURL),
      policyOverride: await policyText(request, input.StackPolicyDuringUpdateBody, input.StackPolicyDuringUpdateURL),
      disableRollback: input.DisableRollback ?? input.DeploymentConfig?.DisableRollback,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    if (updated === undefined) throw invalid('No updates are to be performed.');
    return createdStack(updated);
  },

  async DeleteStack({ StackName, RetainResources, RoleARN, ClientRequestToken, DeletionMode }, request) {
    const stack = await findStack(request.unit, request, StackName);
    // AWS does not mind a stack that is not there.
    if (stack === undefined) return;
    const fingerprint = fingerprintOf('DeleteStack', { StackName, RetainResources, RoleARN, DeletionMode });
    const token = { clientToken: ClientRequestToken, fingerprint };
    if (await isRepeated(request.unit, stack.stackId, token)) return;
    await startDelete(request, stack, {
      ...token,
      principal: request.principal,
      roleArn: RoleARN,
      named: StackName,
      retained: RetainResources,
      ...(DeletionMode === 'FORCE_DELETE_STACK' && { force: true }),
    });
  },
} satisfies Partial<CloudFormationHandlers>;

function createdStack({ stackId, operationId }: Stack) {
  return { StackId: stackId, ...(operationId !== undefined && { OperationId: operationId }) };
}

function failureChoice({ OnFailure, DisableRollback, DeploymentConfig }: CreateStackInput) {
  if (OnFailure !== undefined && DisableRollback !== undefined) {
    throw invalid('You can specify either DisableRollback or OnFailure, but not both.');
  }
  const disables = DisableRollback ?? DeploymentConfig?.DisableRollback ?? false;
  return OnFailure ?? (disables ? 'DO_NOTHING' : 'ROLLBACK');
}

async function creationTarget(
  input: CreateStackInput,
  request: RequestContext,
  { stackId, name }: { stackId: string; name: string },
): Promise<StackTarget> {
  const { Tags = [], Capabilities = [], NotificationARNs = [], RollbackConfiguration } = input;
  checkNotificationArns(NotificationARNs);
  checkRollbackConfiguration(RollbackConfiguration);
  const stack = { id: stackId, name, notificationArns: NotificationARNs };
  return {
    ...(await templateOfTarget(input, request, { stack })),
    tags: stackTags(Tags),
    capabilities: Capabilities,
    notificationArns: NotificationARNs,
    rollbackConfiguration: RollbackConfiguration,
  };
}

/** Tags, topics and rollback configuration stay where they are not given; an empty list removes them. */
async function updateTarget(input: UpdateStackInput, request: RequestContext, stack: Stack): Promise<StackTarget> {
  const { configuration, stackId, name } = stack;
  const { Tags, Capabilities = [], NotificationARNs: topics = configuration.notificationArns } = input;
  checkNotificationArns(topics);
  checkRollbackConfiguration(input.RollbackConfiguration);
  const before = await requireTemplate(request.unit, stackId, configuration.templateId);
  const previous = {
    body: before.original,
    parameters: new Map(configuration.parameters.map((value) => [value.name, value.text])),
  };
  const identity = { id: stackId, name, notificationArns: topics };
  return {
    ...(await templateOfTarget(input, request, { stack: identity, previous })),
    tags: Tags === undefined ? configuration.tags : stackTags(Tags),
    capabilities: Capabilities,
    notificationArns: topics,
    rollbackConfiguration: input.RollbackConfiguration ?? configuration.rollbackConfiguration,
  };
}

/** A template with transforms is only accepted here: the operation runs them, and fails with what is wrong with them. */
async function templateOfTarget(
  input: CreateStackInput | UpdateStackInput,
  request: RequestContext,
  options: LoadOptions,
): Promise<Pick<StackTarget, 'template' | 'parameters' | 'transformation'>> {
  const opened = await openTemplate(input, request, options.previous);
  const isPending = needsTransforming(opened);
  const { original, template, transformed, parameters } = isPending
    ? await acceptTemplate(opened, input, request, options.previous)
    : await processTemplate(opened, input, request, options);
  return {
    template: { original, processed: template, transformed },
    parameters,
    ...(isPending && { transformation: { resourceTypes: input.ResourceTypes ?? [] } }),
  };
}
