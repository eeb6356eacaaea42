import { QueryDecoder, queryDialect } from './query-decode.ts';
import type { QueryDecode } from './query-decode.ts';
import { errorDetails } from './query-errors.ts';
import { parseForm } from './query-form.ts';
import { queueUrlOf, withQueryNames } from './query-names-sqs.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import type { Codec, WireResponse } from './wire.ts';
import { escapeXml, escapeXmlMessage, namespaceAttribute, xmlMembersEncoder } from './xml-encode.ts';
import type { XmlEncode } from './xml-encode.ts';

/** The query protocol: parameters in a form or query string, answers in XML. */
export const queryCodec: Codec = {
  decode({ service, model }, request) {
    if (model.input === undefined) return {};
    const parameters = parseForm(request.query, request.body);
    const input = functionsOf(service, model).decode(parameters);
    if (service.service === 'sqs' && acceptsQueueUrl(service, model) && input['QueueUrl'] === undefined) {
      const queueUrl = queueUrlOf(request);
      if (queueUrl !== undefined) input['QueueUrl'] = queueUrl;
    }
    return input;
  },

  encode({ service, model }, output, requestId) {
    const { open, encode, close, end } = functionsOf(service, model);
    return answer(200, `${open}${encode(output)}${close}${requestId}${end}`, requestId);
  },

  encodeError(service, error, requestId) {
    const model = service && queryModel(service);
    const { code, status, type, message, members } = errorDetails(model, error);
    const body =
      `<ErrorResponse${namespaceAttribute(model?.xmlNamespace)}><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `${message === '' ? '' : `<Message>${escapeXmlMessage(message)}</Message>`}${members}</Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`;
    const response = answer(status, body, requestId);
    return { ...response, headers: { ...response.headers, ...error.details.headers } };
  },
};

function answer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

interface OperationFunctions {
  decode: QueryDecode;
  open: string;
  encode: XmlEncode;
  /** Up to the request id, and after it. */
  close: string;
  end: string;
}

const operationFunctions = new WeakMap<OperationModel, OperationFunctions>();
const decoders = new WeakMap<ServiceModel, QueryDecoder>();
const queryModels = new WeakMap<ServiceModel, ServiceModel>();

function functionsOf(service: ServiceModel, operation: OperationModel): OperationFunctions {
  let functions = operationFunctions.get(operation);
  if (functions === undefined) {
    functions = buildFunctions(queryModel(service), operation.name, operation);
    operationFunctions.set(operation, functions);
  }
  return functions;
}

function buildFunctions(service: ServiceModel, name: string, operation: OperationModel): OperationFunctions {
  let decoder = decoders.get(service);
  if (decoder === undefined) decoders.set(service, (decoder = new QueryDecoder(service, queryDialect)));
  const { output } = operation;
  const wrapper = service.operations[name]?.resultWrapper ?? operation.resultWrapper ?? `${name}Result`;
  const [openResult, closeResult] = output === undefined ? ['', ''] : [`<${wrapper}>`, `</${wrapper}>`];
  return {
    decode: operation.input === undefined ? () => ({}) : decoder.structure(operation.input),
    open: `<${name}Response${namespaceAttribute(service.xmlNamespace)}>${openResult}`,
    encode: output === undefined ? () => '' : xmlMembersEncoder(service, output),
    close: `${closeResult}<ResponseMetadata><RequestId>`,
    end: `</RequestId></ResponseMetadata></${name}Response>`,
  };
}

function queryModel(service: ServiceModel): ServiceModel {
  if (service.service !== 'sqs') return service;
  let model = queryModels.get(service);
  if (model === undefined) queryModels.set(service, (model = withQueryNames(service)));
  return model;
}

function acceptsQueueUrl(service: ServiceModel, operation: OperationModel): boolean {
  const input = operation.input === undefined ? undefined : service.shapes[operation.input];
  return input?.type === 'structure' && 'QueueUrl' in input.members;
}
