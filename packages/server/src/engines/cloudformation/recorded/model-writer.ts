import { valueAt } from '../schema/references.ts';
import { membersOf } from '../schema/resource-schema.ts';
import type { ResourceSchema, ValueType } from '../schema/resource-schema.ts';
import { isScalar, memberOf, textOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import { arnService, isArnName, isOwnArn, kebab, kindOf } from './arn-parts.ts';
import { derivedWord } from './derived-values.ts';
import { ec2Prefix } from './ec2-identifiers.ts';
import { expandForm } from './form-text.ts';
import { generatedName } from './generated-name.ts';
import { forms } from './identifier-forms.ts';
import { nameRuleOf } from './name-rules.ts';
import { isFilledList, plausiblePrimitive, settledState } from './plausible-value.ts';
import type { ValueSource } from './plausible-value.ts';
import type { RecordedScope } from './recorded-resource.ts';

/** How deep made-up objects go: some definitions hold themselves. */
const deepestObject = 4;

/** Makes up the values of one resource, each once, so that those made of others agree with them. */
export class ModelWriter {
  readonly properties: TemplateObject;
  readonly #schema: ResourceSchema;
  readonly #known: TemplateObject;
  readonly #scope: RecordedScope;
  readonly #source: ValueSource;
  readonly #values = new Map<string, TemplateValue>();
  readonly #pending = new Set<string>();
  #name: string | undefined;

  /** `known` has the attributes of the resource as it was: they stay, but for those that repeat a property. */
  constructor(schema: ResourceSchema, properties: TemplateObject, known: TemplateObject, scope: RecordedScope) {
    this.#schema = schema;
    this.properties = { ...properties };
    this.#known = known;
    this.#scope = scope;
    this.#source = {
      scope,
      service: arnService(schema),
      id: () => this.#shortId(),
      arnOf: (kind) => this.#arn(kind === '' ? kebab(kindOf(schema)) : kind),
    };
    for (const [name, property] of Object.entries(schema.properties)) {
      if (property.generated && this.properties[name] === undefined) this.properties[name] = this.#ownName(name);
    }
  }

  /** Sees to it that a part of an identifier has a value, and that Cloud Control finds it among the properties. */
  identify(name: string): void {
    if (Object.hasOwn(this.#schema.attributes, name) || !Object.hasOwn(this.#schema.properties, name)) return;
    if (this.properties[name] === undefined && this.#isNeeded(name)) this.properties[name] = this.valueOf(name);
  }

  /** The value of an attribute or property, by its whole name. */
  valueOf(name: string): TemplateValue {
    const own = valueAt(this.properties, name.split('.'));
    if (own !== undefined) return own;
    const made = this.#values.get(name) ?? memberOf(this.#known, name);
    if (made !== undefined) return made;
    if (this.#pending.has(name)) return this.#shortId();
    this.#pending.add(name);
    const value = this.#make(name);
    this.#pending.delete(name);
    this.#values.set(name, value);
    return value;
  }

  /** Of several parts some are only sometimes there: the bus of a rule, the set of a record. */
  #isNeeded(name: string): boolean {
    const { primaryIdentifier, refIdentifier, properties } = this.#schema;
    const isOnly = primaryIdentifier.join() === name || refIdentifier?.join() === name;
    return isOnly || properties[name]?.required === true || this.#isNameProperty(name);
  }

  #isNameProperty(name: string): boolean {
    return name === 'Name' || name === `${kindOf(this.#schema)}Name`;
  }

  #make(name: string): TemplateValue {
    const parent = this.#parentOf(name);
    if (parent !== undefined) {
      const below = valueAt(this.valueOf(parent), name.slice(parent.length + 1).split('.'));
      if (below !== undefined) return below;
    }
    const form = this.#form(name);
    if (form !== undefined) return form;
    const last = lastPart(name);
    if (last !== name && this.#isOfResource(last)) return this.valueOf(last);
    const type = this.#schema.attributes[name] ?? this.#schema.properties[name]?.type ?? 'string';
    return this.#plausible(type, name, 0);
  }

  /** The object attribute that an attribute with dots is a part of. */
  #parentOf(name: string): string | undefined {
    const dot = name.lastIndexOf('.');
    if (dot < 0) return undefined;
    const parent = name.slice(0, dot);
    return Object.hasOwn(this.#schema.attributes, parent) ? parent : this.#parentOf(parent);
  }

  #isOfResource(name: string): boolean {
    return Object.hasOwn(this.#schema.attributes, name) || this.properties[name] !== undefined;
  }

  #form(name: string): TemplateValue | undefined {
    const form = forms[this.#schema.typeName]?.[name];
    if (form === undefined) return undefined;
    return expandForm(form, this.#scope.ids, (word, fallback) =>
      fallback !== undefined && this.properties[word] === undefined ? fallback : this.#word(word),
    );
  }

  #plausible(type: ValueType, name: string, depth: number): TemplateValue {
    const last = lastPart(name);
    if (typeof type === 'string') {
      const isText = type === 'string' || type === 'date-time';
      return (isText ? this.#ownText(last, depth) : undefined) ?? plausiblePrimitive(type, this.#source, last);
    }
    if ('enum' in type) return settledState(type.enum);
    if ('list' in type)
      return type.list === 'string' && isFilledList(last) ? [this.#plausible('string', name, depth + 1)] : [];
    if ('oneOf' in type) return this.#plausible(type.oneOf[0] ?? 'string', name, depth);
    const members = membersOf(this.#schema, type);
    if (members === undefined || depth >= deepestObject) return {};
    return Object.fromEntries(
      Object.entries(members).map(([member, property]) => {
        const path = `${name}.${member}`;
        return [member, this.#form(path) ?? this.#plausible(property.type, path, depth + 1)];
      }),
    );
  }

  /** Texts that are the resource's own: its ARN, its id, its name. */
  #ownText(name: string, depth: number): string | undefined {
    if (isOwnArn(this.#schema, name) && depth === 0) return this.#ownArn();
    const prefix = ec2Prefix(this.#schema.typeName, name);
    if (prefix !== undefined) return `${prefix}-0${this.#scope.ids.hex(16)}`;
    const { primaryIdentifier, attributes, properties } = this.#schema;
    const isIdentifier = primaryIdentifier.includes(name) && !Object.hasOwn(attributes, name);
    const isName = /(Name|Alias)$/.test(name) && Object.hasOwn(properties, name);
    const isReadOnlyName = primaryIdentifier.includes(name) && this.#isNameProperty(name);
    return isIdentifier || isName || isReadOnlyName ? this.#ownName(name) : undefined;
  }

  #ownArn(): string {
    const template = this.#schema.arnTemplate;
    if (template === undefined) return this.#arn(kebab(kindOf(this.#schema)));
    return template.replaceAll(/\$\{(\w+)\}/g, (_, word: string) => this.#word(word));
  }

  #arn(kind: string): string {
    const { partition, region, account } = this.#scope;
    return `arn:${partition}:${arnService(this.#schema)}:${region}:${account}:${kind}/${this.#shortId()}`;
  }

  /** What stands at the end of the resource's ARN: an identifier that is no ARN itself, or a name. */
  #shortId(): string {
    const { primaryIdentifier, refIdentifier = [], properties, attributes } = this.#schema;
    const isShort = (name: string) => !isArnName(name) && !this.#pending.has(name);
    const names = [...primaryIdentifier, 'Name', `${kindOf(this.#schema)}Name`];
    const part =
      [...primaryIdentifier, ...refIdentifier].findLast((name) => isShort(name) && Object.hasOwn(attributes, name)) ??
      names.find((name) => isShort(name) && Object.hasOwn(properties, name));
    const value = part === undefined ? undefined : this.valueOf(part);
    return isScalar(value) ? textOf(value) : this.#ownName(undefined);
  }

  /** One name per resource: attributes and ARNs that repeat it agree. */
  #ownName(property: string | undefined): string {
    if (this.#name !== undefined) return this.#name;
    const { keeps, ...rule } = nameRuleOf(this.#schema, property);
    const name = generatedName({ ...rule, ...this.#scope });
    this.#name = keeps === undefined ? name : (name.match(keeps) ?? []).join('');
    return this.#name;
  }

  /** What a word of a form or an ARN's template stands for; words that the schema does not know mean the resource. */
  #word(word: string): string {
    const derived = derivedWord(word, this.properties, this.#scope);
    if (derived !== undefined) return derived;
    const isKnown = this.#isOfResource(word) || Object.hasOwn(this.#schema.properties, word);
    if (isKnown && !this.#pending.has(word)) return textOf(this.valueOf(word));
    return word === 'Name' ? this.#ownName(undefined) : this.#shortId();
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
