/** How values of JSON and CBOR bodies become the model's types, with the messages that AWS's services answer. */
import { AwsError } from '../platform/errors.ts';
import { readUtf8 } from './utf8-text.ts';
import { readTimestamp, setEntry } from './xml-scalars.ts';

/** Deeper bodies are refused, so that nothing that walks a decoded input can exhaust the stack. */
const maxDepth = 500;

export function serializationError(message: string, cause?: unknown): AwsError {
  return new AwsError('SerializationException', message, { status: 400, ...(cause === undefined ? {} : { cause }) });
}

/** Helpers that generated decoders call where a value is not plainly of the right type. */
export const decodeRuntime = {
  isArray: Array.isArray,
  bytesType: Uint8Array,
  isPlainObject: (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array),
  maxDepth,
  hasOwn: Object.hasOwn,
  setEntry,
  tooDeep(): never {
    throw serializationError(`The request is nested deeper than ${maxDepth} levels`);
  },
  notStructure(value: unknown): never {
    throw serializationError(
      Array.isArray(value) ? 'Start of list found where not expected' : 'Unexpected value type in payload',
    );
  },
  notList(value: unknown): never {
    throw serializationError(
      typeof value === 'object' ? 'Start of structure or map found where not expected' : 'Unexpected field type',
    );
  },
  notOneMember(union: string): never {
    throw serializationError(`Only one member of the union ${union} may be set`);
  },
  notString(value: unknown): never {
    throw conversionError(value, 'String');
  },
  notBoolean(value: unknown): never {
    throw typeof value === 'string'
      ? serializationError('Unexpected token received from parser')
      : conversionError(value, 'Boolean');
  },
  integer(value: unknown): number {
    return wholeNumber(value, 2 ** 31, 'Integer');
  },
  long(value: unknown): number {
    return wholeNumber(value, 2 ** 63, 'Long');
  },
  float(value: unknown): number {
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
    throw conversionError(value, 'Double');
  },
  base64(value: unknown): Uint8Array {
    if (typeof value !== 'string') throw conversionError(value, 'ByteBuffer');
    return decodeBase64(value);
  },
  notBytes(value: unknown): never {
    throw conversionError(value, 'ByteBuffer');
  },
  timestamp(value: unknown): Date {
    if (value instanceof Date) return value;
    const seconds = typeof value === 'number' || typeof value === 'bigint';
    const date = seconds ? new Date(Math.round(Number(value) * 1000)) : readTimestamp(String(value));
    if (date === undefined || Number.isNaN(date.getTime())) throw conversionError(value, 'Timestamp');
    return date;
  },
  parseJson(value: unknown): unknown {
    if (typeof value !== 'string') throw conversionError(value, 'String');
    return parseJson(value);
  },
  document(value: unknown): unknown {
    checkDepth(value);
    return value;
  },
};

/** A body of JSON, which is UTF-8. */
export function parseJsonBody(body: Buffer): unknown {
  const text = readUtf8(body);
  if (text === undefined) throw serializationError('The request body is not valid UTF-8');
  return parseJson(text);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw serializationError('The request body is not valid JSON', cause);
  }
}

/** Node skips what is not base64; AWS refuses it. */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  let digits = text.length;
  while (digits > 0 && text[digits - 1] === '=') digits -= 1;
  if (bytes.length !== Math.floor((digits * 3) / 4) || digits % 4 === 1) {
    throw serializationError('Invalid base64 encoding of a blob');
  }
  return bytes;
}

/** Fractions are cut off, as AWS does. */
function wholeNumber(value: unknown, limit: number, type: 'Integer' | 'Long'): number {
  if (typeof value !== 'bigint' && !Number.isFinite(value)) {
    throw conversionError(value, type);
  }
  const whole = Math.trunc(Number(value));
  // 2^63 - 1 is 2^63 as a number.
  if (whole > limit || whole < -limit || (whole === limit && type === 'Integer')) {
    throw serializationError(`Numeric value (${String(value)}) out of range of ${type === 'Integer' ? 'int' : 'long'}`);
  }
  return whole;
}

function conversionError(value: unknown, type: string): AwsError {
  if (Array.isArray(value)) return serializationError(`Unrecognized collection type class java.lang.${type}`);
  if (typeof value === 'object') return serializationError('Start of structure or map found where not expected');
  return serializationError(`${tokenName(value)} can not be converted to ${type === 'Integer' ? 'an' : 'a'} ${type}`);
}

function tokenName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'STRING_VALUE';
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
    case 'number':
      return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
    default:
      return 'NUMBER_VALUE';
  }
}

function checkDepth(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) decodeRuntime.tooDeep();
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
