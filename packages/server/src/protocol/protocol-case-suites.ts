import type { Protocol } from './model.ts';

interface Suite {
  protocol: Protocol;
  skippedInput?: Record<string, string>;
  skippedOutput?: Record<string, string>;
}

const clientCompresses = 'the case has no body: it says that a client compresses';
const offsetRead = 'says that a client reads offsets; a server writes UTC';
const errorSpellings = 'other spellings of an error that a client must understand; a server writes one';
const unmodelledIgnored = 'says that a client ignores what the model does not have';
const nullsRead = 'says that a client reads nulls; a server leaves them out';
const emptyNotSent = 'an empty map or list is not sent';
const jsonAsText = 'botocore hands JSON values over as text, Madang parsed';
const bodyLeftOpen = 'the case has no body, where AWS always answers with one';

/** Every file of cases. Those skipped concern only clients; each has its reason. */
export const suites: Record<string, Suite> = {
  json: {
    protocol: 'json',
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
  'json_1_0-query-compatible': { protocol: 'json' },
  'rest-json': {
    protocol: 'rest-json',
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
    skippedOutput: {
      RpcV2CborPayloadWithUnsetUnion: 'its body is of another case; the protocol has no payload members',
      RpcV2CborDeserializesDenseSetMapAndSkipsNull: nullsRead,
      RpcV2CborClientDoesntDeserializeNullStructureValues: nullsRead,
      RpcV2CborExtraFieldsInTheBodyShouldBeSkippedByClients: unmodelledIgnored,
    },
  },
  'smithy-rpc-v2-cbor-query-compatible': { protocol: 'smithy-rpc-v2-cbor' },
  'smithy-rpc-v2-cbor-non-query-compatible': { protocol: 'smithy-rpc-v2-cbor' },
  query: {
    protocol: 'query',
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
