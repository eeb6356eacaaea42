import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import type { Protocol, StructureShape } from './model.ts';
import {
  casesAreHere,
  casesDirectory,
  comparable,
  comparableXml,
  handlerOutput,
  readCases,
  requestOf,
} from './protocol-cases.ts';
import type { CaseOfOperation } from './protocol-cases.ts';
import { queryNames } from './rest-request.ts';
import type { Codec } from './wire.ts';
import { structureAt } from './xml-names.ts';

/** Every file of cases, and the cases that concern only clients, with the reason. */
interface Suite {
  protocol: Protocol;
  codec: () => Promise<Codec>;
  skippedInput?: Record<string, string>;
  skippedOutput?: Record<string, string>;
}

const json = async () => (await import('./json-codec.ts')).jsonCodec;
const cbor = async () => (await import('./cbor-codec.ts')).cborCodec;
const query = async () => (await import('./query.ts')).queryCodec;
const ec2 = async () => (await import('./ec2.ts')).ec2Codec;
const restJson = async () => (await import('./rest-codec.ts')).restJsonCodec;
const restXml = async () => (await import('./rest-codec.ts')).restXmlCodec;

const clientCompresses = 'the case has no body: it says that a client compresses';
const offsetRead = 'says that a client reads offsets; a server writes UTC';
const errorSpellings = 'other spellings of an error that a client must understand; a server writes one';
const unmodelledIgnored = 'says that a client ignores what the model does not have';
const nullsRead = 'says that a client reads nulls; a server leaves them out';
const emptyNotSent = 'an empty map or list is not sent';
const jsonAsText = 'botocore hands JSON values over as text, Madang parsed';
const bodyLeftOpen = 'the case has no body, where AWS always answers with one';

