/** What a protocol case demands and what the codecs do, brought to forms that can be compared. */
import { AwsError } from '../platform/errors.ts';
import { readCbor } from './cbor-reader.ts';
import { codecFor } from './codecs.ts';
import type { Member, Protocol, ServiceModel, StructureShape } from './model.ts';
import { requestOf } from './protocol-cases.ts';
import type { CaseOfOperation } from './protocol-cases.ts';
import { queryNames } from './rest-request.ts';
import { matchRest } from './rest-router.ts';
import type { WireResponse } from './wire.ts';
import { structureAt } from './xml-names.ts';

interface Comparison {
  actual: unknown;
  expected: unknown;
}

/** The members that the codec reads from a case's request. */
export function decodedCase(given: CaseOfOperation): Comparison {
  const { protocol, test, operation } = given;
  const { service, model } = operation;
  const request = requestOf(given);
  const match = protocol.startsWith('rest-') ? matchRest(service, request) : { labels: {} };
  if (match === undefined) throw new Error(`no route for ${request.method} ${request.path}`);
  const decoded = codecFor(protocol).decode(operation, request, match.labels);
  if (model.input === undefined) return { actual: undefined, expected: undefined };
  const params = withoutRepeats(structureAt(service, model.input), test.params ?? {});
  return { actual: comparable(service, model.input, decoded), expected: comparable(service, model.input, params) };
}

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

/** The answer that the codec writes for a case's result or error. */
export function encodedCase(given: CaseOfOperation): Comparison {
  const { protocol, test } = given;
  const { status_code: status, headers = {}, body = '' } = test.response;
  const answer = answerOf(given);
  const names = Object.keys(headers).filter((name) => !headersOfTransport.has(name.toLowerCase()));
  const read = protocol === 'smithy-rpc-v2-cbor' ? Buffer.from(body, 'base64') : body;
  const isError = test.errorCode !== undefined;
  return {
    actual: {
      status: answer.status,
      headers: names.map((name) => answer.headers[name.toLowerCase()]),
      body: comparableBody(protocol, answer.body as string | Buffer, isError),
    },
    expected: {
      status,
      headers: names.map((name) => headers[name]),
      body: comparableBody(protocol, read, isError),
    },
  };
}

/** Content types differ in their parameters; Node writes the length. */
const headersOfTransport = new Set(['content-type', 'content-length']);

function answerOf(given: CaseOfOperation): WireResponse {
  const { protocol, test, operation } = given;
  const { service, model } = operation;
  const codec = codecFor(protocol);
  if (test.errorCode !== undefined) return codec.encodeError(service, errorOf(given), 'foo-id');
  const output = model.output === undefined ? {} : handlerOutput(service, model.output, test.result ?? {});
  return codec.encode(operation, output as Record<string, unknown>, 'foo-id');
}

/** An error as a service throws it: by the name of its shape. */
function errorOf({ test, operation: { service } }: CaseOfOperation): AwsError {
  const { errorCode = '', errorMessage, error = {}, response } = test;
  const name = test.given.errors?.[0]?.shape ?? errorCode;
  const shapeIndex = service.errors[name];
  const members = shapeIndex === undefined ? error : (handlerOutput(service, shapeIndex, error) as typeof error);
  const message = errorMessage ?? error['message'] ?? error['Message'] ?? '';
  // The status in a query-compatible model is the query protocol's, which JSON and CBOR need not share.
  const status = service.queryCompatible ? { status: response.status_code } : {};
  return new AwsError(name, message as string, { ...status, members });
}

function comparableBody(protocol: Protocol, body: string | Buffer, isError: boolean): unknown {
  const text = body.toString();
  switch (protocol) {
    case 'json':
    case 'rest-json':
      return comparableJson(text);
    case 'smithy-rpc-v2-cbor':
      return body.length === 0 ? {} : withoutNamespace(readCbor(body as Buffer));
    default:
      if (!text.trim().startsWith('<')) return text;
      // Clients do not look at the name of an answer's root.
      return isError ? comparableXml(text) : comparableXml(text).slice(1);
  }
}

/** Payloads of text and bytes are compared as they are. */
function comparableJson(text: string): unknown {
  if (!text.trim().startsWith('{')) return text === '' ? {} : text;
  return withoutNamespace(JSON.parse(text));
}

