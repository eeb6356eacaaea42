import { Readable } from 'node:stream';
import { AwsError } from '../platform/errors.ts';
import { readCbor } from './cbor-reader.ts';
import { writeCbor } from './cbor-writer.ts';
import { EventMessageReader, encodeEventMessage, invalidMessage } from './event-stream.ts';
import type { EventHeader, EventHeaders, EventMessage } from './event-stream.ts';
import { bodyDecoder } from './json-decode.ts';
import { bodyProjection } from './json-encode.ts';
import type { Member, Protocol, ServiceModel, Shape, StructureShape } from './model.ts';
import { xmlDecoder } from './xml-decode.ts';
import { xmlEncoder } from './xml-encode.ts';
import { structureAt } from './xml-names.ts';

/** A value of an event stream: one member, named after the event. */
export type StreamEvent = Record<string, unknown>;

/**
 * The body of an answer that streams events. The iterable is asked for the next event when the client has taken the
 * last, and is closed when the client goes away. An AwsError that it throws is sent as the stream's last message.
 * @param initialResponse the other members of the output as encoded, for protocols that send them in the stream.
 */
export function encodeEventStream(
  service: ServiceModel,
  eventStreamShapeIndex: number,
  events: AsyncIterable<StreamEvent>,
  protocol: Protocol,
  initialResponse?: Uint8Array,
): Readable {
  const format = formatOf(service, protocol);
  const stream = structureAt(service, eventStreamShapeIndex);
  const iterator = events[Symbol.asyncIterator]();
  let finished = false;
  const next = async (): Promise<Buffer | null> => {
    try {
      const { done, value } = await iterator.next();
      finished ||= done === true;
      return done ? null : encodeEvent(service, stream, value, format);
    } catch (error) {
      if (finished || !(error instanceof AwsError)) throw error;
      finished = true;
      return encodeException(service, stream, error, format);
    }
  };
  const body = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      if (finished) this.push(null);
      else next().then((message) => this.push(message), this.destroy.bind(this));
    },
    // Not left to Readable.from, which would first wait for the next event, and a quiet stream may never have one.
    destroy(error, callback) {
      if (finished) callback(error);
      else void closeIterator(iterator, error, callback);
    },
  });
  if (format.emptyInitialResponse) {
    const headers = messageHeaders('event', 'initial-response', format.contentType);
    body.push(encodeEventMessage(headers, initialResponse ?? format.emptyInitialResponse));
  }
  return body;
}

async function closeIterator(
  iterator: AsyncIterator<StreamEvent>,
  error: Error | null,
  callback: (error: Error | null) => void,
): Promise<void> {
  try {
    await iterator.return?.();
    callback(error);
  } catch (cause) {
    callback(cause as Error);
  }
}

function encodeEvent(service: ServiceModel, stream: StructureShape, event: StreamEvent, format: PayloadFormat): Buffer {
  const [name, value] = Object.entries(event)[0] ?? [];
  const member = name === undefined ? undefined : stream.members[name];
  if (name === undefined || member === undefined) throw new Error(`${stream.name} has no event ${name}`);
  const shape = structureAt(service, member.shape);
  const members = (value ?? {}) as Record<string, unknown>;
  const { payload, contentType } = encodePayload(service, member, shape, members, format);
  const headers = messageHeaders('event', name, contentType);
  for (const [memberName, { eventHeader, shape: target }] of Object.entries(shape.members)) {
    const field = members[memberName];
    if (eventHeader && field !== undefined) headers[memberName] = eventHeaderOf(service.shapes[target]!, field);
  }
  return encodeEventMessage(headers, payload);
}

interface EncodedPayload {
  payload: Uint8Array;
  contentType?: string;
}

function encodePayload(
  service: ServiceModel,
  { shape: index }: Member,
  shape: StructureShape,
  value: Record<string, unknown>,
  format: PayloadFormat,
): EncodedPayload {
  const explicit = Object.entries(shape.members).find(([, member]) => member.eventPayload);
  if (explicit === undefined) {
    const bodyMembers = Object.values(shape.members).filter((member) => !member.eventHeader);
    if (bodyMembers.length === 0) return { payload: Buffer.alloc(0) };
    return { payload: format.encode(index, value), contentType: format.contentType };
  }
  const [name, member] = explicit;
  const content = value[name];
  if (content === undefined || content === null) return { payload: Buffer.alloc(0) };
  const { type } = service.shapes[member.shape]!;
  if (type === 'blob') return { payload: content as Uint8Array, contentType: 'application/octet-stream' };
  if (type === 'string') return { payload: Buffer.from(content as string), contentType: 'text/plain' };
  return { payload: format.encode(member.shape, content as Record<string, unknown>), contentType: format.contentType };
}

function encodeException(
  service: ServiceModel,
  stream: StructureShape,
  { code, message, details }: AwsError,
  format: PayloadFormat,
): Buffer {
  const modelled = Object.entries(stream.members).find(([, { shape }]) => {
    const target = structureAt(service, shape);
    return target.error !== undefined && target.name === code;
  });
  if (modelled === undefined) {
    const headers = { ':message-type': text('error'), ':error-code': text(code), ':error-message': text(message) };
    return encodeEventMessage(headers, Buffer.alloc(0));
  }
  const [name, { shape: index }] = modelled;
  const members = Object.keys(structureAt(service, index).members);
  const messageMember = members.find((member) => member.toLowerCase() === 'message') ?? 'message';
  const payload = format.encode(index, { ...details.members, [messageMember]: message });
  return encodeEventMessage(messageHeaders('exception', name, format.contentType), payload);
}

