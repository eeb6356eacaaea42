import { hasShape } from './checks.ts';
import { resourceError } from './errors.ts';
import { entriesOf, shallowCopyOf } from './python-text.ts';
import { isAbsent, isMap, type Fields } from './values.ts';

type Check = (value: unknown) => boolean;

interface PropertyRule {
  readonly name: string;
  readonly required: boolean;
  /** Whether a map with one member, which may be an intrinsic function, is taken for any shape. */
  readonly takesIntrinsic: boolean;
  readonly accepts: Check;
  readonly mismatch: string;
}

export type PropertyTable = readonly PropertyRule[];

const SHAPES: Record<string, Check> = {
  any: () => true,
  text: (value) => hasShape(value, 'text'),
  /** Like `text`, with AWS's vaguer message. */
  string: (value) => hasShape(value, 'text'),
  map: (value) => hasShape(value, 'map'),
  list: (value) => hasShape(value, 'list'),
  int: (value) => hasShape(value, 'integer'),
  bool: (value) => hasShape(value, 'boolean'),
  texts: (value) => Array.isArray(value) && value.every((item) => hasShape(item, 'text')),
  textsOrMaps: (value) => Array.isArray(value) && value.every((item) => hasShape(item, 'text') || isMap(item)),
  maps: (value) => Array.isArray(value) && value.every(isMap),
  mapOfMaps: (value) => isMap(value) && Object.values(value).every(isMap),
  mapOfTexts: (value) => isMap(value) && Object.values(value).every((item) => hasShape(item, 'text')),
  mapOfInts: (value) => isMap(value) && Object.values(value).every((item) => hasShape(item, 'integer') || isMap(item)),
  policyKind: (value) => value === 'Delete' || value === 'Retain',
};

function mismatchMessage(name: string, shapes: string): string {
  if (shapes === 'map') return `Property '${name}' should be a map.`;
  if (shapes === 'text') return `Property '${name}' should be a string.`;
  if (shapes === 'policyKind') return `Property '${name}' should be a one of the strings: 'Delete' or 'Retain'.`;
  return `Type of property '${name}' is invalid.`;
}

/**
 * Reads a table of properties written as `Name`, `Name:shape|shape`, with `!` behind the name of a required one and `=`
 * behind the name of one that takes no intrinsic function.
 */
export function propertyTable(text: string): PropertyTable {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [head = '', shapes = 'any'] = entry.split(':');
      const name = head.replace(/[!=]+$/, '');
      const checks = shapes.split('|').map((shape) => SHAPES[shape]);
      return {
        name,
        required: head.includes('!'),
        takesIntrinsic: !head.endsWith('='),
        accepts: (value) => checks.some((check) => check?.(value)),
        mismatch: mismatchMessage(name, shapes),
      };
    });
}

export function extended(base: PropertyTable, text: string): PropertyTable {
  const additions = propertyTable(text);
  const names = new Set(additions.map(({ name }) => name));
  return [...base.filter(({ name }) => !names.has(name)), ...additions];
}

/** Checks the properties of a resource or event and returns them, none but those in the table. */
export function checkedProperties(id: string, type: string, properties: Fields, rules: PropertyTable): Fields {
  for (const [name] of entriesOf(properties)) {
    if (rules.some((rule) => rule.name === name)) continue;
    throw resourceError(id, `property ${name} not defined for resource of type ${type}`);
  }
  for (const { name, required, takesIntrinsic, accepts, mismatch } of rules) {
    const value = properties[name];
    if (takesIntrinsic && isMap(value) && Object.keys(value).length === 1) continue;
    if (!isAbsent(value)) {
      if (!accepts(value)) throw resourceError(id, mismatch);
    } else if (required) {
      throw resourceError(id, `Missing required property '${name}'.`);
    }
  }
  return shallowCopyOf(properties);
}