/** `__type` is compared by its name: its namespace is the model's, which botocore's form has not. */
function withoutNamespace(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('__type' in body)) return body;
  return { ...body, __type: String(body.__type).replace(/^.*#/, '') };
}

/** Decoded members and a case's `params` brought to one comparable form. */
function comparable(service: ServiceModel, shapeIndex: number, value: unknown): unknown {
  const shape = service.shapes[shapeIndex];
  if (shape === undefined) throw new Error(`no shape ${shapeIndex}`);
  if (value === null || value === undefined) return undefined;
  switch (shape.type) {
    case 'structure':
      if (shape.document) return value;
      return mapMembers(shape.members, value as Record<string, unknown>, (member, entry) =>
        comparable(service, member.shape, entry),
      );
    case 'list':
      return (value as unknown[]).map((item) => comparable(service, shape.member.shape, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, comparable(service, shape.value.shape, entry)]),
      );
    case 'timestamp':
      return value instanceof Date ? value.getTime() : dateOf(value).getTime();
    case 'blob':
      return Buffer.from(value as string).toString('latin1');
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      return String(Math.fround(Number(value)));
    default:
      return typeof value === 'object' ? JSON.stringify(value) : value;
  }
}

/** Cases write times in seconds or as text. */
function dateOf(value: unknown): Date {
  return new Date(typeof value === 'number' ? value * 1000 : (value as string));
}

/** A case's `result` as a handler would return it. */
function handlerOutput(service: ServiceModel, shapeIndex: number, value: unknown): unknown {
  const shape = service.shapes[shapeIndex];
  if (shape === undefined) throw new Error(`no shape ${shapeIndex}`);
  if (value === null || value === undefined) return undefined;
  switch (shape.type) {
    case 'structure':
      if (shape.document) return value;
      return mapMembers(shape.members, value as Record<string, unknown>, (member, entry) =>
        handlerOutput(service, member.shape, entry),
      );
    case 'list':
      return (value as unknown[]).map((item) => handlerOutput(service, shape.member.shape, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, handlerOutput(service, shape.value.shape, entry)]),
      );
    case 'timestamp':
      return dateOf(value);
    case 'blob':
      return Buffer.from(value as string);
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      return Number(value);
    default:
      return value;
  }
}

function mapMembers(
  members: Record<string, Member>,
  value: Record<string, unknown>,
  convert: (member: Member, entry: unknown) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const entry = convert(member, value[name]);
    if (entry !== undefined) result[name] = entry;
  }
  return result;
}

interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

/**
 * An XML document as a client reads it: without namespaces, comments, order of unlike elements and white space
 * between elements.
 */
function comparableXml(document: string): unknown[] {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const tokens = /<!\[CDATA\[([^]*?)\]\]>|<[!?][^>]*>|<\/[^>]+>|<([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/g;
  for (const [token, cdata, name, attributes, empty, text] of document.matchAll(tokens)) {
    const top = open.at(-1) as XmlNode;
    if (cdata !== undefined || text !== undefined) top.text += cdata ?? unescapeXml(text as string);
    else if (name !== undefined) {
      const node: XmlNode = { name: localName(name), attributes: {}, children: [], text: '' };
      for (const [, key, value] of (attributes ?? '').matchAll(/([^\s=]+)\s*=\s*"([^"]*)"/g)) {
        if (!key?.startsWith('xmlns')) node.attributes[key as string] = unescapeXml(value as string);
      }
      top.children.push(node);
      if (empty !== '/') open.push(node);
    } else if (token.startsWith('</')) open.pop();
  }
  return canonical(root.children[0] ?? root);
}

/** What tells answers apart but is nothing the case is about. */
const requestIds = new Set(['requestId', 'RequestId', 'RequestID', 'ResponseMetadata', 'HostId']);

function canonical({ name, attributes, children, text }: XmlNode): unknown[] {
  const elements = children.filter((child) => !requestIds.has(child.name)).map(canonical);
  elements.sort((a, b) => (JSON.stringify((a as string[])[0]) < JSON.stringify((b as string[])[0]) ? -1 : 1));
  return [name, attributes, elements, elements.length > 0 || text.trim() === '' ? '' : text];
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (_, numeric: string | undefined, body: string) =>
    numeric === undefined
      ? (entities[body] ?? '')
      : String.fromCodePoint(Number.parseInt(body, numeric === '#x' ? 16 : 10)),
  );
}
