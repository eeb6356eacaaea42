import { parseJson } from './body-values.ts';
import { headerListReader, textReader } from './http-values.ts';
import { bodyDecoder } from './json-decode.ts';
import type { Member, ServiceModel, StructureShape } from './model.ts';
import { parseQueryString } from './query-string.ts';
import { shapeAt } from './shape-dialect.ts';
import { isStreamingMember } from './streaming-members.ts';
import type { WireOperation, WireRequest } from './wire.ts';
import { xmlDecoder } from './xml-decode.ts';
import { bodyMembers, structureAt } from './xml-names.ts';

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
  const readers: [string, MemberReader][] = [];
  for (const [name, member] of Object.entries(shape.members)) {
    const reader =
      name === shape.payload ? payloadReader(service, member, language) : boundReader(service, shape, name, member);
    if (reader !== undefined) readers.push([name, reader]);
  }
  const readBody = shape.payload === undefined ? bodyReader(service, model.input, language) : undefined;
  return (wire, labels) => {
    const request: RestRequest = { wire, labels, query: parseQueryString(wire.query) };
    const input = readBody === undefined || wire.body.length === 0 ? {} : readBody(wire.body);
    for (const [name, read] of readers) {
      const value = read(request);
      if (value !== undefined) input[name] = value;
    }
    return input;
  };
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
    return (body: Buffer) => decode(body.toString());
  }
  const decode = bodyDecoder(service, shape, 'json', names);
  return (body: Buffer) => decode(parseJson(body.toString()));
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
      const read = shape.document
        ? (body: Buffer) => parseJson(body.toString())
        : structureReader(service, member.shape, language);
      return ({ wire }) => (wire.body.length === 0 ? undefined : read(wire.body));
    }
    default:
      throw new Error(`${service.service} has a ${shape.type} as payload`);
  }
}

function boundReader(
  service: ServiceModel,
  shape: StructureShape,
  name: string,
  member: Member,
): MemberReader | undefined {
  const wireName = member.name ?? name;
  switch (member.location) {
    case 'uri': {
      const read = textReader(service, member, wireName);
      return ({ labels }) => {
        const text = labels[wireName];
        return text === undefined ? undefined : read(text);
      };
    }
    case 'querystring':
      return queryReader(service, shape, wireName, member);
    case 'header':
      return headerReader(service, wireName, member);
    case 'headers':
      return ({ wire }) => prefixedHeaders(wire, wireName.toLowerCase());
    default:
      return undefined;
  }
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

function headerReader(service: ServiceModel, name: string, member: Member): MemberReader {
  const shape = shapeAt(service, member.shape);
  const header = name.toLowerCase();
  const read = shape.type === 'list' ? headerListReader(service, shape, name) : textReader(service, member, name);
  const keepsEmpty = shape.type === 'list' || (shape.type === 'string' && !member.jsonValue);
  return ({ wire }) => {
    const value = wire.headers[header];
    if (value === undefined || (value === '' && !keepsEmpty)) return undefined;
    return read(Array.isArray(value) ? value.join(', ') : value);
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
