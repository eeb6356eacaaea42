import type { Member, ServiceModel, Shape, StructureShape, XmlNamespace } from './model.ts';
import { ShapeFunctions, evaluate, literal } from './shape-functions.ts';
import {
  bodyMembers,
  elementName,
  entryNames,
  isFlattened,
  itemName,
  memberNamespace,
  serviceNamespace,
  structureAt,
} from './xml-names.ts';
import { timestampFormatOf, writeBlob, writeTimestamp } from './xml-scalars.ts';

export interface XmlEncoderOptions {
  /** Members to write; by default all that no header carries. */
  memberNames?: readonly string[];
  /** Default namespace of the root, empty for none; if not given, the shape's or the service's. */
  rootNamespace?: string;
}

export type XmlEncode = (value: Record<string, unknown>) => string;

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

// oxlint-disable-next-line no-control-regex -- references are the only way to carry them
const SPECIAL = /[&<>"\r\u0085\u2028\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const SPECIALS = new RegExp(SPECIAL, 'g');
const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes character data. What a parser would change or refuse becomes a numeric reference, as S3 writes it. */
export function escapeXml(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  return SPECIAL.test(text) ? text.replace(SPECIALS, reference) : text;
}

// oxlint-disable-next-line no-control-regex -- these are what it is about
const EXCLUDED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text of an error, which may quote anything: what XML excludes even as a reference would make the answer unreadable. */
export function escapeXmlMessage(message: string): string {
  return escapeXml(message.replace(EXCLUDED, '\uFFFD'));
}

function escapeAttribute(value: unknown): string {
  return escapeXml(value).replace(/[\t\n]/g, reference);
}

function reference(character: string): string {
  return REFERENCES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
}

/** A whole document from a structure. */
export function xmlEncoder(
  service: ServiceModel,
  structureShapeIndex: number,
  rootName: string,
  options: XmlEncoderOptions = {},
): XmlEncode {
  return generatorOf(service).documentEncoder(structureShapeIndex, rootName, options);
}

/** The elements of a structure's members, without an element around them. */
export function xmlMembersEncoder(
  service: ServiceModel,
  structureShapeIndex: number,
  memberNames?: readonly string[],
): XmlEncode {
  return generatorOf(service).membersEncoder(structureShapeIndex, memberNames);
}

/** Attributes that declare a namespace, with their leading space. */
export function namespaceAttribute(namespace: XmlNamespace | string | undefined): string {
  if (namespace === undefined) return '';
  const { uri, prefix } = typeof namespace === 'string' ? { uri: namespace } : namespace;
  return ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`;
}

const generators = new WeakMap<ServiceModel, EncoderGenerator>();

function generatorOf(service: ServiceModel): EncoderGenerator {
  let generator = generators.get(service);
  if (generator === undefined) generators.set(service, (generator = new EncoderGenerator(service)));
  return generator;
}

const RUNTIME = { escapeXml, escapeAttribute, writeBlob, writeTimestamp };

type Call = (shape: number) => string;

/** Writes one function per structure, list and map, from a value to the inside of its element. */
class EncoderGenerator {
  readonly #service: ServiceModel;
  readonly #functions: ShapeFunctions<XmlEncode>;
  readonly #encoders = new Map<string, XmlEncode>();

  constructor(service: ServiceModel) {
    this.#service = service;
    this.#functions = new ShapeFunctions((shape, call) => this.#content(service.shapes[shape]!, call), RUNTIME);
  }

  membersEncoder(index: number, names: readonly string[] | undefined): XmlEncode {
    return this.#cached([index, names], () => this.#membersFunction(structureAt(this.#service, index), names));
  }

  documentEncoder(index: number, rootName: string, { memberNames, rootNamespace }: XmlEncoderOptions): XmlEncode {
    return this.#cached([index, memberNames, rootName, rootNamespace], () => {
      const shape = structureAt(this.#service, index);
      const open = `${XML_DECLARATION}<${rootName}${this.#rootNamespaces(shape, rootNamespace)}`;
      const members = isBucketLocation(this.#service, shape)
        ? ({ LocationConstraint }: Record<string, unknown>) => escapeXml(LocationConstraint ?? '')
        : this.#membersFunction(shape, memberNames);
      const attributes = evaluate(`return (value) => ${this.#attributes(shape, 'value')};`, RUNTIME) as XmlEncode;
      return (value) => `${open}${attributes(value)}>${members(value)}</${rootName}>`;
    });
  }

  #rootNamespaces(shape: StructureShape, rootNamespace: string | undefined): string {
    const own = shape.xmlNamespace;
    const inherited = rootNamespace ?? (own && own.prefix === undefined ? own.uri : serviceNamespace(this.#service));
    const prefixed = own?.prefix === undefined ? undefined : own;
    return `${inherited === '' ? '' : namespaceAttribute(inherited)}${namespaceAttribute(prefixed)}`;
  }

  #cached(key: unknown[], build: () => XmlEncode): XmlEncode {
    const name = JSON.stringify(key);
    let encoder = this.#encoders.get(name);
    if (encoder === undefined) this.#encoders.set(name, (encoder = build()));
    return encoder;
  }

  #membersFunction(shape: StructureShape, names: readonly string[] | undefined): XmlEncode {
    const called: Record<string, unknown> = {};
    const call: Call = (index) => {
      const name = `shape${index}`;
      called[name] = this.#functions.get(index);
      return name;
    };
    const body = this.#structure(shape, call, names);
    return evaluate(`return function members${body};`, { ...RUNTIME, ...called }) as XmlEncode;
  }

  #content(shape: Shape, call: Call): string {
    if (shape.type === 'structure') return this.#structure(shape, call);
    if (shape.type === 'list') {
      const item = this.#element(itemName(shape), shape.member, 'item', call);
      return `(list) { let xml = ''; for (const item of list) xml += ${item}; return xml; }`;
    }
    if (shape.type !== 'map') throw new Error(`no content function for a ${shape.type}`);
    const entry = this.#entry('"<entry>"', '"</entry>"', shape, call);
    return `(map) { let xml = ''; for (const key of Object.keys(map)) xml += ${entry}; return xml; }`;
  }

  #entry(open: string, close: string, shape: Shape & { type: 'map' }, call: Call): string {
    const names = entryNames(shape);
    const key = this.#element(names.key, shape.key, 'key', call);
    return `${open} + ${key} + ${this.#element(names.value, shape.value, 'map[key]', call)} + ${close}`;
  }

  #structure(shape: StructureShape, call: Call, names?: readonly string[]): string {
    const lines = bodyMembers(shape, names)
      .filter(([, member]) => !member.xmlAttribute)
      .map(([name, member]) => {
        const write = this.#member(elementName(this.#service, name, member), member, call);
        return `  x = value[${literal(name)}];\n  if (x !== undefined && x !== null) ${write}\n`;
      });
    return `(value) {\n  let xml = '', x;\n${lines.join('')}  return xml;\n}`;
  }

  #member(name: string, member: Member, call: Call): string {
    const shape = this.#service.shapes[member.shape]!;
    if (!isFlattened(this.#service, member)) return `xml += ${this.#element(name, member, 'x', call)};`;
    if (shape.type === 'list') {
      const item = { ...shape.member, ...(member.xmlNamespace && { xmlNamespace: member.xmlNamespace }) };
      return `for (const item of x) xml += ${this.#element(name, item, 'item', call)};`;
    }
    const open = literal(`<${name}${namespaceAttribute(member.xmlNamespace)}>`);
    const entry = this.#entry(open, literal(`</${name}>`), shape as Shape & { type: 'map' }, call);
    return `{ const map = x; for (const key of Object.keys(map)) xml += ${entry}; }`;
  }

  /** An expression for one element; whatever is constant in it is one string. */
  #element(name: string, member: Member, value: string, call: Call): string {
    const shape = this.#service.shapes[member.shape]!;
    const open = `<${name}${namespaceAttribute(memberNamespace(this.#service, member))}`;
    const content = this.#value(member, shape, value, call);
    if (shape.type === 'structure' && Object.values(shape.members).some((each) => each.xmlAttribute)) {
      return `${literal(open)} + ${this.#attributes(shape, value)} + ">" + ${content} + ${literal(`</${name}>`)}`;
    }
    return `${literal(`${open}>`)} + ${content} + ${literal(`</${name}>`)}`;
  }

  #attributes(shape: StructureShape, value: string): string {
    const attributes = Object.entries(shape.members).filter(([, member]) => member.xmlAttribute);
    if (attributes.length === 0) return '""';
    return attributes
      .map(([name, member]) => {
        const access = `${value}[${literal(name)}]`;
        const text = `escapeAttribute(${this.#scalar(member, this.#service.shapes[member.shape]!, access)})`;
        return `(${access} == null ? "" : ${literal(` ${member.name ?? name}="`)} + ${text} + '"')`;
      })
      .join(' + ');
  }

  #value(member: Member, shape: Shape, value: string, call: Call): string {
    if (shape.type === 'structure' || shape.type === 'list' || shape.type === 'map') {
      return `${call(member.shape)}(${value})`;
    }
    const scalar = this.#scalar(member, shape, value);
    return shape.type === 'string' ? `escapeXml(${scalar})` : scalar;
  }

  #scalar(member: Member, shape: Shape, value: string): string {
    if (shape.type === 'timestamp') {
      // S3 always tells milliseconds, and old clients rely on it.
      const format = timestampFormatOf(member, shape);
      if (this.#service.service === 's3' && format === 'iso8601') return `${value}.toISOString()`;
      return `writeTimestamp(${value}, ${literal(format)})`;
    }
    return shape.type === 'blob' ? `writeBlob(${value})` : value;
  }
}

/** S3 answers GetBucketLocation with the constraint as the root itself, where every model describes an element inside. */
function isBucketLocation(service: ServiceModel, shape: StructureShape): boolean {
  return service.service === 's3' && shape.name === 'GetBucketLocationOutput';
}
