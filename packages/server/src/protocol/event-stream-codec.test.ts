import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { decodeEventStream, encodeEventStream } from './event-stream-codec.ts';
import type { StreamEvent } from './event-stream-codec.ts';
import { EventMessageReader } from './event-stream.ts';
import type { Protocol, ServiceModel, Shape } from './model.ts';
import { createModels } from './models.ts';

const models = createModels(new URL('../../generated/models/', import.meta.url));

function streamShape(service: ServiceModel, name: string): number {
  return service.shapes.findIndex((shape) => shape.type === 'structure' && shape.name === name);
}

async function messages(stream: Readable) {
  return new EventMessageReader().push(await buffer(stream)).map(({ headers, payload }) => {
    const texts = Object.entries(headers).map(([name, { value }]) => [name.replace(/^:/, ''), value]);
    return { ...Object.fromEntries(texts), payload: payload.toString() };
  });
}

function encode(name: string, shape: string, protocol: Protocol, events: () => AsyncIterable<StreamEvent>) {
  const service = models.load(name);
  return encodeEventStream(service, streamShape(service, shape), events(), protocol);
}

describe('encodeEventStream', () => {
  test("of Kinesis: an initial response, events in JSON, and the stream's own exception", async () => {
    const stream = encode('kinesis', 'SubscribeToShardEventStream', 'json', async function* () {
      yield { SubscribeToShardEvent: { Records: [], ContinuationSequenceNumber: '1', MillisBehindLatest: 0 } };
      throw new AwsError('ResourceInUseException', 'busy');
    });
    const type = { 'content-type': 'application/x-amz-json-1.1' };
    expect(await messages(stream)).toEqual([
      { 'message-type': 'event', 'event-type': 'initial-response', ...type, payload: '{}' },
      {
        'message-type': 'event',
        'event-type': 'SubscribeToShardEvent',
        ...type,
        payload: '{"Records":[],"ContinuationSequenceNumber":"1","MillisBehindLatest":0}',
      },
      {
        'message-type': 'exception',
        'exception-type': 'ResourceInUseException',
        ...type,
        payload: '{"message":"busy"}',
      },
    ]);
  });

  test('of S3: blobs and XML as payloads, and events without any', async () => {
    const stream = encode('s3', 'SelectObjectContentEventStream', 'rest-xml', async function* () {
      yield { Records: { Payload: Buffer.from('a,b\n') } };
      yield { Stats: { Details: { BytesScanned: 4 } } };
      yield { End: {} };
    });
    expect(await messages(stream)).toEqual([
      {
        'message-type': 'event',
        'event-type': 'Records',
        'content-type': 'application/octet-stream',
        payload: 'a,b\n',
      },
      {
        'message-type': 'event',
        'event-type': 'Stats',
        'content-type': 'text/xml',
        payload: '<?xml version="1.0" encoding="UTF-8"?>\n<Stats><BytesScanned>4</BytesScanned></Stats>',
      },
      { 'message-type': 'event', 'event-type': 'End', payload: '' },
    ]);
  });

  test('sends an error that the stream does not model as an error message', async () => {
    const stream = encode('lambda', 'InvokeWithResponseStreamResponseEvent', 'rest-json', async function* () {
      yield { PayloadChunk: { Payload: Buffer.from('x') } };
      throw new AwsError('ServiceUnavailable', 'later');
    });
    expect((await messages(stream))[1]).toEqual({
      'message-type': 'error',
      'error-code': 'ServiceUnavailable',
      'error-message': 'later',
      payload: '',
    });
  });

  test('fails with anything else that is thrown', async () => {
    const stream = encode(
      'logs',
      'StartLiveTailResponseStream',
      'json',
      async function* (): AsyncGenerator<StreamEvent> {
        yield { sessionUpdate: {} };
        throw new TypeError('a bug');
      },
    );
    await expect(buffer(stream)).rejects.toThrow('a bug');
  });

  test('asks for events only as fast as they are read', async () => {
    let asked = 0;
    const stream = encode('lambda', 'InvokeWithResponseStreamResponseEvent', 'rest-json', async function* () {
      for (; asked < 1000; asked++) yield { PayloadChunk: { Payload: Buffer.alloc(16 * 1024) } };
    });
    await once(stream, 'readable');
    await new Promise(setImmediate);
    expect(asked).toBeLessThan(10);
    stream.destroy();
  });

  test('closes the iterator when the client goes away, even while it waits', async () => {
    let closed = false;
    const quiet: AsyncIterable<StreamEvent> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const stream = encode('logs', 'StartLiveTailResponseStream', 'json', () => quiet);
    stream.resume();
    await new Promise(setImmediate);
    stream.destroy();
    await once(stream, 'close');
    expect(closed).toBe(true);
  });
});

async function* events(): AsyncGenerator<StreamEvent> {
  yield { Config: { Language: 'ko' } };
  yield { Audio: { Chunk: Buffer.from('abc'), Offset: 7 } };
}

describe('decodeEventStream', () => {
  const shapes: Shape[] = [
    { type: 'string' },
    { type: 'blob' },
    { type: 'long' },
    { type: 'structure', name: 'Events', eventStream: true, members: { Audio: { shape: 4 }, Config: { shape: 5 } } },
    {
      type: 'structure',
      name: 'Audio',
      event: true,
      members: { Chunk: { shape: 1, eventPayload: true }, Offset: { shape: 2, eventHeader: true } },
    },
    { type: 'structure', name: 'Config', event: true, members: { Language: { shape: 0 } } },
  ];
  const service = {
    service: 'test',
    protocols: ['rest-json'],
    shapes,
    operations: {},
    errors: {},
  } as unknown as ServiceModel;

  test.each(['json', 'rest-json', 'rest-xml', 'smithy-rpc-v2-cbor'] as const)('reads %s', async (protocol) => {
    const bytes = await buffer(encodeEventStream(service, 3, events(), protocol));
    // A client's first message is the initial request.
    const marker = bytes.indexOf('initial-response');
    const body = marker < 0 ? bytes : bytes.subarray(bytes.readUInt32BE(0));
    const decoded = await Readable.from(decodeEventStream(service, 3, Readable.from([body]), protocol)).toArray();
    expect(decoded).toEqual([{ Config: { Language: 'ko' } }, { Audio: { Chunk: Buffer.from('abc'), Offset: 7 } }]);
  });

  test('refuses a stream that breaks off or names an unknown event', async () => {
    const bytes = await buffer(encodeEventStream(service, 3, events(), 'rest-json'));
    const read = async (body: Buffer, shape: number) => {
      await Readable.from(decodeEventStream(service, shape, Readable.from([body]), 'rest-json')).toArray();
    };
    await expect(read(bytes.subarray(0, -1), 3)).rejects.toMatchObject({ code: 'SerializationException' });
    await expect(read(bytes, 5)).rejects.toMatchObject({ code: 'SerializationException' });
  });
});
