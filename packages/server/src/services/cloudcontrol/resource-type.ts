import { recordedHandler } from '../../engines/cloudformation/recorded/recorded-handler.ts';
import type { ResourceSchema } from '../../engines/cloudformation/schema/resource-schema.ts';
import { sharedResourceSchemas } from '../../engines/cloudformation/schema/resource-schemas.ts';
import type { ResourceHandler } from '../../platform/resource-handler.ts';
import type { Platform } from '../../platform/service.ts';
import { CloudControlError } from './errors.ts';

export type Action = 'CREATE' | 'READ' | 'UPDATE' | 'DELETE' | 'LIST';

export interface ResourceType {
  schema: ResourceSchema;
  handler: ResourceHandler;
}

/** The type with its handler: its service's own, or else one that records. */
export function requireType(platform: Platform, typeName: string, action: Action): ResourceType {
  const schema = typeName.startsWith('Custom::')
    ? undefined
    : sharedResourceSchemas(platform.resourceTypeDirectory).find(typeName);
  if (schema === undefined || schema.transform !== undefined) {
    throw new CloudControlError('TypeNotFoundException', `The type '${typeName}' cannot be found.`);
  }
  const handler = handlerOf(platform, schema);
  const isSupported =
    (action !== 'UPDATE' || handler?.update !== undefined) && (action !== 'LIST' || handler?.list !== undefined);
  if (handler === undefined || !isSupported) {
    throw new CloudControlError(
      'UnsupportedActionException',
      `Resource type ${typeName} does not support ${action} action`,
    );
  }
  return { schema, handler };
}

/** AWS has no handlers for the oldest types, those of stacks among them. */
function handlerOf(
  { resourceHandlers, strictResources }: Platform,
  schema: ResourceSchema,
): ResourceHandler | undefined {
  if (schema.legacy) return undefined;
  const own = resourceHandlers.get(schema.typeName);
  if (own !== undefined || !strictResources) return own ?? recordedHandler(schema);
  throw new CloudControlError(
    'UnsupportedActionException',
    `The service of ${schema.typeName} is not here, and this server refuses to record resources (--strict-resources).`,
  );
}
