import { AwsError } from '../platform/errors.ts';
import type { Protocol, ServiceIndexEntry } from './model.ts';

/** A request that no operation fits, with what is known of how to answer it. */
export class RoutingError extends AwsError {
  readonly protocol: Protocol;
  readonly service: string | undefined;

  constructor(protocol: Protocol, service: string | undefined, error: AwsError) {
    super(error.code, error.message, error.details);
    this.protocol = protocol;
    this.service = service;
  }
}

export function queryProtocol(entry: ServiceIndexEntry | undefined): Protocol | undefined {
  return entry?.protocols.find((protocol) => protocol === 'query' || protocol === 'ec2');
}

export function unknownService(protocol: Protocol, name: string): RoutingError {
  const message = `Madang does not serve ${JSON.stringify(name.slice(0, 200))}`;
  return new RoutingError(protocol, undefined, new AwsError('UnknownServiceException', message, { status: 501 }));
}

/** A request to a service of actions that names none. */
export function missingOperation(entry: ServiceIndexEntry): RoutingError {
  const protocol = queryProtocol(entry) ?? entry.protocols[0] ?? 'json';
  const error =
    queryProtocol(entry) === undefined
      ? new AwsError('UnknownOperationException', 'The request has no X-Amz-Target', { status: 400 })
      : new AwsError('MissingAction', 'The request is missing an action', { status: 400 });
  return new RoutingError(protocol, entry.service, error);
}

/** AWS's own answers to operations that a service does not have. */
export function unknownOperation(protocol: Protocol, service: string, name: string, version?: string): RoutingError {
  const shown = name.slice(0, 200);
  if (service === 's3') {
    const message = 'The specified method is not allowed against this resource.';
    return new RoutingError(protocol, service, new AwsError('MethodNotAllowed', message, { status: 405 }));
  }
  switch (protocol) {
    case 'query':
    case 'ec2': {
      const message = unknownAction(protocol, service, shown, version?.slice(0, 200));
      return new RoutingError(protocol, service, new AwsError('InvalidAction', message, { status: 400 }));
    }
    default: {
      const status = protocol.startsWith('rest-') ? 404 : 400;
      const message = `${service} has no operation ${shown}`;
      return new RoutingError(protocol, service, new AwsError('UnknownOperationException', message, { status }));
    }
  }
}

function unknownAction(protocol: Protocol, service: string, name: string, version = 'NO_VERSION_SPECIFIED'): string {
  if (service === 'sqs') return `The action ${name} is not valid for this endpoint.`;
  if (protocol === 'ec2') return `The action ${name} is not valid for this web service.`;
  return `Could not find operation ${name} for version ${version}`;
}
