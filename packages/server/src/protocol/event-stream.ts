import { crc32 } from 'node:zlib';
import { AwsError } from '../platform/errors.ts';

/**
 * Frames of `application/vnd.amazon.eventstream`: total length, length of the headers, CRC of those two; the headers;
 * the payload; CRC of all before.
 */
export interface EventMessage {
  headers: EventHeaders;
  payload: Buffer;
}

export type EventHeaders = Record<string, EventHeader>;

export type EventHeader =
  | { type: 'boolean'; value: boolean }
  | { type: 'byte' | 'short' | 'integer'; value: number }
  | { type: 'long'; value: bigint }
  | { type: 'blob'; value: Uint8Array }
  | { type: 'string'; value: string }
  | { type: 'timestamp'; value: Date }
  /** In its textual form. */
  | { type: 'uuid'; value: string };

const PRELUDE_BYTES = 12;
const FRAME_BYTES = PRELUDE_BYTES + 4;
const MAX_HEADERS_BYTES = 128 * 1024;
const MAX_PAYLOAD_BYTES = 24 * 1024 * 1024;

export function encodeEventMessage(headers: EventHeaders, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, header]) => encodeHeader(name, header)));
  if (head.length > MAX_HEADERS_BYTES) throw new Error(`event headers of ${head.length} bytes are too long`);
  if (payload.length > MAX_PAYLOAD_BYTES) throw new Error(`an event payload of ${payload.length} bytes is too long`);
  const message = Buffer.allocUnsafe(FRAME_BYTES + head.length + payload.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  message.set(head, PRELUDE_BYTES);
  message.set(payload, PRELUDE_BYTES + head.length);
  const end = message.length - 4;
  message.writeUInt32BE(crc32(message.subarray(0, end)), end);
  return message;
}

function encodeHeader(name: string, header: EventHeader): Buffer {
  const nameBytes = Buffer.from(name);
  if (nameBytes.length === 0 || nameBytes.length > 255) throw new Error(`invalid event header name ${name}`);
  return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, encodeHeaderValue(header)]);
}

function encodeHeaderValue(header: EventHeader): Buffer {
  switch (header.type) {
    case 'boolean':
      return Buffer.of(header.value ? 0 : 1);
    case 'byte':
      return Buffer.of(2, header.value & 0xff);
    case 'short':
      return typed(3, 2, (bytes) => bytes.writeInt16BE(header.value, 1));
    case 'integer':
      return typed(4, 4, (bytes) => bytes.writeInt32BE(header.value, 1));
    case 'long':
      return typed(5, 8, (bytes) => bytes.writeBigInt64BE(header.value, 1));
    case 'blob':
      return sized(6, header.value);
    case 'string':
      return sized(7, Buffer.from(header.value));
    case 'timestamp':
      return typed(8, 8, (bytes) => bytes.writeBigInt64BE(BigInt(header.value.getTime()), 1));
    default:
      return Buffer.concat([Buffer.of(9), Buffer.from(header.value.replaceAll('-', ''), 'hex')]);
  }
}

function typed(type: number, length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(1 + length);
  bytes[0] = type;
  write(bytes);
  return bytes;
}

function sized(type: number, value: Uint8Array): Buffer {
  if (value.length > 0x7fff) throw new Error(`an event header of ${value.length} bytes is too long`);
  return Buffer.concat([Buffer.of(type, value.length >>> 8, value.length & 0xff), value]);
}

/** Reads messages from pieces of any size; throws AwsError SerializationException where the framing is broken. */
export class EventMessageReader {
  #pending: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #buffered = 0;
  #needed = PRELUDE_BYTES;

