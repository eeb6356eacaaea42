import { bodyError, errorShape } from './body-errors.ts';
import { parseJsonBody } from './body-values.ts';
import { encodeEventStream } from './event-stream-codec.ts';
import { bodyDecoder } from './json-decode.ts';
import type { BodyDecoder } from './json-decode.ts';
import { bodyProjection } from './json-encode.ts';
import type { BodyProjection } from './json-encode.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { eventStreamMember } from './streaming-members.ts';
import type { EventStreamMember } from './streaming-members.ts';
import type { Codec, WireOperation } from './wire.ts';

interface OperationFunctions {
  decode: BodyDecoder;
  project: BodyProjection;
  contentType: string;
  eventStream: EventStreamMember | undefined;
}

const operationFunctions = new WeakMap<OperationModel, OperationFunctions>();

/** awsJson 1.0 and 1.1, which differ in their content type only. */
export const jsonCodec: Codec = {
  decode(operation, request) {
    const { decode } = functionsOf(operation);
    // Clients may leave out the body of an operation without members.
    return decode(request.body.length === 0 ? {} : parseJsonBody(request.body));
  },

  encode(operation, output, requestId) {
    const { project, contentType, eventStream } = functionsOf(operation);
    const headers = { 'content-type': contentType, 'x-amzn-requestid': requestId };
    const { status } = operation.model;
    if (eventStream !== undefined) {
      const events = output[eventStream.name] as AsyncIterable<Record<string, unknown>>;
      headers['content-type'] = 'application/vnd.amazon.eventstream';
      return { status, headers, body: encodeEventStream(operation.service, eventStream.shape, events, 'json') };
    }
    return { status, headers, body: JSON.stringify(project(output)) };
  },

  encodeError(service, error, requestId) {
    const { name, status, body, headers } = bodyError(service, error, 'json');
    return {
      status,
      headers: {
        'content-type': contentTypeOf(service),
        'x-amzn-requestid': requestId,
        ...headers,
        ...error.details.headers,
      },
      body: JSON.stringify({ __type: qualifiedName(service, name), ...body }),
    };
  },
};

function functionsOf({ service, model }: WireOperation): OperationFunctions {
  let functions = operationFunctions.get(model);
  if (functions === undefined) {
    const { input, output } = model;
    functions = {
      decode: input === undefined ? () => ({}) : bodyDecoder(service, input),
      project: output === undefined ? () => ({}) : bodyProjection(service, output),
      contentType: contentTypeOf(service),
      eventStream: eventStreamMember(service, output),
    };
    operationFunctions.set(model, functions);
  }
  return functions;
}

function contentTypeOf(service: ServiceModel | undefined): string {
  return `application/x-amz-json-${service?.jsonVersion ?? '1.1'}`;
}

/** Services that put a Java or Smithy namespace before an error's name; clients cut it off at the `#`. */
const errorNamespaces: Readonly<Record<string, string>> = {
  cloudcontrol: 'com.amazonaws.cloudapiservice',
  cloudwatch: 'com.amazonaws.cloudwatch.v2010_08_01',
  dynamodb: 'com.amazonaws.dynamodb.v20120810',
  dynamodbstreams: 'com.amazonaws.dynamodb.v20120810',
  sqs: 'com.amazonaws.sqs',
  stepfunctions: 'com.amazonaws.swf.service.v2.model',
};

function qualifiedName(service: ServiceModel | undefined, name: string): string {
  const namespace = service && errorNamespaces[service.service];
  if (service === undefined || namespace === undefined) return name;
  if (errorShape(service, name) !== undefined) return `${namespace}#${name}`;
  return name === 'ValidationException' ? `com.amazon.coral.validate#${name}` : `com.amazon.coral.service#${name}`;
}
