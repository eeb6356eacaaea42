import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { ExistingResource, ResourceHandler, Settlement } from '../../../platform/resource-handler.ts';
import { hiddenMark } from '../model/stack-resource.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { withSecrets } from '../stack-operation/lookups.ts';
import { StepFailure } from '../stack-operation/reasons.ts';
import { deleteCustomRequest, findCustomRequest, forgetCustomRequests } from '../store/custom-requests.ts';
import type { CustomRequestKey, CustomResponse } from '../store/custom-requests.ts';
import { findResource } from '../store/stack-resources.ts';
import { requireTemplate } from '../store/templates.ts';
import { sendRequest } from './custom-request.ts';
import { noResponse } from './custom-response.ts';
import { ownContext } from './own-context.ts';
import type { OwnContext } from './own-context.ts';

/** Names of what the provider has answered, to take them back when a later answer does not have them. */
const answeredNames = 'AnsweredAttributes';

/** AWS::CloudFormation::CustomResource and Custom::*: whoever hears of the ServiceToken does the work. */
export const customResource: ResourceHandler = {
  async create(desired, context) {
    const own = ownContext(context);
    // For the deletion of what was perhaps made, should no answer come.
    const physicalId = own.generatedName({ maxLength: 128 });
    await sendRequest(own, { step: 'create', type: await typeOf(own), physicalId, properties: desired });
    return { PhysicalResourceId: physicalId };
  },

  /** Only its provider knows how it is. */
  async read({ properties }) {
    return properties;
  },

  async update({ physicalId }, desired, context) {
    const own = ownContext(context);
    const oldProperties = await declaredProperties(own, physicalId);
    if (desired['ServiceToken'] !== oldProperties['ServiceToken']) {
      throw new StepFailure('Modifying service token is not allowed.');
    }
    await sendRequest(own, { step: 'update', type: await typeOf(own), physicalId, properties: desired, oldProperties });
  },

  async delete({ physicalId }, context) {
    const own = ownContext(context);
    const properties = await declaredProperties(own, physicalId);
    const creation = await findCustomRequest(own.unit, keyOf(own, 'create', physicalId));
    const failed = creation?.response?.physicalId;
    await sendRequest(own, { step: 'delete', type: await typeOf(own), physicalId, toldId: failed, properties });
  },

  async settle(existing, step, context) {
    const own = ownContext(context);
    const { unit, clock } = own;
    const key = keyOf(own, step, existing.physicalId);
    const request = await findCustomRequest(unit, key);
    if (request === undefined) return { state: 'done' };
    const { response, deadline, requestId } = request;
    const left = deadline - clock.now();
    if (response === undefined && left > 0) return { state: 'waiting', askAgainInMs: left };
    if (response === undefined) return { state: 'failed', reason: noResponse(requestId) };
    if (response.status === 'FAILED') return { state: 'failed', reason: response.reason };
    if (step === 'delete') await forgetCustomRequests(unit, key);
    else deleteCustomRequest(unit, key);
    return answered(existing, response);
  },
};

/** Attributes of an answer before that are not in this one are gone. */
function answered(
  { properties }: ExistingResource,
  { physicalId, data, noEcho }: Extract<CustomResponse, { status: 'SUCCESS' }>,
): Settlement {
  const before = (properties[answeredNames] ?? []) as readonly string[];
  return {
    state: 'done',
    properties: {
      ...Object.fromEntries(before.map((name) => [name, undefined])),
      ...data,
      [answeredNames]: Object.keys(data),
      [hiddenMark]: noEcho || undefined,
      PhysicalResourceId: physicalId,
    },
  };
}

function keyOf({ stack }: OwnContext, step: CustomRequestKey['step'], physicalId: string): CustomRequestKey {
  return { stackId: stack.id, logicalId: stack.logicalId, step, physicalId };
}

/** As the template declared it, without attributes, which may have the same names. */
async function declaredProperties({ unit, stack, call }: OwnContext, physicalId: string): Promise<TemplateObject> {
  const row = await findResource(unit, stack.id, stack.logicalId);
  const known: (StandingResource | undefined)[] = [row?.standing, row?.baseline?.standing, ...(row?.leftovers ?? [])];
  const standing = known.find((one) => one?.physicalId === physicalId);
  return withSecrets(standing?.properties ?? {}, call);
}

/** `Custom::Thing`, which has no handler of its own. */
async function typeOf({ unit, owner, stack }: OwnContext): Promise<string> {
  const known = await findResource(unit, stack.id, stack.logicalId);
  if (known !== undefined) return known.type;
  const { processed } = await requireTemplate(unit, stack.id, owner.stack.configuration.templateId);
  return processed.Resources[stack.logicalId]?.Type ?? 'AWS::CloudFormation::CustomResource';
}
