import { intrinsicOf } from '../template/intrinsic.ts';
import { isScalar, isTemplateObject, textOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import { booleanOf, numberOf } from './coerce.ts';
import { membersOf, tagMembers } from './resource-schema.ts';
import type { PrimitiveType, PropertySchema, ResourceSchema, ValueType } from './resource-schema.ts';
import { legacyTexts, registryTexts } from './violation.ts';
import type { Violation, ViolationTexts } from './violation.ts';

export interface ValidationOptions {
  /** Whether functions may stand for values: then only what no value of theirs could mend is refused. */
  unresolvedAllowed: boolean;
}

/** What the schema forbids of these properties, in AWS's order: missing, extraneous, then each member's own. */
export function validateProperties(
  schema: ResourceSchema,
  properties: TemplateObject,
  options: ValidationOptions,
): Violation[] {
  const validation = new Validation(schema, options.unresolvedAllowed);
  validation.members(schema.properties, properties, '#', schema.openProperties);
  return validation.violations;
}

type Members = Readonly<Record<string, PropertySchema>>;

class Validation {
  readonly violations: Violation[] = [];
  readonly #schema: ResourceSchema;
  readonly #texts: ViolationTexts;
  readonly #unresolvedAllowed: boolean;

  constructor(schema: ResourceSchema, unresolvedAllowed: boolean) {
    this.#schema = schema;
    this.#texts = schema.legacy ? legacyTexts : registryTexts;
    this.#unresolvedAllowed = unresolvedAllowed;
  }

  members(members: Members, value: TemplateObject, pointer: string, isOpen = false): void {
    const given = Object.keys(value).filter((name) => !isNoValue(value[name]));
    // Fn::Transform and Fn::ForEach among members bring others along.
    const isComplete = !this.#unresolvedAllowed || !given.some((name) => name.startsWith('Fn::'));
    for (const [name, { required }] of Object.entries(members)) {
      if (!required || !isComplete || given.includes(name)) continue;
      this.#add('required', pointer, this.#texts.missing(pointer, name));
    }
    for (const name of given) {
      if (isOpen || Object.hasOwn(members, name) || (this.#unresolvedAllowed && name.startsWith('Fn::'))) continue;
      this.#add('additionalProperties', pointer, this.#texts.extraneous(pointer, name));
    }
    for (const name of given) {
      const type = Object.hasOwn(members, name) ? members[name]?.type : undefined;
      if (type !== undefined) this.value(type, value[name] ?? null, `${pointer}/${name}`);
    }
  }

  value(type: ValueType, value: TemplateValue, pointer: string): void {
    if (this.#unresolvedAllowed && isUnresolved(value)) return;
    if (typeof type === 'string') this.#primitive(type, value, pointer);
    else if ('oneOf' in type) this.#oneOf(type, value, pointer);
    else if ('enum' in type) this.#enum(type, value, pointer);
    else if ('list' in type) this.#list(type, value, pointer);
    else this.#object(type, value, pointer);
  }

  #primitive(type: PrimitiveType, value: TemplateValue, pointer: string): void {
    if (type === 'tag' && isTemplateObject(value)) this.members(tagMembers, value, pointer);
    else if (!isOfType(type, value)) this.#wrongType(type, value, pointer);
  }

  #enum(
    type: ValueType & { enum: readonly (string | number)[]; of: 'string' | 'integer' },
    value: TemplateValue,
    pointer: string,
  ): void {
    if (!isOfType(type.of, value)) {
      this.#wrongType(type.of, value, pointer);
      return;
    }
    if (this.#schema.legacy || type.enum.some((allowed) => String(allowed) === textOf(value))) return;
    // AWS does not repeat the value, which may be a secret.
    this.#add('enum', pointer, `${pointer}: failed validation constraint for keyword [enum]`);
  }

  #list(type: ValueType & { list: ValueType }, value: TemplateValue, pointer: string): void {
    if (!Array.isArray(value)) {
      this.#wrongType(type, value, pointer);
      return;
    }
    value.forEach((item, index) => {
      if (!isNoValue(item)) this.value(type.list, item, `${pointer}/${index}`);
    });
  }

  #object(type: ValueType & ({ object: string } | { map: ValueType }), value: TemplateValue, pointer: string): void {
    const members = membersOf(this.#schema, type);
    if (!isTemplateObject(value)) this.#wrongType(type, value, pointer);
    else if (members !== undefined) this.members(members, value, pointer);
    else if ('map' in type) {
      for (const [key, item] of Object.entries(value)) this.value(type.map, item, `${pointer}/${key}`);
    }
  }

  /** Refused where every alternative refuses it, with what the last one says. */
  #oneOf(type: ValueType & { oneOf: readonly ValueType[] }, value: TemplateValue, pointer: string): void {
    let refusal: readonly Violation[] = [];
    for (const alternative of type.oneOf) {
      const trial = new Validation(this.#schema, this.#unresolvedAllowed);
      trial.value(alternative, value, pointer);
      if (trial.violations.length === 0) return;
      refusal = trial.violations;
    }
    this.violations.push(...refusal);
  }

  #wrongType(type: ValueType, value: TemplateValue, pointer: string): void {
    this.#add('type', pointer, this.#texts.wrongType(pointer, type, value));
  }

  #add(keyword: Violation['keyword'], pointer: string, message: string): void {
    this.violations.push({ pointer, keyword, message });
  }
}

function isOfType(type: PrimitiveType, value: TemplateValue): boolean {
  switch (type) {
    case 'string':
    case 'date-time':
      return isScalar(value);
    case 'number':
      return numberOf(value) !== undefined;
    case 'integer':
      return Number.isInteger(numberOf(value));
    case 'boolean':
      return booleanOf(value) !== undefined;
    case 'json':
      // The registry takes any text here and leaves it to the service: a document may be YAML.
      return typeof value === 'string' || (typeof value === 'object' && value !== null);
    default:
      return isTemplateObject(value);
  }
}

/** A function, or a text that holds a dynamic reference. */
function isUnresolved(value: TemplateValue): boolean {
  return intrinsicOf(value) !== undefined || (typeof value === 'string' && value.includes('{{resolve:'));
}

function isNoValue(value: TemplateValue | undefined): boolean {
  return intrinsicOf(value)?.argument === 'AWS::NoValue';
}
