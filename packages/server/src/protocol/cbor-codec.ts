import { bodyError } from './body-errors.ts';
import { serializationError } from './body-values.ts';
import { readCbor } from './cbor-reader.ts';
import { writeCbor } from './cbor-writer.ts';
import { encodeEventStream } from './event-stream-codec.ts';
import { bodyDecoder } from './json-decode.ts';
import type { BodyDecoder } from './json-decode.ts';
import { bodyProjection } from './json-encode.ts';
import type { BodyProjection } from './json-encode.ts';
import type { OperationModel } from './model.ts';
import { eventStreamMember } from './streaming-members.ts';
import type { EventStreamMember } from './streaming-members.ts';
import type { Codec, WireOperation } from './wire.ts';

interface OperationFunctions {
  decode: BodyDecoder;
  project: BodyProjection | undefined;
  eventStream: EventStreamMember | undefined;
}

const operationFunctions = new WeakMap<OperationModel, OperationFunctions>();

/** Smithy's rpc-v2-cbor. */
export const cborCodec: Codec = {
  decode(operation, { body }) {
    const { decode } = functionsOf(operation);
    if (body.length === 0) return {};
    const value = readCbor(body);
    if (typeof value !== 'object' || value === null) throw serializationError('The request body must be a CBOR map');
    return decode(value);
  },

  encode(operation, output, requestId) {
    const { project, eventStream } = functionsOf(operation);
    const headers = headersOf(requestId);
    if (eventStream !== undefined) {
      const events = output[eventStream.name] as AsyncIterable<Record<string, unknown>>;
      headers['content-type'] = 'application/vnd.amazon.eventstream';
      const body = encodeEventStream(operation.service, eventStream.shape, events, 'smithy-rpc-v2-cbor');
      return { status: 200, headers, body };
    }
    if (project !== undefined) return { status: 200, headers, body: writeCbor(project(output)) };
    // An operation without output has no body, not an empty map.
    delete headers['content-type'];
    return { status: 200, headers, body: '' };
  },

  encodeError(service, error, requestId) {
    const { name, status, body, headers } = bodyError(service, error, 'cbor');
    return {
      status,
      headers: { ...headersOf(requestId), ...headers, ...error.details.headers },
      body: writeCbor({ __type: name, ...body }),
    };
  },
};

function headersOf(requestId: string): Record<string, string> {
  return { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': requestId };
}

function functionsOf({ service, model }: WireOperation): OperationFunctions {
  let functions = operationFunctions.get(model);
  if (functions === undefined) {
    const { input, output } = model;
    functions = {
      decode: input === undefined ? () => ({}) : bodyDecoder(service, input, 'cbor'),
      project: output === undefined ? undefined : bodyProjection(service, output, 'cbor'),
      eventStream: eventStreamMember(service, output),
    };
    operationFunctions.set(model, functions);
  }
  return functions;
}
