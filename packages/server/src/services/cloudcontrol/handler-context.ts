import { primaryIdentifierOf, refOf } from '../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../engines/cloudformation/schema/resource-schema.ts';
import type { TemplateObject } from '../../engines/cloudformation/template/template.ts';
import { createIds, seededRandomBytes } from '../../platform/ids.ts';
import type { Principal } from '../../platform/identity.ts';
import type { ExistingResource, NameForm, ResourceContext } from '../../platform/resource-handler.ts';
import { assumeServiceRole } from '../../platform/service-role.ts';
import type { Platform, RequestContext, Scope } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { roleUser } from './access.ts';

const randomLength = 12;

export interface HandlerCall extends Scope {
  principal: Principal;
  endpoint: string;
  requestToken: string;
}

/** What handlers get outside of stacks. Chance repeats itself when a request is tried again. */
export function handlerContext(platform: Platform, unit: Unit, by: HandlerCall): ResourceContext {
  const { account, region, principal, endpoint, requestToken } = by;
  const ids = createIds(seededRandomBytes(requestToken));
  return {
    account,
    region,
    unit,
    endpoint,
    ids,
    clock: platform.clock,
    call: platform.callAs({ principal, account, region, unit }),
    stack: undefined,
    tags: {},
    generatedName: nameOf,
  };

  function nameOf({ maxLength, lowerCase = false, suffix = '', mixedCase = false }: NameForm): string {
    const random = ids.alphanumeric(Math.min(randomLength, maxLength - suffix.length));
    return (lowerCase ? random.toLowerCase() : mixedCase ? random : random.toUpperCase()) + suffix;
  }
}

/** Who acts for a request: its caller, or the role that it names. */
export async function actorOf(request: RequestContext, roleArn: string | undefined): Promise<Principal> {
  if (roleArn === undefined) return request.principal;
  const { platform, account, region } = request;
  return assumeServiceRole(platform, { account, region, roleArn, service: roleUser, sessionName: 'AWSCloudControl' });
}

/** A resource as its handler is to find it, from the properties that identify it. */
export function existingResource(schema: ResourceSchema, properties: TemplateObject): ExistingResource {
  return { physicalId: refOf(schema, properties) || primaryIdentifierOf(schema, properties), properties };
}
