import type { OperationModel, ServiceModel } from './model.ts';
import { QueryDecoder, ec2Dialect } from './query-decode.ts';
import type { QueryDecode } from './query-decode.ts';
import { errorDetails } from './query-errors.ts';
import { parseForm } from './query-form.ts';
import type { Codec, WireResponse } from './wire.ts';
import { XML_DECLARATION, escapeXml, escapeXmlMessage, namespaceAttribute, xmlMembersEncoder } from './xml-encode.ts';
import type { XmlEncode } from './xml-encode.ts';

/** EC2's variant of the query protocol: flat lists, capitalised names, and answers without a result element. */
export const ec2Codec: Codec = {
  decode({ service, model }, request) {
    if (model.input === undefined) return {};
    return functionsOf(service, model).decode(parseForm(request.query, request.body));
  },

  encode({ service, model }, output, requestId) {
    const { open, encode, close } = functionsOf(service, model);
    return answer(200, `${open}${requestId}</requestId>${encode(output)}${close}`, requestId);
  },

  encodeError(service, error, requestId) {
    const { code, status, message, members } = errorDetails(service, error);
    const body =
      `${XML_DECLARATION}<Response><Errors><Error><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXmlMessage(message)}</Message>${members}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    const response = answer(status, body, requestId);
    return { ...response, headers: { ...response.headers, ...error.details.headers } };
  },
};

function answer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body };
}

interface OperationFunctions {
  decode: QueryDecode;
  open: string;
  encode: XmlEncode;
  close: string;
}

const operationFunctions = new WeakMap<OperationModel, OperationFunctions>();
const decoders = new WeakMap<ServiceModel, QueryDecoder>();

function functionsOf(service: ServiceModel, operation: OperationModel): OperationFunctions {
  let functions = operationFunctions.get(operation);
  if (functions === undefined) operationFunctions.set(operation, (functions = buildFunctions(service, operation)));
  return functions;
}

function buildFunctions(service: ServiceModel, { name, input, output }: OperationModel): OperationFunctions {
  let decoder = decoders.get(service);
  if (decoder === undefined) decoders.set(service, (decoder = new QueryDecoder(service, ec2Dialect)));
  return {
    decode: input === undefined ? () => ({}) : decoder.structure(input),
    open: `${XML_DECLARATION}<${name}Response${namespaceAttribute(service.xmlNamespace)}><requestId>`,
    encode: output === undefined ? () => '' : xmlMembersEncoder(service, output),
    close: `</${name}Response>`,
  };
}
