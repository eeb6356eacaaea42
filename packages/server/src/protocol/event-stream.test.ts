import { describe, expect, test } from 'vitest';
import type { EventHeaders } from './event-stream.ts';
import { EventMessageReader, decodeEventMessage, encodeEventMessage } from './event-stream.ts';

const REFUSED = expect.objectContaining({ code: 'SerializationException' });

const HEADERS: EventHeaders = {
  yes: { type: 'boolean', value: true },
  no: { type: 'boolean', value: false },
  byte: { type: 'byte', value: -49 },
  short: { type: 'short', value: -300 },
  integer: { type: 'integer', value: 40972 },
  long: { type: 'long', value: -42424242n },
  blob: { type: 'blob', value: Buffer.from('I am a buffer') },
  string: { type: 'string', value: '한글' },
  timestamp: { type: 'timestamp', value: new Date(8675309) },
  uuid: { type: 'uuid', value: '01020304-0506-0708-090a-0b0c0d0e0f10' },
};

describe('event messages', () => {
  test('have the bytes of the published example', () => {
    // https://github.com/awslabs/aws-c-event-stream: an empty message, and one with a payload and a header.
    expect(encodeEventMessage({}, Buffer.alloc(0)).toString('hex')).toBe('000000100000000005c248eb7d98c8ff');
    const payload = Buffer.from("{'foo':'bar'}");
    expect(encodeEventMessage({}, payload).toString('hex')).toBe(
      '0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936',
    );
  });

  test('carry headers of every type', () => {
    const payload = Buffer.from('payload');
    const message = decodeEventMessage(encodeEventMessage(HEADERS, payload));
    expect({ ...message.headers }).toEqual(HEADERS);
    expect(message.payload).toEqual(payload);
  });

  test('are read from pieces of any size', () => {
    const stream = Buffer.concat([
      encodeEventMessage(HEADERS, Buffer.from('1')),
      encodeEventMessage({}, Buffer.alloc(0)),
      encodeEventMessage({}, Buffer.from('3')),
    ]);
    for (const size of [1, 7, 16, stream.length]) {
      const reader = new EventMessageReader();
      const payloads: string[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const { payload } of reader.push(stream.subarray(at, at + size))) payloads.push(payload.toString());
      }
      reader.end();
      expect(payloads).toEqual(['1', '', '3']);
    }
  });

  test('are refused when any byte is changed', () => {
    const bytes = encodeEventMessage({ a: { type: 'string', value: 'x' } }, Buffer.from('y'));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() => decodeEventMessage(changed)).toThrow(REFUSED);
    }
  });

  test('are refused when they end early', () => {
    const reader = new EventMessageReader();
    reader.push(encodeEventMessage({}, Buffer.from('y')).subarray(0, 14));
    expect(() => reader.end()).toThrow(REFUSED);
  });

  test('announce no more than the limits before they are buffered', () => {
    const huge = encodeEventMessage({}, Buffer.alloc(0));
    huge.writeUInt32BE(0x7fff_ffff, 0);
    expect(() => new EventMessageReader().push(huge)).toThrow(REFUSED);
    expect(() => encodeEventMessage({}, Buffer.alloc(25 * 1024 * 1024))).toThrow(/too long/);
    expect(() => encodeEventMessage({ a: { type: 'string', value: 'x'.repeat(40_000) } }, Buffer.alloc(0))).toThrow(
      /too long/,
    );
  });
});
