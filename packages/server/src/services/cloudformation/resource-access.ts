import { callsFor } from './calls.ts';
import { recordedHandler } from '../../engines/cloudformation/recorded/recorded-handler.ts';
import type { ResourceSchema } from '../../engines/cloudformation/schema/resource-schema.ts';
import { createIds, seededRandomBytes } from '../../platform/ids.ts';
import type { Principal } from '../../platform/identity.ts';
import type { ExistingResource, ResourceContext, ResourceHandler } from '../../platform/resource-handler.ts';
import type { Platform } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import type { Stack } from './model/stack.ts';
import type { StandingResource } from './model/stack-resource.ts';
import { schemasOf } from './resource-schemas.ts';
import { existingResource, resourceTagsOf } from './stack-operation/handler-context.ts';

/** Who works on resources of a stack outside of its operations: to detect drift, to move them to another stack. */
export interface ResourceActor {
  platform: Platform;
  principal: Principal;
  endpoint: string;
}

export interface OwnedResource {
  stack: Stack;
  logicalId: string;
  standing: StandingResource;
}

export interface ResourceAccess {
  schema: ResourceSchema;
  handler: ResourceHandler;
  existing: ExistingResource;
  context: ResourceContext;
}

/** Undefined of types that can only be handled within an operation, or not at all: stacks, wait conditions, custom resources. */
export function resourceAccess(
  { platform, principal, endpoint }: ResourceActor,
  unit: Unit,
  { stack, logicalId, standing }: OwnedResource,
): ResourceAccess | undefined {
  const { account, region, stackId, name } = stack;
  const schema = schemasOf(platform).find(standing.type);
  if (schema === undefined || schema.legacy) return undefined;
  const own = standing.realism === 'recorded' ? undefined : platform.resourceHandlers.get(standing.type);
  const handler = own ?? recordedHandler(schema);
  if (handler === undefined) return undefined;
  return {
    schema,
    handler,
    existing: existingResource({ stack, logicalId }, standing),
    context: {
      account,
      region,
      unit,
      endpoint,
      clock: platform.clock,
      ids: createIds(seededRandomBytes(`${stackId} ${logicalId}`)),
      call: callsFor(platform, { principal, account, region, unit }),
      stack: { id: stackId, name, logicalId },
      tags: resourceTagsOf(stack, logicalId, standing.tags),
      generatedName: () => {
        throw new Error(`${logicalId} exists and has its name`);
      },
    },
  };
}
