import type { Constraints, ScalarShape, Shape } from './model.ts';
import { patternTest } from './patterns.ts';
import type { ConstraintKind } from './violations.ts';

/** One constraint of a shape: a cheap condition to generate, and the exact test behind it. */
export interface Rule {
  kind: ConstraintKind;
  text: string;
  /** Source that is true for every value that may break the rule; `value` is an expression. */
  suspects: (value: string) => string;
  breaks: (value: never) => boolean;
}

/** Names a constant of the generated source. */
type Constant = (value: unknown) => string;

/** What a shape's own constraints demand, in the order that AWS names them. */
export function rulesOf(shape: Shape, constant: Constant): Rule[] {
  switch (shape.type) {
    case 'string':
      return [...enumRule(shape, constant), ...patternRule(shape, constant), ...lengthRules(shape)];
    case 'blob':
    case 'list':
      return sizeRules(
        shape,
        (value) => `${value}.length`,
        (value: ArrayLike<unknown>) => value.length,
      );
    case 'map': {
      const name = constant(entryCount);
      return sizeRules(shape, (value) => `${name}(${value})`, entryCount);
    }
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      return rangeRules(shape);
    default:
      return [];
  }
}

function enumRule({ enum: values }: ScalarShape, constant: Constant): Rule[] {
  if (values === undefined) return [];
  const allowed = new Set(values);
  const name = constant(allowed);
  return [
    {
      kind: 'enum',
      text: `Member must satisfy enum value set: [${values.join(', ')}]`,
      suspects: (value) => `!${name}.has(${value})`,
      breaks: (value: string) => !allowed.has(value),
    },
  ];
}

function patternRule({ pattern }: ScalarShape, constant: Constant): Rule[] {
  const matches = pattern === undefined ? undefined : patternTest(pattern);
  if (matches === undefined) return [];
  const name = constant(matches);
  return [
    {
      kind: 'pattern',
      text: `Member must satisfy regular expression pattern: ${pattern}`,
      suspects: (value) => `!${name}(${value})`,
      breaks: (value: string) => !matches(value),
    },
  ];
}

/** Strings are measured in characters: UTF-16's length is at most twice as much, so the condition errs safely. */
function lengthRules({ min = 0, max }: ScalarShape): Rule[] {
  return [
    ...atLeast(min, 'length', (value) => `${value}.length < ${min === 1 ? 1 : min * 2}`, characterCount),
    ...atMost(max, 'length', (value) => `${value}.length > ${max}`, characterCount),
  ];
}

function sizeRules({ min = 0, max }: Constraints, measured: Source, size: (value: never) => number): Rule[] {
  return [
    ...atLeast(min, 'length', (value) => `${measured(value)} < ${min}`, size),
    ...atMost(max, 'length', (value) => `${measured(value)} > ${max}`, size),
  ];
}

function rangeRules({ min, max }: ScalarShape): Rule[] {
  return [
    ...atLeast(min, 'value', (value) => `${value} < ${min}`, Number),
    ...atMost(max, 'value', (value) => `${value} > ${max}`, Number),
  ];
}

type Source = (value: string) => string;
type Measure = 'length' | 'value';

function atLeast(min: number | undefined, what: Measure, suspects: Source, measure: (value: never) => number): Rule[] {
  if (min === undefined || (what === 'length' && min === 0)) return [];
  const text = `Member must have ${what} greater than or equal to ${min}`;
  return [{ kind: kindOf(what), text, suspects, breaks: (value) => measure(value) < min }];
}

function atMost(max: number | undefined, what: Measure, suspects: Source, measure: (value: never) => number): Rule[] {
  if (max === undefined) return [];
  const text = `Member must have ${what} less than or equal to ${max}`;
  return [{ kind: kindOf(what), text, suspects, breaks: (value) => measure(value) > max }];
}

function kindOf(what: Measure): ConstraintKind {
  return what === 'length' ? 'length' : 'range';
}

function entryCount(map: object): number {
  return Object.keys(map).length;
}

function characterCount(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count -= 1;
      at += 1;
    }
  }
  return count;
}
