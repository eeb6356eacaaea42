import { jsonText } from './json-text.ts';
import type { Member, Operation, Service, Shape } from './model.ts';
import { encode } from './query-form.ts';
import type { Value } from './sample.ts';
import type { WireRequest } from './wire-request.ts';

/** A request of rest-json or rest-xml: labels, query, headers and body by the model's locations. */
export function restRequest(
  service: Service,
  operation: Operation,
  protocol: string,
  input: Record<string, Value>,
): WireRequest {
  const shape: Shape = (operation.input === undefined ? undefined : service.shapes[operation.input]) ?? {
    type: 'structure',
  };
  const signing = `Credential=test/20260101/us-east-1/${service.signingName}/aws4_request, SignedHeaders=host, Signature=00`;
  const request: WireRequest = {
    method: operation.method,
    target: operation.uri,
    headers: [
      ['host', '127.0.0.1'],
      ['authorization', `AWS4-HMAC-SHA256 ${signing}`],
    ],
    body: Buffer.alloc(0),
  };
  const rest: [string, Value][] = [];
  for (const [name, value] of Object.entries(input)) {
    const member = shape.members !== undefined && Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (member?.location === undefined) rest.push([name, value]);
    else place(request, member, member.name ?? name, value);
  }
  // Labels that are left over stay as they are: a hostile path like any other.
  request.body = restBody(operation, protocol, shape, Object.fromEntries(rest));
  if (request.body.length > 0) {
    request.headers.push(['content-type', protocol === 'rest-json' ? 'application/json' : 'application/xml']);
  }
  return request;
}

function place(request: WireRequest, { location }: Member, name: string, value: Value): void {
  const text = plainText(value);
  if (location === 'uri') {
    request.target = request.target.replace(new RegExp(`\\{${name}\\+?\\}`), () => encode(text));
  } else if (location === 'querystring') {
    request.target += `${request.target.includes('?') ? '&' : '?'}${encode(name)}=${encode(text)}`;
  } else if (!/^content-(length|encoding)$/i.test(name)) {
    request.headers.push([name, text.replaceAll(/[^\x20-\x7e]/g, '?')]);
  }
}

function plainText(value: Value): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : jsonText(value);
}

function restBody(operation: Operation, protocol: string, shape: Shape, inBody: Record<string, Value>): Buffer {
  const payload = shape.payload === undefined ? undefined : inBody[shape.payload];
  if (payload instanceof Uint8Array) return Buffer.from(payload);
  const content = payload === undefined ? inBody : payload;
  if (Object.keys(inBody).length === 0) return Buffer.alloc(0);
  if (protocol === 'rest-json') return Buffer.from(jsonText(content));
  return Buffer.from(xmlElement(operation.inputName ?? shape.payload ?? 'Input', content));
}

function xmlElement(name: string, value: Value): string {
  if (Array.isArray(value)) return value.map((item) => xmlElement(name, item)).join('');
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  const content = isObject
    ? Object.entries(value)
        .map(([key, item]) => xmlElement(key, item))
        .join('')
    : plainText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${content}</${name}>`;
}
