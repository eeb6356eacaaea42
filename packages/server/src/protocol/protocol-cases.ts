/** AWS's protocol test cases as botocore ports them, turned round for a server: requests are read, answers written. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileModel } from '../../../../tools/models/compile.ts';
import type { BotocoreModel, BotocoreOperation } from '../../../../tools/models/sources.ts';
import type { Member, ServiceModel } from './model.ts';
import type { WireOperation, WireRequest } from './wire.ts';

export interface ProtocolCase {
  id: string;
  given: BotocoreOperation;
  params?: Record<string, unknown>;
  serialized: { method?: string; uri?: string; headers?: Record<string, string>; body?: string };
  result?: Record<string, unknown>;
  errorCode?: string;
  errorMessage?: string;
  error?: Record<string, unknown>;
  response: { status_code: number; headers?: Record<string, string>; body?: string };
}

interface ProtocolSuite {
  description: string;
  metadata: BotocoreModel['metadata'];
  shapes: BotocoreModel['shapes'];
  cases: ProtocolCase[];
}

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));
export const casesDirectory = `${process.env['MADANG_SHARED'] ?? `${projectRoot}../shared`}/protocol-tests`;
export const casesAreHere = existsSync(`${casesDirectory}/input/json.json`);

export interface CaseOfOperation {
  test: ProtocolCase;
  operation: WireOperation;
}

export function readCases(direction: 'input' | 'output', file: string): CaseOfOperation[] {
  const suites = JSON.parse(readFileSync(`${casesDirectory}/${direction}/${file}.json`, 'utf8')) as ProtocolSuite[];
  return suites.flatMap((suite) =>
    suite.cases.map((test) => {
      const service = compileModel('conformance', {
        metadata: suite.metadata,
        shapes: suite.shapes,
        operations: { [test.given.name]: test.given },
      });
      const model = service.operations[test.given.name];
      if (model === undefined) throw new Error(`no operation ${test.given.name}`);
      return { test, operation: { service, model } };
    }),
  );
}

export function requestOf({ serialized, given }: ProtocolCase, bodyEncoding: BufferEncoding): WireRequest {
  const [path = '/', query = ''] = (serialized.uri ?? '/').split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(serialized.headers ?? {})) headers[name.toLowerCase()] = value;
  return {
    method: serialized.method ?? given.http?.method ?? 'POST',
    path,
    query,
    headers,
    body: Buffer.from(serialized.body ?? '', bodyEncoding),
  };
}

/** Decoded members and a case's `params` brought to one comparable form. */
export function comparable(service: ServiceModel, shapeIndex: number, value: unknown): unknown {
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
        Object.entries(value as object).map(([key, entry]) => [key, comparable(service, shape.value.shape, entry)]),
      );
    case 'timestamp':
      return value instanceof Date ? value.getTime() : new Date(typeof value === 'number' ? value * 1000 : String(value)).getTime();
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

/** A case's `result` as a handler would return it. */
export function handlerOutput(service: ServiceModel, shapeIndex: number, value: unknown): unknown {
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
        Object.entries(value as object).map(([key, entry]) => [key, handlerOutput(service, shape.value.shape, entry)]),
      );
    case 'timestamp':
      return new Date(typeof value === 'number' ? value * 1000 : String(value));
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
export function comparableXml(document: string): unknown {
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

function canonical({ name, attributes, children, text }: XmlNode): unknown {
  const elements = children.filter((child) => !requestIds.has(child.name)).map(canonical);
  elements.sort((a, b) => (JSON.stringify((a as string[])[0]) < JSON.stringify((b as string[])[0]) ? -1 : 1));
  return [name, attributes, elements, elements.length > 0 || text.trim() === '' ? text.trim() && '' : text];
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
