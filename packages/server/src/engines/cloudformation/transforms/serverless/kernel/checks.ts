import { eventError, resourceError } from './errors.ts';
import { isMap, isText, type Fields } from './values.ts';

const WORDS = { map: 'map', list: 'list', text: 'string', integer: 'integer', boolean: 'boolean' } as const;
type Shape = keyof typeof WORDS;

export function hasShape(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'map':
      return isMap(value);
    case 'list':
      return Array.isArray(value);
    case 'text':
      return isText(value);
    case 'integer':
      return Number.isInteger(value) || typeof value === 'boolean';
    default:
      return typeof value === 'boolean';
  }
}

/** Who is told when a value has the wrong shape. */
interface Subject {
  readonly kind: 'resource' | 'event' | 'attribute';
  readonly id: string;
}

export const ofResource = (id: string): Subject => ({ kind: 'resource', id });
export const ofEvent = (id: string): Subject => ({ kind: 'event', id });
export const ofAttribute = (id: string): Subject => ({ kind: 'attribute', id });

export function failure(subject: Subject, message: string): Error {
  return subject.kind === 'event' ? eventError(subject.id, message) : resourceError(subject.id, message);
}

function requireShape(value: unknown, shape: Shape, subject: Subject, path: string, message?: string): void {
  if (hasShape(value, shape)) return;
  const what = subject.kind === 'attribute' ? 'Attribute' : 'Property';
  throw failure(subject, message ?? `${what} '${path}' should be a ${WORDS[shape]}.`);
}

export function requireMap(value: unknown, subject: Subject, path: string, message?: string): Fields {
  requireShape(value, 'map', subject, path, message);
  return value as Fields;
}

export function requireList(value: unknown, subject: Subject, path: string, message?: string): unknown[] {
  requireShape(value, 'list', subject, path, message);
  return value as unknown[];
}

export function requireText(value: unknown, subject: Subject, path: string, message?: string): string {
  requireShape(value, 'text', subject, path, message);
  return value as string;
}

export function requireBoolean(value: unknown, subject: Subject, path: string): boolean {
  requireShape(value, 'boolean', subject, path);
  return value as boolean;
}

export function requireTexts(value: unknown, subject: Subject, path: string): string[] {
  const list = requireList(value, subject, path);
  for (const [index, item] of list.entries()) requireText(item, subject, `${path}[${index}]`);
  return list as string[];
}

export function requireGiven(value: unknown, subject: Subject, path: string, message?: string): unknown {
  if (value === undefined || value === null) throw failure(subject, message ?? `Property '${path}' is required.`);
  return value;
}
