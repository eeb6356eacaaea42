/** The model's constraints, enforced once for every service; see {@link constraintViolations}. */
import { rulesOf } from './constraint-rules.ts';
import type { Rule } from './constraint-rules.ts';
import type { Member, ScalarShape, ServiceModel, Shape } from './model.ts';
import { isScalar, shapeAt } from './shape-dialect.ts';
import { ShapeFunctions, literal } from './shape-functions.ts';
import type { ConstraintKind, Violation } from './violations.ts';
import { displayValue } from './violations.ts';
import { constraintPolicy } from './validation-errors.ts';
import type { WireOperation } from './wire.ts';

type Validate = (value: unknown, path: string, violations: Violation[]) => void;

const validatorsOf = new WeakMap<ServiceModel, ShapeFunctions<Validate>>();

/** What of an input breaks the model's constraints, in the model's order. The texts are AWS's. */
export function constraintViolations({ service, model }: WireOperation, input: object): Violation[] {
  if (model.input === undefined) return [];
  let validators = validatorsOf.get(service);
  if (validators === undefined) validatorsOf.set(service, (validators = new ConstraintCompiler(service).functions));
  const violations: Violation[] = [];
  validators.get(model.input)(input, '', violations);
  return violations;
}

class ConstraintCompiler {
  readonly functions: ShapeFunctions<Validate>;
  readonly #service: ServiceModel;
  readonly #skipped: readonly ConstraintKind[];
  readonly #leaves: (name: string, member: Member) => boolean;
  readonly #rules = new Map<number, Rule[]>();
  /** Things that generated conditions name by their number: sets of enums, tests of patterns. */
  readonly #constants: unknown[] = [];