function messageHeaders(kind: 'event' | 'exception', name: string, contentType?: string): EventHeaders {
  return {
    ':message-type': text(kind),
    [`:${kind}-type`]: text(name),
    ...(contentType !== undefined && { ':content-type': text(contentType) }),
  };
}

function text(value: string): EventHeader {
  // Headers hold 32 KiB, which only an error's message could exceed.
  return { type: 'string', value: value.slice(0, 8000) };
}

function eventHeaderOf({ type }: Shape, value: unknown): EventHeader {
  switch (type) {
    case 'boolean':
    case 'integer':
    case 'blob':
    case 'string':
    case 'timestamp':
      return { type, value } as EventHeader;
    case 'long':
      return { type, value: BigInt(value as number) };
    default:
      throw new Error(`an event header cannot be a ${type}`);
  }
}

/** The events of a request's body. */
export async function* decodeEventStream(
  service: ServiceModel,
  eventStreamShapeIndex: number,
  body: Readable,
  protocol: Protocol,
): AsyncGenerator<StreamEvent> {
  const stream = structureAt(service, eventStreamShapeIndex);
  const format = formatOf(service, protocol);
  const reader = new EventMessageReader();
  for await (const bytes of body) {
    for (const message of reader.push(bytes as Buffer)) {
      const event = decodeEvent(service, stream, message, format);
      if (event !== undefined) yield event;
    }
  }
  reader.end();
}

function decodeEvent(
  service: ServiceModel,
  stream: StructureShape,
  { headers, payload }: EventMessage,
  format: PayloadFormat,
): StreamEvent | undefined {
  const name = headers[':event-type']?.value;
  if (headers[':message-type']?.value !== 'event' || typeof name !== 'string') throw invalidMessage('it is no event');
  if (name === 'initial-request') return undefined;
  const member = Object.hasOwn(stream.members, name) ? stream.members[name] : undefined;
  if (member === undefined) throw invalidMessage(`${stream.name} has no event ${name}`);
  const shape = structureAt(service, member.shape);
  const explicit = Object.entries(shape.members).find(([, { eventPayload }]) => eventPayload);
  const value = explicit
    ? { [explicit[0]]: decodePayload(service, explicit[1], payload, format) }
    : payload.length === 0
      ? {}
      : format.decode(member.shape, payload);
  for (const [memberName, { eventHeader, shape: target }] of Object.entries(shape.members)) {
    const header = headers[memberName];
    if (!eventHeader || header === undefined) continue;
    const { type } = service.shapes[target]!;
    value[memberName] = type === 'long' ? Number(header.value) : header.value;
  }
  return { [name]: value };
}

function decodePayload(service: ServiceModel, member: Member, payload: Buffer, format: PayloadFormat): unknown {
  const { type } = service.shapes[member.shape]!;
  if (type === 'blob') return payload;
  return type === 'string' ? payload.toString() : format.decode(member.shape, payload);
}

interface PayloadFormat {
  contentType: string;
  /** Only of protocols that send the output's other members as the first message, and not in HTTP headers. */
  emptyInitialResponse?: Uint8Array;
  encode(shape: number, value: Record<string, unknown>): Uint8Array;
  decode(shape: number, payload: Buffer): Record<string, unknown>;
}

function formatOf(service: ServiceModel, protocol: Protocol): PayloadFormat {
  switch (protocol) {
    case 'json':
    case 'rest-json':
      return {
        contentType:
          protocol === 'json' ? `application/x-amz-json-${service.jsonVersion ?? '1.1'}` : 'application/json',
        ...(protocol === 'json' && { emptyInitialResponse: Buffer.from('{}') }),
        encode: (shape, value) => Buffer.from(JSON.stringify(bodyProjection(service, shape)(value))),
        decode: (shape, payload) => bodyDecoder(service, shape)(parsedJson(payload)),
      };
    case 'smithy-rpc-v2-cbor':
      return {
        contentType: 'application/cbor',
        emptyInitialResponse: Buffer.of(0xa0),
        encode: (shape, value) => writeCbor(bodyProjection(service, shape, 'cbor')(value)),
        decode: (shape, payload) => bodyDecoder(service, shape, 'cbor')(readCbor(payload)),
      };
    case 'rest-xml':
      return {
        contentType: 'text/xml',
        encode: (shape, value) => {
          return Buffer.from(
            xmlEncoder(service, shape, structureAt(service, shape).name, { rootNamespace: '' })(value),
          );
        },
        decode: (shape, payload) => xmlDecoder(service, shape)(payload.toString()),
      };
    default:
      throw new Error(`the ${protocol} protocol has no event streams`);
  }
}

function parsedJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch (cause) {
    throw new AwsError('SerializationException', 'An event is not valid JSON', { status: 400, cause });
  }
}
