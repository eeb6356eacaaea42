/** Values in labels, query strings and headers of the REST protocols. */
import { AwsError } from '../platform/errors.ts';
import { decodeBase64, parseJson, serializationError } from './body-values.ts';
import type { ListShape, Member, ScalarShape, ServiceModel, TimestampFormat } from './model.ts';
import { isScalar, shapeAt } from './shape-dialect.ts';
import {
  readBoolean,
  readFloat,
  readInteger,
  readLong,
  readTimestamp,
  writeBlob,
  writeTimestamp,
} from './xml-scalars.ts';

export type TextReader = (text: string) => unknown;

/** Reads one scalar; `name` is for the error's message. */
export function textReader(service: ServiceModel, member: Member, name: string): TextReader {
  const shape = scalarAt(service, member);
  if (shape.type === 'string') {
    if (!member.jsonValue && !shape.jsonValue) return (text) => text;
    return (text) => parseJson(decodeBase64(text).toString());
  }
  if (shape.type === 'blob') return decodeBase64;
  const read = scalarReaders[shape.type];
  return (text) => {
    const value = read(text);
    if (value === undefined) throw invalidText(service, name, text, shape.type);
    return value;
  };
}

const scalarReaders = {
  integer: readInteger,
  long: readLong,
  double: readFloat,
  float: readFloat,
  boolean: readBoolean,
  timestamp: readTimestamp,
};

function invalidText(service: ServiceModel, name: string, text: string, type: string): AwsError {
  if (service.service !== 's3') return serializationError(`The value '${text}' of ${name} is not a valid ${type}`);
  const message = type === 'integer' ? `Provided ${name} not an integer or within integer range` : `Invalid ${name}`;
  return new AwsError('InvalidArgument', message, { members: { ArgumentName: name, ArgumentValue: text } });
}

/** Reads a header that holds a list: quoted where an item has a comma, dates in pairs of comma parts. */
export function headerListReader(service: ServiceModel, list: ListShape, name: string): TextReader {
  const item = scalarAt(service, list.member);
  const read = textReader(service, list.member, name);
  const dates =
    item.type === 'timestamp' && (list.member.timestampFormat ?? item.timestampFormat ?? 'rfc822') === 'rfc822';
  return (text) => (dates ? splitDates(text) : splitHeader(text)).map(read);
}

function splitDates(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.flatMap((part, index) => (index % 2 === 0 ? [`${part}, ${parts[index + 1] ?? ''}`] : []));
}

/** Splits at commas outside of quotes; one pass, whatever the text. */
export function splitHeader(text: string): string[] {
  if (text.trim() === '') return [];
  if (!text.includes('"')) return text.split(',').map((item) => item.trim());
  const items: string[] = [];
  let item = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted && character === '\\' && at + 1 < text.length) {
      at += 1;
      item += text[at] as string;
    } else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      items.push(item.trim());
      item = '';
    } else item += character;
  }
  items.push(item.trim());
  return items;
}

export type TextWriter = (value: never) => string;

/** Writes a header's value. */
export function headerWriter(service: ServiceModel, member: Member): TextWriter {
  const shape = shapeAt(service, member.shape);
  if (shape.type === 'list') {
    const write = headerWriter(service, shape.member);
    const quotes = scalarAt(service, shape.member).type === 'string';
    return (items: never[]) => items.map((item) => (quotes ? quoted(write(item)) : write(item))).join(', ');
  }
  const scalar = scalarAt(service, member);
  switch (scalar.type) {
    case 'timestamp': {
      const format: TimestampFormat = member.timestampFormat ?? scalar.timestampFormat ?? 'rfc822';
      return (value: Date) => writeTimestamp(value, format);
    }
    case 'blob':
      return writeBlob;
    case 'string':
      if (member.jsonValue || scalar.jsonValue) {
        return (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
      }
      return headerText;
    default:
      return String;
  }
}

/** A header cannot carry line breaks: they would end it. */
function headerText(value: string): string {
  return /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, ' ') : value;
}

function quoted(item: string): string {
  return /[",]/.test(item) ? `"${item.replace(/["\\]/g, '\\$&')}"` : item;
}

function scalarAt(service: ServiceModel, member: Member): ScalarShape {
  const shape = shapeAt(service, member.shape);
  if (!isScalar(shape)) throw new Error(`${service.service} binds a ${shape.type} to a place of text`);
  return shape;
}
