import type { AwsError } from '../platform/errors.ts';
import { bodyError, errorShape } from './body-errors.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { errorDetails } from './query-errors.ts';
import { requestDecoder } from './rest-request.ts';
import type { RequestDecoder, RestBody } from './rest-request.ts';
import { headerWriters, responseEncoder } from './rest-response.ts';
import type { ResponseEncoder } from './rest-response.ts';
import type { Codec, WireOperation, WireResponse } from './wire.ts';
import { XML_DECLARATION, escapeXml, escapeXmlMessage, namespaceAttribute } from './xml-encode.ts';
import { serviceNamespace, structureAt } from './xml-names.ts';

export const restJsonCodec: Codec = restCodec('json', (service, error, requestId) => {
  const { name, status, body, headers } = bodyError(service, error, 'json');
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': name,
      ...addRequestId({}, service, requestId),
      ...headers,
      ...boundHeaders(service, error),
      ...error.details.headers,
    },
    body: JSON.stringify(body),
  };
});

export const restXmlCodec: Codec = restCodec('xml', (service, error, requestId) => {
  const { status } = errorDetails(service, error);
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      ...addRequestId({}, service, requestId),
      ...boundHeaders(service, error),
      ...error.details.headers,
    },
    body: isS3(service) ? s3ErrorBody(service, error, requestId) : xmlErrorBody(service, error, requestId),
  };
});

type ErrorEncoder = (service: ServiceModel | undefined, error: AwsError, requestId: string) => WireResponse;

interface OperationFunctions {
  decode: RequestDecoder;
  encode: ResponseEncoder;
}

function restCodec(language: RestBody, encodeError: ErrorEncoder): Codec {
  const operationFunctions = new WeakMap<OperationModel, OperationFunctions>();
  const functionsOf = (operation: WireOperation): OperationFunctions => {
    let functions = operationFunctions.get(operation.model);
    if (functions === undefined) {
      functions = { decode: requestDecoder(operation, language), encode: responseEncoder(operation, language) };
      operationFunctions.set(operation.model, functions);
    }
    return functions;
  };
  return {
    decode: (operation, request, labels = {}) => functionsOf(operation).decode(request, labels),
    encode(operation, output, requestId) {
      const response = functionsOf(operation).encode(output);
      addRequestId(response.headers, operation.service, requestId);
      return response;
    },
    encodeError,
  };
}

function isS3(service: ServiceModel | undefined): boolean {
  return service?.service === 's3';
}

function addRequestId(
  headers: Record<string, string>,
  service: ServiceModel | undefined,
  requestId: string,
): Record<string, string> {
  if (isS3(service)) {
    headers['x-amz-request-id'] = requestId;
    headers['x-amz-id-2'] = hostId(requestId);
  } else headers['x-amzn-requestid'] = requestId;
  return headers;
}

/** S3's second id names the host that answered; here it follows from the first. */
function hostId(requestId: string): string {
  return btoa(`madang/${requestId}`);
}

function boundHeaders(service: ServiceModel | undefined, error: AwsError): Record<string, string> {
  const index = service && errorShape(service, error.code);
  const headers: Record<string, string> = {};
  if (service === undefined || index === undefined || error.details.members === undefined) return headers;
  for (const write of headerWriters(service, structureAt(service, index))) write(error.details.members, headers);
  return headers;
}

/** S3 names the bucket, key or argument in elements that its model does not list. */
function s3ErrorBody(service: ServiceModel | undefined, error: AwsError, requestId: string): string {
  const { code, message } = errorDetails(service, error);
  const elements: Record<string, unknown> = { Code: code, Message: message, ...error.details.members };
  elements['RequestId'] = requestId;
  elements['HostId'] = hostId(requestId);
  const content = Object.entries(elements)
    .filter(([, value]) => value !== undefined && value !== null && typeof value !== 'object')
    .map(([name, value]) => `<${name}>${escapeXmlMessage(String(value))}</${name}>`);
  return `${XML_DECLARATION}<Error>${content.join('')}</Error>`;
}

function xmlErrorBody(service: ServiceModel | undefined, error: AwsError, requestId: string): string {
  const { code, type, message, members } = errorDetails(service, error);
  const namespace = namespaceAttribute(service && serviceNamespace(service));
  const text = message === '' ? '' : `<Message>${escapeXmlMessage(message)}</Message>`;
  return (
    `${XML_DECLARATION}<ErrorResponse${namespace}><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
    `${text}${members}</Error><RequestId>${escapeXml(requestId)}</RequestId></ErrorResponse>`
  );
}
