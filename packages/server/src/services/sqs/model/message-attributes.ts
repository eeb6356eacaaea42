import type { MessageAttributeValue } from '../../../../generated/types/sqs.ts';
import { SqsError } from '../errors.ts';
import { isMessageText } from './message-text.ts';

/** As stored: binary values in base64. */
export interface StoredAttribute {
  type: string;
  text?: string;
  binary?: string;
}

export type StoredAttributes = Record<string, StoredAttribute>;

const mostAttributes = 10;
/** AWS documents letters and digits of ASCII, and takes those of every script. */
const nameForm = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[\p{L}\p{N}_.-]{1,256}(?<!\.)$/iu;
const typeForm = /^(?:String|Number|Binary)(?:\..+)?$/s;
const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function parseMessageAttributes(
  attributes: Record<string, MessageAttributeValue> | undefined,
): StoredAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > mostAttributes) {
    throw invalid(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${mostAttributes}].`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, parseAttribute(name, value)]));
}

/** The one system attribute that a sender may set, and that instrumented clients set by the HTTP header of X-Ray. */
export function parseTraceHeader(
  attributes: Record<string, MessageAttributeValue> | undefined,
  httpHeader?: string | string[],
): StoredAttribute | undefined {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name !== 'AWSTraceHeader') throw invalid(`Message system attribute name '${name}' is invalid.`);
    const attribute = parseAttribute(name, value, () => true);
    if (attribute.type !== 'String') {
      throw invalid(`The message system attribute '${name}' must be of the type String.`);
    }
    return attribute;
  }
  return typeof httpHeader === 'string' && httpHeader.includes('Root=')
    ? { type: 'String', text: httpHeader }
    : undefined;
}

/** Bytes that count against the queue's maximum message size. */
export function attributesSize(attributes: StoredAttributes = {}): number {
  let size = 0;
  for (const [name, { type, text, binary }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(type);
    size += text === undefined ? Buffer.byteLength(binary ?? '', 'base64') : Buffer.byteLength(text);
  }
  return size;
}

/** Names select themselves, `All`, `*` and `.*` everything, `prefix.*` all that start with the prefix. */
export function selectAttributes(
  attributes: StoredAttributes | undefined,
  names: readonly string[],
): StoredAttributes | undefined {
  if (!attributes || names.length === 0) return undefined;
  const selected = Object.entries(attributes).filter(([name]) => names.some((wanted) => isSelectedBy(wanted, name)));
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}

export function describeAttributes(attributes: StoredAttributes): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, text, binary }]) => [
      name,
      binary === undefined
        ? { DataType: type, StringValue: text }
        : { DataType: type, BinaryValue: Buffer.from(binary, 'base64') },
    ]),
  );
}

function isSelectedBy(wanted: string, name: string): boolean {
  if (wanted === 'All' || wanted === '*' || wanted === '.*') return true;
  return wanted.endsWith('.*') ? name.startsWith(wanted.slice(0, -2)) : wanted === name;
}

function parseAttribute(name: string, value: MessageAttributeValue, isName = isAttributeName): StoredAttribute {
  if (!isName(name)) throw invalid(`Message attribute name '${name}' is invalid.`);
  const { DataType: type, StringValue: text, BinaryValue: binary, StringListValues, BinaryListValues } = value;
  if (StringListValues?.length || BinaryListValues?.length) {
    throw new SqsError(
      'UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
    );
  }
  if (!type) throw invalid(`The message attribute '${name}' must contain non-empty message attribute type.`);
  if (!typeForm.test(type) || type.length > 256) {
    const rule = 'the set of supported type prefixes is Binary, Number, and String.';
    throw invalid(`The message attribute '${name}' has an invalid message attribute type, ${rule}`);
  }
  const isBinary = type.startsWith('Binary');
  if (isBinary ? !binary?.length : !text) {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
  }
  if (isBinary ? text !== undefined : binary !== undefined) {
    const field = isBinary ? 'Binary' : 'String';
    throw invalid(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  }
  if (isBinary) return { type, binary: Buffer.from(binary ?? []).toString('base64') };
  checkText(name, type, text ?? '');
  return { type, text: text ?? '' };
}

function checkText(name: string, type: string, text: string): void {
  if (type.startsWith('Number') && !numberForm.test(text)) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  if (!isMessageText(text)) throw invalid(`The message attribute '${name}' contains characters that are not allowed.`);
}

function isAttributeName(name: string): boolean {
  return nameForm.test(name);
}

function invalid(message: string): SqsError {
  return new SqsError('InvalidParameterValue', message);
}