const suites: Record<string, Suite> = {
  json: {
    protocol: 'json',
    codec: json,
    skippedInput: {
      SDKAppliedContentEncoding_awsJson1_1: clientCompresses,
      SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1: clientCompresses,
    },
    skippedOutput: {
      AwsJson11DateTimeWithNegativeOffset: offsetRead,
      AwsJson11DateTimeWithPositiveOffset: offsetRead,
      handles_unexpected_json_output: unmodelledIgnored,
      AwsJson11DeserializeIgnoreType: unmodelledIgnored,
      AwsJson11StructuresDontDeserializeNullValues: nullsRead,
      AwsJson11IntEnums: 'expects a header of requests in an answer',
      parses_the_request_id_from_the_response: 'the request id is made by the server',
      AwsJson11FooErrorUsingXAmznErrorType: errorSpellings,
      AwsJson11FooErrorUsingXAmznErrorTypeWithUri: errorSpellings,
      AwsJson11FooErrorUsingXAmznErrorTypeWithUriAndNamespace: errorSpellings,
      AwsJson11FooErrorUsingCode: errorSpellings,
      AwsJson11FooErrorUsingCodeAndNamespace: errorSpellings,
      AwsJson11FooErrorUsingCodeUriAndNamespace: errorSpellings,
      AwsJson11FooErrorWithDunderTypeUriAndNamespace: errorSpellings,
    },
  },
  json_1_0: {
    protocol: 'json',
    codec: json,
    skippedInput: {
      SDKAppliedContentEncoding_awsJson1_0: clientCompresses,
      SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0: clientCompresses,
    },
    skippedOutput: {
      AwsJson10HandlesUnexpectedJsonOutput: unmodelledIgnored,
      AwsJson10DeserializeIgnoreType: unmodelledIgnored,
      AwsJson10DeserializeAllowNulls: nullsRead,
      AwsJson10FooErrorUsingXAmznErrorType: errorSpellings,
      AwsJson10FooErrorUsingXAmznErrorTypeWithUri: errorSpellings,
      AwsJson10FooErrorUsingXAmznErrorTypeWithUriAndNamespace: errorSpellings,
      AwsJson10FooErrorUsingCode: errorSpellings,
      AwsJson10FooErrorUsingCodeAndNamespace: errorSpellings,
      AwsJson10FooErrorUsingCodeUriAndNamespace: errorSpellings,
      AwsJson10FooErrorWithDunderTypeUriAndNamespace: errorSpellings,
    },
  },
  'json_1_0-query-compatible': { protocol: 'json', codec: json },
  'rest-json': {
    protocol: 'rest-json',
    codec: restJson,
    skippedInput: {
      SDKAppliedContentEncoding_restJson1: clientCompresses,
      SDKAppendedGzipAfterProvidedEncoding_restJson1: clientCompresses,
      RestJsonHostWithPath: "the path before the operation's is the client's endpoint",
      RestJsonHttpPrefixHeadersAreNotPresent: emptyNotSent,
      RestJsonOmitsEmptyListQueryValues: emptyNotSent,
      RestJsonQueryIdempotencyTokenAutoFill: 'the client makes the token up',
      RestJsonQueryPrecedence: 'says which of two values a client sends',
      RestJsonHttpWithEmptyStructurePayload: 'says what a client sends for no payload',
      RestJsonHttpWithHeadersButNoPayload: 'says what a client sends for no payload',
      MediaTypeHeaderInputBase64: jsonAsText,
    },
    skippedOutput: {
      RestJsonDateTimeWithNegativeOffset: offsetRead,
      RestJsonDateTimeWithPositiveOffset: offsetRead,
      RestJsonDeserializesDenseSetMapAndSkipsNull: nullsRead,
      RestJsonDoesntDeserializeNullStructureValues: nullsRead,
      RestJsonDeserializeIgnoreType: unmodelledIgnored,
      MediaTypeHeaderOutputBase64: jsonAsText,
      RestJsonFooErrorUsingXAmznErrorTypeWithUri: errorSpellings,
      RestJsonFooErrorUsingXAmznErrorTypeWithUriAndNamespace: errorSpellings,
      RestJsonFooErrorUsingCode: errorSpellings,
      RestJsonFooErrorUsingCodeAndNamespace: errorSpellings,
      RestJsonFooErrorUsingCodeUriAndNamespace: errorSpellings,
      RestJsonFooErrorWithDunderType: errorSpellings,
      RestJsonFooErrorWithDunderTypeAndNamespace: errorSpellings,
      RestJsonFooErrorWithDunderTypeUriAndNamespace: errorSpellings,
    },
  },
  'rest-xml': {
    protocol: 'rest-xml',
    codec: restXml,
    skippedInput: {
      SDKAppliedContentEncoding_restXml: clientCompresses,
      SDKAppendedGzipAfterProvidedEncoding_restXml: clientCompresses,
      HttpPrefixHeadersAreNotPresent: emptyNotSent,
      QueryIdempotencyTokenAutoFill: 'the client makes the token up',
      RestXmlQueryPrecedence: 'says which of two values a client sends',
    },
    skippedOutput: {
      RestXmlDateTimeWithNegativeOffset: offsetRead,
      RestXmlDateTimeWithPositiveOffset: offsetRead,
      InvalidGreetingError: unmodelledIgnored,
      ComplexError: 'the body has a message that the error has not',
      IgnoreQueryParamsInResponse: 'says that a client reads no query parameters from an answer',
    },
  },
  'smithy-rpc-v2-cbor': {
    protocol: 'smithy-rpc-v2-cbor',
    codec: cbor,
    skippedOutput: {
      RpcV2CborPayloadWithUnsetUnion: 'its body is of another case; the protocol has no payload members',
      RpcV2CborDeserializesDenseSetMapAndSkipsNull: nullsRead,
      RpcV2CborClientDoesntDeserializeNullStructureValues: nullsRead,
      RpcV2CborExtraFieldsInTheBodyShouldBeSkippedByClients: unmodelledIgnored,
    },
  },
  'smithy-rpc-v2-cbor-query-compatible': { protocol: 'smithy-rpc-v2-cbor', codec: cbor },
  'smithy-rpc-v2-cbor-non-query-compatible': { protocol: 'smithy-rpc-v2-cbor', codec: cbor },
  query: {
    protocol: 'query',
    codec: query,
    skippedInput: {
      SDKAppliedContentEncoding_awsQuery: clientCompresses,
      SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery: clientCompresses,
      QueryProtocolIdempotencyTokenAutoFill: 'the client makes the token up',
      QueryEmptyQueryMaps: 'an empty map is not sent',
    },
    skippedOutput: {
      AwsQueryDateTimeWithNegativeOffset: offsetRead,
      AwsQueryDateTimeWithPositiveOffset: offsetRead,
      QueryEmptyInputAndEmptyOutput: bodyLeftOpen,
      QueryNoInputAndNoOutput: bodyLeftOpen,
      QueryNoInputAndOutput: bodyLeftOpen,
    },
  },
  ec2: {
    protocol: 'ec2',
    codec: ec2,
    skippedInput: {
      SDKAppliedContentEncoding_ec2Query: clientCompresses,
      SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query: clientCompresses,
      Ec2ProtocolIdempotencyTokenAutoFill: 'the client makes the token up',
      Ec2EmptyQueryLists: 'an empty list is not sent',
    },
    skippedOutput: {
      Ec2QueryDateTimeWithNegativeOffset: offsetRead,
      Ec2QueryDateTimeWithPositiveOffset: offsetRead,
      Ec2ComplexError: 'the body has a message that the error has not',
    },
  },
};

if (!casesAreHere) {
  test.skip(`no protocol cases in ${casesDirectory}; set MADANG_SHARED to the folder that has protocol-tests`, () => {});
} else {
  for (const [file, suite] of Object.entries(suites)) {
    describe(`${file} requests`, () => defineInputTests(file, suite));
    describe(`${file} answers`, () => defineOutputTests(file, suite));
  }
}

function defineInputTests(file: string, suite: Suite): void {
  for (const given of readCases('input', file)) {
    const reason = suite.skippedInput?.[given.test.id];
    if (reason !== undefined) test.skip(`${given.test.id}: ${reason}`, () => {});
    else test(given.test.id, async () => checkInput(given, suite.protocol, await suite.codec()));
  }
}

