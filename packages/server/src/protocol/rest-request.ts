import { parseJsonBody } from './body-values.ts';
import { headerListReader, textReader } from './http-values.ts';
import { bodyDecoder } from './json-decode.ts';
import type { Member, ServiceModel, StructureShape } from './model.ts';
import { parseQueryString } from './query-string.ts';
import { shapeAt } from './shape-dialect.ts';
import { isStreamingMember } from './streaming-members.ts';
import { readUtf8 } from './utf8-text.ts';
import type { WireOperation, WireRequest } from './wire.ts';
import { xmlDecoder } from './xml-decode.ts';
import { bodyMembers, structureAt } from './xml-names.ts';
import { malformedXml } from './xml-parse.ts';

/** A request with what its readers share. */
interface RestRequest {
  wire: WireRequest;
  labels: Record<string, string>;
  query: Map<string, string[]>;
}

/** Reads one member from its place in the request; undefined where it is absent. */
type MemberReader = (request: RestRequest) => unknown;

export type RequestDecoder = (wire: WireRequest, labels: Record<string, string>) => Record<string, unknown>;

/** Body languages of the two REST protocols. */
export type RestBody = 'json' | 'xml';

export function requestDecoder({ service, model }: WireOperation, language: RestBody): RequestDecoder {
  if (model.input === undefined) return () => ({});
  const shape = structureAt(service, model.input);
  const { readers, queryReaders, headerReaders } = readersOf(service, shape, language);
  const readBody = shape.payload === undefined ? bodyReader(service, model.input, language) : undefined;
  return (wire, labels) => {
    const request: RestRequest = { wire, labels, query: parseQueryString(wire.query) };
    const input = readBody === undefined || wire.body.length === 0 ? {} : readBody(wire.body);
    readInto(input, readers, request);
    if (request.query.size > 0) readInto(input, queryReaders, request);
    // A request has fewer headers than an operation of S3 has members that could be in them.
    for (const name in wire.headers) {
      const reader = headerReaders.get(name);
      const value = reader?.read(wire.headers[name]);
      if (reader !== undefined && value !== undefined) input[reader.member] = value;
    }
    return input;
  };
}

function readInto(input: Record<string, unknown>, readers: readonly [string, MemberReader][], request: RestRequest) {
  for (const [name, read] of readers) {
    const value = read(request);
    if (value !== undefined) input[name] = value;
  }
}

interface Readers {
  /** Of labels, the payload and headers that share a prefix. */
  readers: [string, MemberReader][];
  queryReaders: [string, MemberReader][];
  /** By the name of the header. */
  headerReaders: Map<string, HeaderReader>;
}

function readersOf(service: ServiceModel, shape: StructureShape, language: RestBody): Readers {
  const all: Readers = { readers: [], queryReaders: [], headerReaders: new Map() };
  for (const [name, member] of Object.entries(shape.members)) {
    const wireName = member.name ?? name;
    if (name === shape.payload) all.readers.push([name, payloadReader(service, member, language)]);
    else if (member.location === 'querystring') {
      all.queryReaders.push([name, queryReader(service, shape, wireName, member)]);
    } else if (member.location === 'header') {
      all.headerReaders.set(wireName.toLowerCase(), headerReader(service, name, wireName, member));
    } else if (member.location === 'uri') all.readers.push([name, labelReader(service, wireName, member)]);
    else if (member.location === 'headers') {
      all.readers.push([name, ({ wire }) => prefixedHeaders(wire, wireName.toLowerCase())]);
    }
  }
  return all;
}

function bodyReader(service: ServiceModel, input: number, language: RestBody) {
  const names = bodyMembers(structureAt(service, input)).map(([name]) => name);
  if (names.length === 0) return undefined;
  const decode = structureReader(service, input, language, names);
  return (body: Buffer) => decode(body);
}

function structureReader(service: ServiceModel, shape: number, language: RestBody, names?: readonly string[]) {
  if (language === 'xml') {
    const decode = xmlDecoder(service, shape, names);
    return (body: Buffer) => decode(xmlText(body));
  }
  const decode = bodyDecoder(service, shape, 'json', names);
  return (body: Buffer) => decode(parseJsonBody(body));
}

function xmlText(body: Buffer): string {
  const text = readUtf8(body);
  if (text === undefined) throw malformedXml();
  return text;
}

function payloadReader(service: ServiceModel, member: Member, language: RestBody): MemberReader {
  const shape = shapeAt(service, member.shape);
  if (isStreamingMember(service, member)) return ({ wire }) => wire.stream ?? wire.body;
  switch (shape.type) {
    case 'blob':
      return ({ wire }) => (wire.body.length === 0 ? undefined : wire.body);
    case 'string':
      return ({ wire }) => (wire.body.length === 0 ? undefined : wire.body.toString());
    case 'structure': {
      const read = shape.document ? parseJsonBody : structureReader(service, member.shape, language);
      return ({ wire }) => (wire.body.length === 0 ? undefined : read(wire.body));
    }
    default:
      throw new Error(`${service.service} has a ${shape.type} as payload`);
  }
}

function labelReader(service: ServiceModel, name: string, member: Member): MemberReader {
  const read = textReader(service, member, name);
  return ({ labels }) => {
    const text = labels[name];
    return text === undefined ? undefined : read(text);
  };
}

function queryReader(service: ServiceModel, parent: StructureShape, name: string, member: Member): MemberReader {
  const shape = shapeAt(service, member.shape);
  if (shape.type === 'map') return queryMapReader(parent, shapeAt(service, shape.value.shape).type === 'list');
  if (shape.type === 'list') {
    const read = textReader(service, shape.member, name);
    return ({ query }) => query.get(name)?.map(read);
  }
  const read = textReader(service, member, name);
  const isString = shape.type === 'string';
  return ({ query }) => {
    const text = query.get(name)?.[0];
    return text === undefined || (text === '' && !isString) ? undefined : read(text);
  };
}

/** A map takes the parameters that no other member is bound to. */
function queryMapReader(parent: StructureShape, takesLists: boolean): MemberReader {
  const bound = queryNames(parent);
  return ({ query }) => {
    const entries = [...query].filter(([name]) => !bound.has(name));
    if (entries.length === 0) return undefined;
    return Object.fromEntries(entries.map(([name, values]) => [name, takesLists ? values : values[0]]));
  };
}

export function queryNames({ members }: StructureShape): Set<string> {
  const bound = Object.entries(members).filter(([, member]) => member.location === 'querystring');
  return new Set(bound.map(([name, member]) => member.name ?? name));
}

interface HeaderReader {
  member: string;
  read: (value: string | string[] | undefined) => unknown;
}

function headerReader(service: ServiceModel, memberName: string, name: string, member: Member): HeaderReader {
  const shape = shapeAt(service, member.shape);
  const read = shape.type === 'list' ? headerListReader(service, shape, name) : textReader(service, member, name);
  const keepsEmpty = shape.type === 'list' || (shape.type === 'string' && !member.jsonValue);
  return {
    member: memberName,
    read(value) {
      if (value === undefined || (value === '' && !keepsEmpty)) return undefined;
      return read(Array.isArray(value) ? value.join(', ') : value);
    },
  };
}

function prefixedHeaders({ headers }: WireRequest, prefix: string): Record<string, string> | undefined {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name.startsWith(prefix)) {
      entries.push([name.slice(prefix.length), Array.isArray(value) ? value.join(', ') : value]);
    }
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
