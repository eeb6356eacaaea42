import { primaryIdentifierOf } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { accept, findRepeated } from '../acceptance.ts';
import type { CloudControlHandlers } from '../context.ts';
import { handlerFailure } from '../errors.ts';
import { requireResource } from '../execution.ts';
import { actorOf, handlerContext } from '../handler-context.ts';
import { changedState, newState, parseModel } from '../model/desired-state.ts';
import { parseIdentifier } from '../model/identifier.ts';
import { applyPatch, parsePatch } from '../model/json-patch.ts';
import { progressEvent } from '../model/resource-request.ts';
import { requireType } from '../resource-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { requireVersion } from '../type-version.ts';

export const resourceOperations = {
  async CreateResource(input, request) {
    const repeated = await findRepeated(request, input);
    if (repeated) return { ProgressEvent: progressEvent(repeated) };
    const { TypeName: typeName, DesiredState: document } = input;
    const { schema } = requireType(request.platform, typeName, 'CREATE');
    requireVersion(input);
    const desired = newState(schema, parseModel(document, 'DesiredState'));
    const change = { operation: 'CREATE', typeName, identifier: givenIdentifier(schema, desired), document } as const;
    return { ProgressEvent: progressEvent(await accept(request, change, input)) };
  },

  async GetResource(input, request) {
    const { TypeName: typeName, Identifier: text } = input;
    const type = requireType(request.platform, typeName, 'READ');
    requireVersion(input);
    const identifier = normalised(type.schema, text);
    const current = await readNow(request, type, identifier, input.RoleArn);
    return {
      TypeName: typeName,
      ResourceDescription: { Identifier: identifier, Properties: JSON.stringify(current) },
    };
  },

  async UpdateResource(input, request) {
    const repeated = await findRepeated(request, input);
    if (repeated) return { ProgressEvent: progressEvent(repeated) };
    const { TypeName: typeName, Identifier: text, PatchDocument: document } = input;
    const type = requireType(request.platform, typeName, 'UPDATE');
    requireVersion(input);
    const patch = parsePatch(document);
    const identifier = normalised(type.schema, text);
    const current = await readNow(request, type, identifier, input.RoleArn);
    // Checked now for the caller's sake, and again by the job, which starts from what is there then.
    changedState(type.schema, current, applyPatch(current, patch));
    const change = { operation: 'UPDATE', typeName, identifier, document } as const;
    return { ProgressEvent: progressEvent(await accept(request, change, input)) };
  },

  async DeleteResource(input, request) {
    const repeated = await findRepeated(request, input);
    if (repeated) return { ProgressEvent: progressEvent(repeated) };
    const { TypeName: typeName, Identifier: text } = input;
    const { schema } = requireType(request.platform, typeName, 'DELETE');
    requireVersion(input);
    const change = { operation: 'DELETE', typeName, identifier: normalised(schema, text) } as const;
    return { ProgressEvent: progressEvent(await accept(request, change, input)) };
  },
} satisfies Partial<CloudControlHandlers>;

async function readNow(
  request: RequestContext,
  type: ResourceType,
  identifier: string,
  roleArn: string | undefined,
): Promise<TemplateObject> {
  const { account, region, endpoint, requestId: requestToken } = request;
  const principal = await actorOf(request, roleArn);
  const by = { account, region, endpoint, principal, requestToken };
  const context = handlerContext(request.platform, request.unit, by);
  const { typeName } = type.schema;
  try {
    return (await requireResource({ request: { typeName, identifier }, type, context })).current;
  } catch (error) {
    throw handlerFailure(error, typeName, requestToken);
  }
}

/** In the form that AWS answers, whichever was given. */
function normalised(schema: ResourceSchema, text: string): string {
  return primaryIdentifierOf(schema, parseIdentifier(schema, text));
}

/** Undefined where the service makes a part of it. */
function givenIdentifier(schema: ResourceSchema, desired: TemplateObject): string | undefined {
  const isGiven = schema.primaryIdentifier.every((part) => memberOf(desired, part) !== undefined);
  return isGiven ? primaryIdentifierOf(schema, desired) : undefined;
}
