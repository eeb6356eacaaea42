import { AwsError } from '../platform/errors.ts';
import type { WireOperation } from '../protocol/wire.ts';
import type { Authorise } from './authorise.ts';
import type { RegisteredService, Registry } from './registry.ts';
import type { GatewayContext } from './request-context.ts';

export type Invoke = (operation: WireOperation, input: object, context: GatewayContext) => Promise<object>;

/** The part of a request's way that wire and in-process calls share: find the handler, authorise, run in a unit of work. */
export function createInvoke(registry: Registry, authorise: Authorise): Invoke {
  return async (operation, input, context) => {
    const service = registry.get(operation.service.service);
    const handler = service?.handlers.get(operation.model.name);
    if (service === undefined || handler === undefined) throw notHere(operation, service);
    const authorising = authorise(service, operation, input, context);
    if (authorising) await authorising;
    if (service.unmanaged.has(operation.model.name)) {
      return (await handler(input, service.context(context))) ?? {};
    }
    return (await context.managed((within) => handler(input, service.context(within)))) ?? {};
  };
}

function notHere(
  { service: { service }, model: { name } }: WireOperation,
  here: RegisteredService | undefined,
): AwsError {
  const what = here === undefined ? `, but the service ${service} is` : ' but';
  const message = `The operation ${service}:${name} is known to Madang${what} not implemented in this version.`;
  return new AwsError('NotImplemented', message, { status: 501 });
}
