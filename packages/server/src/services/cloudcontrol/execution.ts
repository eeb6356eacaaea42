import { handlerErrorCode } from '../../engines/cloudformation/plan/handler-error.ts';
import { primaryIdentifierOf } from '../../engines/cloudformation/schema/references.ts';
import type { TemplateObject } from '../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../platform/errors.ts';
import type { ExistingResource, ResourceContext, Settlement } from '../../platform/resource-handler.ts';
import type { Platform } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { CloudControlError, resourceNotFound } from './errors.ts';
import { existingResource, handlerContext } from './handler-context.ts';
import { changedState, newState, parseModel } from './model/desired-state.ts';
import { parseIdentifier } from './model/identifier.ts';
import { applyPatch, parsePatch } from './model/json-patch.ts';
import { isActive } from './model/resource-request.ts';
import type { Operation, RequestErrorCode, ResourceRequest } from './model/resource-request.ts';
import { enqueueAdvance } from './request-jobs.ts';
import { requireType } from './resource-type.ts';
import type { Action, ResourceType } from './resource-type.ts';
import { findRequest, saveRequest } from './store/requests.ts';
import { releaseLock } from './store/resource-locks.ts';

/**
 * One go at a request: the service's own change and the request's row in one unit of work. When a handler refuses,
 * nothing of it is left, and a unit of its own tells of the failure.
 */
export async function advanceRequest(platform: Platform, requestToken: string): Promise<void> {
  try {
    await platform.storage.transact((unit) => advance(platform, unit, requestToken));
  } catch (error) {
    if (!(error instanceof AwsError)) platform.log.error('cloudcontrol.request-failed', { requestToken, error });
    await platform.storage.transact((unit) => fail(platform, unit, requestToken, error));
  }
}

async function advance(platform: Platform, unit: Unit, requestToken: string): Promise<void> {
  const request = await findRequest(unit, requestToken);
  if (request === undefined || !isActive(request)) return;
  if (request.status === 'CANCEL_IN_PROGRESS') {
    await end(platform, unit, { ...request, status: 'CANCEL_COMPLETE' });
    return;
  }
  const step: Step = {
    request,
    type: requireType(platform, request.typeName, actions[request.operation]),
    context: handlerContext(platform, unit, request),
  };
  const { existing, settlement } = request.begun === undefined ? await begin(step) : await goOn(step, request.begun);
  if (settlement.state === 'failed') throw new CloudControlError('NotStabilizedException', settlement.reason);
  if (settlement.state === 'waiting') {
    saveRequest(unit, { ...request, begun: existing, identifier: identifierOf(step, existing) });
    enqueueAdvance(platform, unit, request, platform.clock.now() + settlement.askAgainInMs);
    return;
  }
  await succeed(platform, unit, step, withAnswer(existing, settlement));
}

const actions: Readonly<Record<Operation, Action>> = { CREATE: 'CREATE', UPDATE: 'UPDATE', DELETE: 'DELETE' };

interface Step {
  request: ResourceRequest;
  type: ResourceType;
  context: ResourceContext;
}

interface Progress {
  existing: ExistingResource;
  settlement: Settlement;
}

const begins: Readonly<Record<Operation, (step: Step) => Promise<ExistingResource>>> = {
  async CREATE({ request, type: { schema, handler }, context }) {
    const desired = newState(schema, parseModel(request.document ?? '', 'DesiredState'));
    const answered = (await handler.create(desired, context)) as TemplateObject;
    return existingResource(schema, { ...desired, ...answered });
  },

  async UPDATE({ request, type: { schema, handler }, context }) {
    const { existing, current } = await requireResource({ request, type: { schema, handler }, context });
    const desired = changedState(schema, current, applyPatch(current, parsePatch(request.document ?? '')));
    await handler.update?.(existing, desired, context);
    return existing;
  },

  async DELETE(step) {
    const { existing } = await requireResource(step);
    await step.type.handler.delete(existing, step.context);
    return existing;
  },
};

async function begin(step: Step): Promise<Progress> {
  return goOn(step, await begins[step.request.operation](step));
}

async function goOn({ request, type, context }: Step, existing: ExistingResource): Promise<Progress> {
  const operation = request.operation.toLowerCase() as Lowercase<Operation>;
  const settlement = await type.handler.settle?.(existing, operation, context);
  return { existing, settlement: settlement ?? { state: 'done' } };
}

function withAnswer(existing: ExistingResource, settlement: Settlement): ExistingResource {
  if (settlement.state !== 'done' || settlement.properties === undefined) return existing;
  return { ...existing, properties: { ...existing.properties, ...settlement.properties } };
}

/** The resource that the request names, as it is. */
export async function requireResource({
  request: { typeName, identifier = '' },
  type: { schema, handler },
  context,
}: {
  request: Pick<ResourceRequest, 'typeName' | 'identifier'>;
  type: ResourceType;
  context: ResourceContext;
}): Promise<{ existing: ExistingResource; current: TemplateObject }> {
  const existing = existingResource(schema, parseIdentifier(schema, identifier));
  const current = await handler.read(existing, context);
  if (current === undefined) throw resourceNotFound(typeName, identifier);
  return { existing, current: current as TemplateObject };
}

async function succeed(platform: Platform, unit: Unit, step: Step, existing: ExistingResource): Promise<void> {
  const { request, type, context } = step;
  const identifier = identifierOf(step, existing);
  const model = request.operation === 'DELETE' ? undefined : await type.handler.read(existing, context);
  await end(platform, unit, {
    ...request,
    identifier,
    status: 'SUCCESS',
    resourceModel: model && JSON.stringify(model),
  });
}

function identifierOf({ request, type }: Step, { properties }: ExistingResource): string | undefined {
  return primaryIdentifierOf(type.schema, properties as TemplateObject) || request.identifier;
}

async function fail(platform: Platform, unit: Unit, requestToken: string, error: unknown): Promise<void> {
  const request = await findRequest(unit, requestToken);
  if (request === undefined || !isActive(request)) return;
  const statusMessage = error instanceof AwsError ? error.message : 'Internal Failure';
  await end(platform, unit, { ...request, status: 'FAILED', statusMessage, errorCode: errorCodeOf(error) });
}

function errorCodeOf(error: unknown): RequestErrorCode {
  if (error instanceof CloudControlError && error.code === 'NotUpdatableException') return 'NotUpdatable';
  if (error instanceof CloudControlError && error.code === 'NotStabilizedException') return 'NotStabilized';
  return handlerErrorCode(error);
}

/** What was asked for may hold secrets, and is not kept. */
async function end(platform: Platform, unit: Unit, { document, begun, ...request }: ResourceRequest): Promise<void> {
  saveRequest(unit, { ...request, changedAt: platform.clock.now() });
  await releaseLock(unit, request);
}