  push(bytes: Buffer): EventMessage[] {
    this.#parts.push(bytes);
    this.#buffered += bytes.length;
    // Joined only when a message may be whole, so that many small pieces of a large message cost linear time.
    if (this.#buffered < this.#needed) return [];
    this.#pending = Buffer.concat(this.#parts);
    const messages: EventMessage[] = [];
    let at = 0;
    for (;;) {
      const rest = this.#pending.subarray(at);
      this.#needed = rest.length < PRELUDE_BYTES ? PRELUDE_BYTES : messageLength(rest);
      if (rest.length < this.#needed) break;
      messages.push(decodeEventMessage(rest.subarray(0, this.#needed)));
      at += this.#needed;
    }
    this.#parts = [this.#pending.subarray(at)];
    this.#buffered = this.#parts[0]!.length;
    return messages;
  }

  /** Throws where the input ended inside a message. */
  end(): void {
    if (this.#buffered > 0) throw invalidMessage('it ends early');
  }
}

function messageLength(prelude: Buffer): number {
  const total = prelude.readUInt32BE(0);
  const headers = prelude.readUInt32BE(4);
  if (crc32(prelude.subarray(0, 8)) !== prelude.readUInt32BE(8)) throw invalidMessage('the prelude checksum differs');
  if (headers > MAX_HEADERS_BYTES || total < FRAME_BYTES + headers) throw invalidMessage('the header length is wrong');
  if (total - headers - FRAME_BYTES > MAX_PAYLOAD_BYTES) throw invalidMessage('the payload is too long');
  return total;
}

/** Reads exactly one message. */
export function decodeEventMessage(bytes: Buffer): EventMessage {
  if (bytes.length < FRAME_BYTES || messageLength(bytes) !== bytes.length) throw invalidMessage('the length is wrong');
  const end = bytes.length - 4;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw invalidMessage('the checksum differs');
  const headersEnd = PRELUDE_BYTES + bytes.readUInt32BE(4);
  return {
    headers: decodeHeaders(bytes.subarray(PRELUDE_BYTES, headersEnd)),
    payload: bytes.subarray(headersEnd, end),
  };
}

function decodeHeaders(bytes: Buffer): EventHeaders {
  const headers = Object.create(null) as EventHeaders;
  try {
    for (let at = 0; at < bytes.length;) {
      const nameEnd = at + 1 + bytes.readUInt8(at);
      const name = bytes.toString('utf8', at + 1, nameEnd);
      const [header, end] = decodeHeaderValue(bytes, nameEnd);
      if (end > bytes.length || name in headers) throw invalidMessage('a header is malformed');
      headers[name] = header;
      at = end;
    }
  } catch (error) {
    if (error instanceof RangeError) throw invalidMessage('a header is cut off');
    throw error;
  }
  return headers;
}

function decodeHeaderValue(bytes: Buffer, at: number): [header: EventHeader, end: number] {
  const type = bytes.readUInt8(at);
  const from = at + 1;
  switch (type) {
    case 0:
    case 1:
      return [{ type: 'boolean', value: type === 0 }, from];
    case 2:
      return [{ type: 'byte', value: bytes.readInt8(from) }, from + 1];
    case 3:
      return [{ type: 'short', value: bytes.readInt16BE(from) }, from + 2];
    case 4:
      return [{ type: 'integer', value: bytes.readInt32BE(from) }, from + 4];
    case 5:
      return [{ type: 'long', value: bytes.readBigInt64BE(from) }, from + 8];
    case 6:
    case 7: {
      const end = from + 2 + bytes.readUInt16BE(from);
      const value = bytes.subarray(from + 2, end);
      return [type === 6 ? { type: 'blob', value } : { type: 'string', value: value.toString() }, end];
    }
    case 8:
      return [{ type: 'timestamp', value: new Date(Number(bytes.readBigInt64BE(from))) }, from + 8];
    case 9: {
      const hex = bytes.toString('hex', from, from + 16);
      return [{ type: 'uuid', value: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') }, from + 16];
    }
    default:
      throw invalidMessage(`a header has the unknown type ${type}`);
  }
}

export function invalidMessage(reason: string): AwsError {
  return new AwsError('SerializationException', `Invalid event stream message: ${reason}`, { status: 400 });
}