function defineOutputTests(file: string, suite: Suite): void {
  for (const given of readCases('output', file)) {
    const reason = suite.skippedOutput?.[given.test.id];
    if (reason !== undefined) test.skip(`${given.test.id}: ${reason}`, () => {});
    else test(given.test.id, async () => checkOutput(given, suite.protocol, await suite.codec()));
  }
}

async function checkInput({ test, operation }: CaseOfOperation, protocol: Protocol, codec: Codec): Promise<void> {
  const request = requestOf(test, protocol === 'smithy-rpc-v2-cbor' ? 'base64' : 'utf8');
  let labels: Record<string, string> | undefined;
  if (protocol.startsWith('rest-')) {
    const { matchRest } = await import('./rest-router.ts');
    labels = matchRest(operation.service, request)?.labels;
    expect(labels, `no route for ${request.method} ${request.path}`).toBeDefined();
  }
  const decoded = codec.decode(operation, request, labels);
  const { service, model } = operation;
  if (model.input === undefined) return;
  const params = withoutRepeats(structureAt(service, model.input), test.params ?? {});
  expect(comparable(service, model.input, decoded)).toEqual(comparable(service, model.input, params));
}

/** Content types differ in their parameters; Node writes the length. */
const headersOfTransport = new Set(['content-type', 'content-length']);

/** Some cases repeat in a map of query parameters what other members are bound to; Madang leaves it to those. */
function withoutRepeats(shape: StructureShape, params: Record<string, unknown>): Record<string, unknown> {
  const bound = queryNames(shape);
  const entries = Object.entries(params).map(([name, value]): [string, unknown] => {
    const { location, name: wireName } = shape.members[name] ?? {};
    if (location !== 'querystring' || wireName !== undefined) return [name, value];
    const rest = Object.entries(value as object).filter(([key]) => !bound.has(key));
    return [name, rest.length === 0 ? undefined : Object.fromEntries(rest)];
  });
  return Object.fromEntries(entries);
}

async function checkOutput({ test, operation }: CaseOfOperation, protocol: Protocol, codec: Codec): Promise<void> {
  const { service, model } = operation;
  const { response } = test;
  let answer;
  if (test.errorCode === undefined) {
    const output = model.output === undefined ? {} : handlerOutput(service, model.output, test.result ?? {});
    answer = codec.encode(operation, output as Record<string, unknown>, 'foo-id');
    expect(answer.status).toBe(response.status_code);
  } else {
    const error = errorOf({ test, operation });
    answer = codec.encodeError(service, error, 'foo-id');
    expect(answer.status).toBe(response.status_code);
  }
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    if (!headersOfTransport.has(name.toLowerCase())) expect(answer.headers[name.toLowerCase()], name).toBe(value);
  }
  const body = Buffer.isBuffer(answer.body) || answer.body instanceof Uint8Array ? Buffer.from(answer.body) : answer.body;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) throw new Error('a stream where bytes were expected');
  await compareBodies(protocol, body, response.body ?? '', test.errorCode !== undefined);
}

/** An error as a service throws it: by the name of its shape. */
function errorOf({ test, operation: { service } }: CaseOfOperation): AwsError {
  const { errorCode = '', error = {} } = test;
  const name = test.given.errors?.[0]?.shape ?? errorCode;
  const shapeIndex = service.errors[name];
  const members = shapeIndex === undefined ? error : (handlerOutput(service, shapeIndex, error) as typeof error);
  const message = test.errorMessage ?? error['message'] ?? error['Message'] ?? '';
  return new AwsError(name, message as string, { status: test.response.status_code, members });
}

async function compareBodies(protocol: Protocol, actual: string | Buffer, expected: string, isError: boolean) {
  if (actual.toString() === expected) return;
  switch (protocol) {
    case 'json':
    case 'rest-json': {
      const read = (text: string) => withoutType(JSON.parse(text === '' ? '{}' : text));
      expect(read(actual.toString())).toEqual(read(expected));
      return;
    }
    case 'smithy-rpc-v2-cbor': {
      const { readCbor } = await import('./cbor.ts');
      const read = (body: Buffer) => withoutType(body.length === 0 ? {} : readCbor(body));
      expect(read(actual as Buffer)).toEqual(read(Buffer.from(expected, 'base64')));
      return;
    }
    default: {
      const read = (text: string) => (text === '' ? '' : comparableXml(text));
      const [actualXml, expectedXml] = [read(actual.toString()), read(expected)];
      if (isError || expectedXml === '') expect(actualXml).toEqual(expectedXml);
      // Clients look inside the root element only.
      else expect((actualXml as unknown[]).slice(1)).toEqual((expectedXml as unknown[]).slice(1));
    }
  }
}

/** `__type` is compared by its name: its namespace is the model's, which botocore's form has not. */
function withoutType(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('__type' in body)) return body;
  return { ...body, __type: String(body.__type).replace(/^.*#/, '') };
}