  constructor(service: ServiceModel) {
    this.#service = service;
    const { skipped, leaves = () => false } = constraintPolicy(service.service);
    this.#skipped = skipped;
    this.#leaves = leaves;
    this.functions = new ShapeFunctions<Validate>((shape, call) => this.#source(shape, call), {
      constants: this.#constants,
      missing: (name: string, path: string, out: Violation[]) => {
        out.push({ kind: 'required', parameter: name, text: nullText(path) });
      },
      report: (index: number, value: unknown, name: string, path: string, out: Violation[]) =>
        this.#report(index, value, name, path, out),
      reportPart: (what: string, index: number, part: unknown, whole: Whole, out: Violation[]) =>
        this.#reportPart(what, index, part, whole, out),
    });
  }

  #source(index: number, call: (shape: number) => string): string {
    const shape = shapeAt(this.#service, index);
    switch (shape.type) {
      case 'structure': {
        const required = new Set(shape.required);
        const lines = Object.entries(shape.members).map(([name, member]) =>
          this.#member(name, member, required.has(name) && !member.idempotencyToken, call),
        );
        return `(value, path, out) {\nlet field;\n${lines.join('')}}`;
      }
      case 'list':
        return `(value, path, out) {\nfor (let index = 0; index < value.length; index++) {\n${this.#nested(
          shape.member,
          'value[index]',
          'path + "." + (index + 1) + ".member"',
          call,
        )}}\n}`;
      case 'map':
        return `(value, path, out) {\nfor (const key of Object.keys(value)) {\n${this.#nested(
          shape.value,
          'value[key]',
          'path + "." + key + ".member"',
          call,
        )}}\n}`;
      default:
        throw new Error(`no validator of a bare ${shape.type}`);
    }
  }

  #member(name: string, member: Member, required: boolean, call: (shape: number) => string): string {
    const place = `path === "" ? ${literal(pathName(name))} : path + ${literal(`.${pathName(name)}`)}`;
    const checks = this.#checks(member, name, 'field', place, call);
    const enforced = required && !this.#skipped.includes('required');
    if (!enforced && checks === '') return '';
    const read = `field = value[${literal(name)}];\n`;
    const missing = enforced ? `if (field == null) missing(${literal(name)}, ${place}, out);\n` : '';
    return `${read}${missing}${checks === '' ? '' : `if (field != null) {\n${checks}}\n`}`;
  }

  #checks(member: Member, name: string, value: string, place: string, call: (shape: number) => string): string {
    const shape = shapeAt(this.#service, member.shape);
    if (member.streaming || ('streaming' in shape && shape.streaming) || member.jsonValue) return '';
    if (this.#leaves(name, member)) return '';
    const suspects = this.#suspects(member.shape, value);
    const own =
      suspects === '' ? '' : `if (${suspects}) report(${member.shape}, ${value}, ${literal(name)}, ${place}, out);\n`;
    return own + this.#parts(shape, name, value, place) + this.#nested(member, value, place, call);
  }

  /** Constraints that the items of a list, or keys and values of a map, break are told of the whole. */
  #parts(shape: Shape, name: string, value: string, place: string): string {
    const part = (what: string, index: number, loop: string): string => {
      const suspects = this.#suspects(index, 'part');
      if (suspects === '') return '';
      const whole = `{ value: ${value}, parameter: ${literal(name)}, path: ${place} }`;
      const report = `reportPart(${literal(what)}, ${index}, part, ${whole}, out)`;
      return `for (const part of ${loop}) if (${suspects}) if (${report}) break;\n`;
    };
    if (shape.type === 'list') return part('Member', shape.member.shape, value);
    if (shape.type !== 'map') return '';
    return (
      part('Map keys', shape.key.shape, `Object.keys(${value})`) +
      part('Map value', shape.value.shape, `Object.values(${value})`)
    );
  }

  #nested(member: Member, value: string, place: string, call: (shape: number) => string): string {
    const shape = shapeAt(this.#service, member.shape);
    if (isScalar(shape) || !this.#hasInner(member.shape, new Set())) return '';
    return `${call(member.shape)}(${value}, ${place}, out);\n`;
  }

  /** True where something inside of an aggregate, at any depth, is constrained. */
  #hasInner(index: number, seen: Set<number>): boolean {
    if (seen.has(index)) return false;
    seen.add(index);
    const shape = shapeAt(this.#service, index);
    if (shape.type === 'structure') {
      if (shape.document || shape.eventStream) return false;
      if (shape.required !== undefined) return true;
      return Object.values(shape.members).some(
        (member) =>
          this.#rulesOf(member.shape).length > 0 || this.#hasParts(member.shape) || this.#hasInner(member.shape, seen),
      );
    }
    if (shape.type === 'list') return this.#hasInner(shape.member.shape, seen);
    return shape.type === 'map' && this.#hasInner(shape.value.shape, seen);
  }

  #hasParts(index: number): boolean {
    const shape = shapeAt(this.#service, index);
    if (shape.type === 'list') return this.#rulesOf(shape.member.shape).length > 0;
    return shape.type === 'map' && [shape.key, shape.value].some((part) => this.#rulesOf(part.shape).length > 0);
  }

  #suspects(index: number, value: string): string {
    const rules = this.#rulesOf(index);
    return rules.map((rule) => rule.suspects(value)).join(' || ');
  }

  #rulesOf(index: number): Rule[] {
    let rules = this.#rules.get(index);
    if (rules === undefined) {
      rules = rulesOf(shapeAt(this.#service, index), (constant) => `constants[${this.#constants.push(constant) - 1}]`);
      rules = rules.filter((rule) => !this.#skipped.includes(rule.kind));
      this.#rules.set(index, rules);
    }
    return rules;
  }

  #report(index: number, value: unknown, parameter: string, path: string, out: Violation[]): void {
    const shape = shapeAt(this.#service, index);
    for (const rule of this.#rulesOf(index)) {
      if (!rule.breaks(value as never)) continue;
      const shown = (shape as ScalarShape).sensitive ? '' : ` '${displayValue(this.#service, index, value)}'`;
      out.push({
        kind: rule.kind,
        parameter,
        value,
        text: `Value${shown} at '${path}' failed to satisfy constraint: ${rule.text}`,
      });
    }
  }

  #reportPart(what: string, index: number, part: unknown, whole: Whole, out: Violation[]): boolean {
    const rules = this.#rulesOf(index);
    const broken = rules.find((rule) => rule.breaks(part as never));
    if (broken === undefined) return false;
    const shape = shapeAt(this.#service, index);
    const shown = (shape as ScalarShape).sensitive ? '' : ` '${displayWhole(this.#service, index, whole.value)}'`;
    const texts = [...rules].sort((a, b) => partOrder(a) - partOrder(b)).map((rule) => rule.text);
    out.push({
      kind: broken.kind,
      parameter: whole.parameter,
      value: part,
      text: `Value${shown} at '${whole.path}' failed to satisfy constraint: ${what} must satisfy constraint: [${texts.join(', ')}]`,
    });
    return true;
  }
}

interface Whole {
  value: unknown;
  parameter: string;
  path: string;
}

function displayWhole(service: ServiceModel, part: number, whole: unknown): string {
  if (Array.isArray(whole)) return `[${whole.map((item) => displayValue(service, part, item)).join(', ')}]`;
  const entries = Object.entries(whole as object).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : displayValue(service, part, value)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** AWS lists the constraints of parts with the length first, the longest first. */
function partOrder({ text }: Rule): number {
  if (text.includes('less than')) return 0;
  return text.includes('greater than') ? 1 : 2;
}

/** Members are named in lower camel case; only the first letter changes: `dBInstanceIdentifier`. */
function pathName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function nullText(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
}
