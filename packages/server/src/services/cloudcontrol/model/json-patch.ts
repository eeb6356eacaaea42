import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import { validation } from '../errors.ts';
import { parseDocument } from './json-document.ts';

/** One step of RFC 6902. */
export type PatchOperation =
  | { op: 'add' | 'replace' | 'test'; path: readonly string[]; value: TemplateValue }
  | { op: 'remove'; path: readonly string[] }
  | { op: 'move' | 'copy'; path: readonly string[]; from: readonly string[] };

export function parsePatch(text: string): PatchOperation[] {
  const document = parseJson(text);
  if (!Array.isArray(document)) throw refusal('the patch document must be a JSON array of operations');
  return document.map(parseOperation);
}

/** The document after all operations, of which one that fails undoes the others. */
export function applyPatch(document: TemplateObject, operations: readonly PatchOperation[]): TemplateObject {
  let result: TemplateValue = structuredClone(document);
  for (const operation of operations) result = apply(result, operation);
  if (!isTemplateObject(result)) throw refusal('the patched resource must be a JSON object');
  return result;
}

function parseJson(text: string): unknown {
  try {
    return parseDocument(text);
  } catch {
    throw refusal('the patch document is not valid JSON');
  }
}

function parseOperation(value: unknown): PatchOperation {
  if (!isTemplateObject(value)) throw refusal('each operation of the patch document must be a JSON object');
  const op = value['op'];
  switch (op) {
    case 'add':
    case 'replace':
    case 'test': {
      const operand = value['value'];
      if (operand === undefined) throw refusal(`operation ${op} needs a value`);
      return { op, path: pointerOf(value, 'path'), value: operand };
    }
    case 'remove':
      return { op, path: pointerOf(value, 'path') };
    case 'move':
    case 'copy':
      return { op, path: pointerOf(value, 'path'), from: pointerOf(value, 'from') };
    default:
      throw refusal(`${JSON.stringify(op)} is not an operation of JSON Patch`);
  }
}

/** RFC 6901; the empty text is the whole document. */
function pointerOf(operation: TemplateObject, member: 'path' | 'from'): string[] {
  const text = operation[member];
  if (typeof text !== 'string') throw refusal(`operation ${JSON.stringify(operation['op'])} needs a ${member}`);
  if (text === '') return [];
  if (!text.startsWith('/')) throw refusal(`${JSON.stringify(text)} is not a JSON pointer`);
  const parts = text.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function apply(document: TemplateValue, operation: PatchOperation): TemplateValue {
  const { op, path } = operation;
  switch (op) {
    case 'add':
      return add(document, path, operation.value);
    case 'replace':
      if (path.length === 0) return operation.value;
      return add(remove(document, path), path, operation.value);
    case 'remove':
      return remove(document, path);
    case 'test':
      if (!isSame(find(document, path), operation.value)) throw refusal('value differs from expectations', path);
      return document;
    case 'copy':
      return add(document, path, structuredClone(find(document, operation.from)));
    case 'move':
      return move(document, operation.from, path);
    default:
      throw refusal(`${JSON.stringify(op)} is not an operation of JSON Patch`);
  }
}

function move(document: TemplateValue, from: readonly string[], path: readonly string[]): TemplateValue {
  if (isWithin(path, from)) throw refusal('a value cannot be moved into itself', path);
  const moved = find(document, from);
  return add(remove(document, from), path, moved);
}

function find(document: TemplateValue, path: readonly string[]): TemplateValue {
  return path.reduce<TemplateValue>((value, part) => {
    const member = Array.isArray(value)
      ? value[indexIn(value, part, path)]
      : isTemplateObject(value) && Object.hasOwn(value, part)
        ? value[part]
        : undefined;
    if (member === undefined) throw refusal('no such path in target JSON document', path);
    return member;
  }, document);
}

/** Changes the container in place: `applyPatch` works on a copy. */
function add(document: TemplateValue, path: readonly string[], value: TemplateValue): TemplateValue {
  const last = path.at(-1);
  if (last === undefined) return value;
  const container = find(document, path.slice(0, -1));
  if (Array.isArray(container)) {
    const index = last === '-' ? container.length : indexIn(container, last, path, container.length);
    container.splice(index, 0, value);
  } else if (isTemplateObject(container)) {
    container[last] = value;
  } else {
    throw refusal('the parent of the path is not a container', path);
  }
  return document;
}

function remove(document: TemplateValue, path: readonly string[]): TemplateValue {
  const last = path.at(-1);
  if (last === undefined) throw refusal('the whole resource cannot be removed');
  find(document, path);
  const container = find(document, path.slice(0, -1));
  if (Array.isArray(container)) container.splice(indexIn(container, last, path), 1);
  else if (isTemplateObject(container)) delete container[last];
  return document;
}

function indexIn(
  list: readonly TemplateValue[],
  part: string,
  path: readonly string[],
  most = list.length - 1,
): number {
  if (!/^(0|[1-9]\d*)$/.test(part)) throw refusal('reference token is not an array index', path);
  const index = Number(part);
  if (index > most) throw refusal('no such index in target array', path);
  return index;
}

function isWithin(path: readonly string[], ancestor: readonly string[]): boolean {
  return path.length > ancestor.length && ancestor.every((part, index) => part === path[index]);
}

function refusal(reason: string, path?: readonly string[]): Error {
  const place = path === undefined ? '' : ` [/${path.join('/')}]`;
  return validation(`Invalid patch update: ${reason}${place}`);
}
