import type { BodyStream } from '../platform/body-stream.ts';
import { statusOf } from '../platform/http-status.ts';
import { encodeEventStream } from './event-stream-codec.ts';
import { headerWriter } from './http-values.ts';
import { bodyProjection } from './json-encode.ts';
import type { Member, Protocol, ServiceModel, StructureShape } from './model.ts';
import type { RestBody } from './rest-request.ts';
import { shapeAt } from './shape-dialect.ts';
import type { WireOperation, WireResponse } from './wire.ts';
import { xmlEncoder } from './xml-encode.ts';
import { bodyMembers, structureAt } from './xml-names.ts';

export type ResponseEncoder = (output: Record<string, unknown>) => WireResponse;

type HeaderWriter = (output: Record<string, unknown>, headers: Record<string, string>) => void;

interface Body {
  contentType: string;
  /** Undefined where the answer has no body. */
  write: (output: Record<string, unknown>) => string | BodyStream | undefined;
}

export function responseEncoder({ service, model }: WireOperation, language: RestBody): ResponseEncoder {
  const { status, output: index } = model;
  if (index === undefined) return () => ({ status, headers: {}, body: '' });
  const shape = structureAt(service, index);
  const writers = headerWriters(service, shape);
  const statusMember = Object.keys(shape.members).find((name) => shape.members[name]?.location === 'statusCode');
  const rootName = model.outputName ?? shape.locationName ?? shape.name;
  const body =
    shape.payload === undefined
      ? membersBody(service, index, rootName, language)
      : payloadBody(service, shape, language);
  return (output) => {
    const content = body?.write(output);
    const headers: Record<string, string> = {};
    if (content !== undefined && body !== undefined) headers['content-type'] = body.contentType;
    for (const write of writers) write(output, headers);
    const given = statusMember === undefined ? statusOf(output) : output[statusMember];
    // The models say 200 of whole and partial content alike.
    const usual = headers['content-range'] === undefined ? status : 206;
    return { status: typeof given === 'number' ? given : usual, headers, body: content ?? '' };
  };
}

/** Writers of the members that are bound to headers; errors have such members too. */
export function headerWriters(service: ServiceModel, shape: StructureShape): HeaderWriter[] {
  const writers: HeaderWriter[] = [];
  for (const [name, member] of Object.entries(shape.members)) {
    const wireName = (member.name ?? (member.location === 'headers' ? '' : name)).toLowerCase();
    if (member.location === 'header') {
      const write = headerWriter(service, member);
      writers.push((output, headers) => {
        const value = output[name];
        if (value !== undefined && value !== null) headers[wireName] = write(value as never);
      });
    } else if (member.location === 'headers') {
      writers.push((output, headers) => {
        for (const [key, value] of Object.entries((output[name] ?? {}) as Record<string, string>)) {
          headers[`${wireName}${key.toLowerCase()}`] = value;
        }
      });
    }
  }
  return writers;
}

function membersBody(service: ServiceModel, index: number, rootName: string, language: RestBody): Body | undefined {
  const names = bodyMembers(structureAt(service, index)).map(([name]) => name);
  if (names.length === 0) return undefined;
  if (language === 'xml') {
    return { contentType: 'application/xml', write: xmlEncoder(service, index, rootName, { memberNames: names }) };
  }
  const project = bodyProjection(service, index, 'json', names);
  return { contentType: 'application/json', write: (output) => JSON.stringify(project(output)) };
}

function payloadBody(service: ServiceModel, shape: StructureShape, language: RestBody): Body {
  const name = shape.payload as string;
  const member = shape.members[name] as Member;
  const target = shapeAt(service, member.shape);
  if (target.type === 'blob') {
    return { contentType: 'application/octet-stream', write: (output) => output[name] as BodyStream | undefined };
  }
  if (target.type === 'string') {
    return { contentType: 'text/plain', write: (output) => output[name] as string | undefined };
  }
  if (target.type !== 'structure') throw new Error(`${service.service} has a ${target.type} as payload`);
  if (target.eventStream) {
    const protocol: Protocol = language === 'json' ? 'rest-json' : 'rest-xml';
    return {
      contentType: 'application/vnd.amazon.eventstream',
      write: (output) =>
        encodeEventStream(service, member.shape, output[name] as AsyncIterable<Record<string, unknown>>, protocol),
    };
  }
  const write = structureWriter(service, member, target, language);
  return {
    contentType: language === 'json' ? 'application/json' : 'application/xml',
    write: (output) => {
      const value = output[name];
      return value === undefined || value === null ? undefined : write(value as Record<string, unknown>);
    },
  };
}

function structureWriter(service: ServiceModel, member: Member, shape: StructureShape, language: RestBody) {
  if (language === 'xml') {
    const root = member.name ?? shape.locationName ?? shape.name;
    const namespace = member.xmlNamespace?.uri;
    return xmlEncoder(service, member.shape, root, namespace === undefined ? {} : { rootNamespace: namespace });
  }
  if (shape.document) return (value: unknown) => JSON.stringify(value);
  const project = bodyProjection(service, member.shape);
  return (value: Record<string, unknown>) => JSON.stringify(project(value));
}
