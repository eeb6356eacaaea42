import type { MessageAttributeValue } from '../../../../generated/types/sns.ts';
import { SnsError } from '../errors.ts';
import { parseJson } from './json-object.ts';
import { isMessageText } from './message-text.ts';

/** As stored: binary values in base64. */
export interface StoredAttribute {
  type: string;
  value: string;
}

export type StoredAttributes = Record<string, StoredAttribute>;

const longestName = 256;
/** What SNS itself reads, such as AWS.SNS.SMS.SMSType and AWS.MM.SMS.EntityId; others under `AWS.` are reserved. */
const ownNameForm = /^AWS\.(?:SNS|MM)\./;
const typeForm = /^(?:String|Number|Binary)(?:\..+)?$/s;
const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function parseMessageAttributes(
  attributes: Record<string, MessageAttributeValue> | undefined,
): StoredAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, parseAttribute(name, value)]));
}

export function isBinary({ type }: StoredAttribute): boolean {
  return type.startsWith('Binary');
}

/** Bytes that count against the largest message. */
export function attributesSize(attributes: StoredAttributes = {}): number {
  let size = 0;
  for (const [name, attribute] of Object.entries(attributes)) {
    const encoding = isBinary(attribute) ? 'base64' : 'utf8';
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.type) + Buffer.byteLength(attribute.value, encoding);
  }
  return size;
}

/** In the form of SQS, without those that are meant for SNS: queues take no names under `AWS.`. */
export function queueAttributes(attributes: StoredAttributes): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => !ownNameForm.test(name))
      .map(([name, attribute]) => [
        name,
        isBinary(attribute)
          ? { DataType: attribute.type, BinaryValue: Buffer.from(attribute.value, 'base64') }
          : { DataType: attribute.type, StringValue: attribute.value },
      ]),
  );
}

/** What filter policies see: binary attributes and lists that are no JSON are left out. */
export function filterableAttributes(attributes: StoredAttributes = {}): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const [name, { type, value }] of Object.entries(attributes)) {
    if (type.startsWith('Number')) values.push([name, Number(value)]);
    else if (type === 'String.Array') values.push([name, parseList(value)]);
    else if (type.startsWith('String')) values.push([name, value]);
  }
  return Object.fromEntries(values);
}

function parseList(text: string): unknown {
  const list = parseJson(text);
  return Array.isArray(list) ? list : undefined;
}

function checkName(name: string): void {
  if (name === '') throw invalid('The message attribute name must not be empty.');
  if (Buffer.byteLength(name) > longestName) {
    throw invalid(`Length of message attribute name must be less than ${longestName} bytes.`);
  }
  const [strange] = /[^A-Za-z0-9_.-]/u.exec(name) ?? [];
  if (strange !== undefined) {
    const code = strange.codePointAt(0)?.toString(16).toUpperCase();
    throw invalid(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. ` +
        'Can only include alphanumeric characters, hyphens, underscores, or dots.',
    );
  }
  if (name.startsWith('.')) throw invalid("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.')) throw invalid("Invalid message attribute name ending with character '.' was found.");
  if (name.includes('..')) throw invalid("Message attribute name can not have successive '.' character.");
  if (/^(?:aws|amazon)\./i.test(name) && !ownNameForm.test(name)) {
    throw invalid(`Invalid message attribute name: ${name}: names that begin with AWS. or Amazon. are reserved.`);
  }
}

function parseAttribute(name: string, value: MessageAttributeValue): StoredAttribute {
  checkName(name);
  const { DataType: type, StringValue: text, BinaryValue: binary } = value;
  if (!type) throw invalid(`The message attribute '${name}' must contain non-empty message attribute type.`);
  if (!typeForm.test(type) || type.length > 256) {
    const rule = 'the set of supported type prefixes is Binary, Number, and String.';
    throw invalid(`The message attribute '${name}' has an invalid message attribute type, ${rule}`);
  }
  const ofBinary = type.startsWith('Binary');
  if (ofBinary ? !binary?.length : !text) {
    const rule = `must contain non-empty message attribute value for message attribute type '${type}'.`;
    throw invalid(`The message attribute '${name}' ${rule}`);
  }
  if (ofBinary ? text !== undefined : binary !== undefined) {
    const field = ofBinary ? 'Binary' : 'String';
    throw invalid(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  }
  if (binary) return { type, value: Buffer.from(binary).toString('base64') };
  checkText(name, type, text ?? '');
  return { type, value: text ?? '' };
}

function checkText(name: string, type: string, text: string): void {
  if (type.startsWith('Number') && !numberForm.test(text)) {
    throw invalid(`Could not cast message attribute '${name}' value to number.`);
  }
  if (!isMessageText(text)) throw invalid(`The message attribute '${name}' contains characters that are not allowed.`);
}

function invalid(message: string): SnsError {
  return new SnsError('InvalidParameterValueException', message);
}
