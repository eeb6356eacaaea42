import { encodeCbor } from './cbor.ts';
import { jsonText } from './json-text.ts';
import type { Operation, Service } from './model.ts';
import { queryForm } from './query-form.ts';
import { restRequest } from './rest-request.ts';
import type { Value } from './sample.ts';
import type { WireRequest } from './wire-request.ts';

/** A request of a service in one of its protocols; it need not be a valid one. */
export function encodeRequest(
  service: Service,
  operation: Operation,
  protocol: string,
  input: Record<string, Value>,
): WireRequest {
  switch (protocol) {
    case 'json':
      return post('/', Buffer.from(jsonText(input)), [
        ['content-type', `application/x-amz-json-${service.jsonVersion ?? '1.0'}`],
        ['x-amz-target', `${service.targetPrefix}.${operation.name}`],
      ]);
    case 'smithy-rpc-v2-cbor':
      return post(`/service/${service.targetPrefix}/operation/${operation.name}`, encodeCbor(input), [
        ['content-type', 'application/cbor'],
        ['smithy-protocol', 'rpc-v2-cbor'],
      ]);
    case 'query':
    case 'ec2':
      return post('/', Buffer.from(queryForm(service, operation, protocol, input)), [
        ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ]);
    default:
      return restRequest(service, operation, protocol, input);
  }
}

function post(target: string, body: Buffer, headers: WireRequest['headers']): WireRequest {
  return { method: 'POST', target, headers: [['host', '127.0.0.1'], ...headers], body };
}
