import { AwsError } from '../platform/errors.ts';
import type { Member, ServiceModel, Shape, StructureShape } from './model.ts';
import { ShapeFunctions, evaluate, literal } from './shape-functions.ts';
import { bodyMembers, elementName, entryNames, isFlattened, itemName, structureAt } from './xml-names.ts';
import type { XmlElement } from './xml-parse.ts';
import { malformedXml, parseXml } from './xml-parse.ts';
import { readBlob, readBoolean, readFloat, readInteger, readLong, readTimestamp, setEntry } from './xml-scalars.ts';

export type XmlDecode = (document: string) => Record<string, unknown>;

/**
 * Reads a document into a structure, whatever its root is called: the members named, or all that no header carries.
 * Throws AwsError MalformedXML, or SerializationException where a service other than S3 is given the wrong type.
 */
export function xmlDecoder(
  service: ServiceModel,
  structureShapeIndex: number,
  memberNames?: readonly string[],
): XmlDecode {
  let generator = generators.get(service);
  if (generator === undefined) generators.set(service, (generator = new DecoderGenerator(service)));
  const decode = generator.structureDecoder(structureShapeIndex, memberNames);
  return (document) => decode(parseXml(document));
}

type ElementDecode = (element: XmlElement) => Record<string, unknown>;
type Call = (shape: number) => string;

const generators = new WeakMap<ServiceModel, DecoderGenerator>();

/** Writes one function per structure, list and map, from an element to its value. */
class DecoderGenerator {
  readonly #service: ServiceModel;
  readonly #runtime: Record<string, unknown>;
  readonly #functions: ShapeFunctions<ElementDecode>;
  readonly #roots = new Map<string, ElementDecode>();

  constructor(service: ServiceModel) {
    this.#service = service;
    this.#runtime = runtimeOf(service);
    this.#functions = new ShapeFunctions((shape, call) => this.#body(service.shapes[shape]!, call), this.#runtime);
  }

  structureDecoder(index: number, names: readonly string[] | undefined): ElementDecode {
    if (names === undefined) return this.#functions.get(index);
    const key = JSON.stringify([index, names]);
    let decode = this.#roots.get(key);
    if (decode === undefined) {
      const called: Record<string, unknown> = {};
      const call: Call = (shape) => {
        called[`shape${shape}`] = this.#functions.get(shape);
        return `shape${shape}`;
      };
      const body = this.#structure(structureAt(this.#service, index), call, names);
      decode = evaluate(`return function root${body};`, { ...this.#runtime, ...called }) as ElementDecode;
      this.#roots.set(key, decode);
    }
    return decode;
  }

  #body(shape: Shape, call: Call): string {
    if (shape.type === 'structure') return this.#structure(shape, call);
    if (shape.type === 'list') {
      const item = this.#value(shape.member, 'child', 'member', call);
      return (
        `(element) {\n  const list = [];\n  for (const child of element.children) ` +
        `if (child.name === ${literal(itemName(shape))}) list.push(${item});\n  return list;\n}`
      );
    }
    if (shape.type !== 'map') throw new Error(`no element function for a ${shape.type}`);
    return (
      `(element) {\n  const map = {};\n  for (const child of element.children) ` +
      `if (child.name === "entry") ${this.#entry('map', 'child', shape, call)}\n  return map;\n}`
    );
  }

  #structure(shape: StructureShape, call: Call, names?: readonly string[]): string {
    const attributes: string[] = [];
    const cases: string[] = [];
    for (const [name, member] of bodyMembers(shape, names)) {
      if (member.xmlAttribute) {
        const value = `attribute(element, ${literal(member.name ?? name)})`;
        attributes.push(`  x = ${value};\n  if (x !== undefined) value[${literal(name)}] = x;\n`);
      } else {
        const element = elementName(this.#service, name, member).replace(/^.*:/, '');
        cases.push(`    case ${literal(element)}: ${this.#member(name, member, call)} break;\n`);
      }
    }
    return (
      `(element) {\n  const value = {};\n  let x;\n${attributes.join('')}` +
      `  for (const child of element.children) switch (child.name) {\n${cases.join('')}  }\n  return value;\n}`
    );
  }

  #member(name: string, member: Member, call: Call): string {
    const target = `value[${literal(name)}]`;
    const shape = this.#service.shapes[member.shape]!;
    if (!isFlattened(this.#service, member)) return `${target} = ${this.#value(member, 'child', name, call)};`;
    if (shape.type === 'list') return `(${target} ??= []).push(${this.#value(shape.member, 'child', name, call)});`;
    return this.#entry(`${target} ??= {}`, 'child', shape as Shape & { type: 'map' }, call);
  }

  #entry(map: string, element: string, shape: Shape & { type: 'map' }, call: Call): string {
    const names = entryNames(shape);
    const value = this.#value(shape.value, 'entryValue', names.value, call);
    return (
      `{ const key = childText(${element}, ${literal(names.key)}), ` +
      `entryValue = childNamed(${element}, ${literal(names.value)}); setEntry(${map}, key, ${value}); }`
    );
  }

  #value(member: Member, element: string, name: string, call: Call): string {
    const { type } = this.#service.shapes[member.shape]!;
    if (type === 'structure' || type === 'list' || type === 'map') return `${call(member.shape)}(${element})`;
    if (type === 'string') return `${element}.text`;
    return `${type}(${element}.text, ${literal(name)})`;
  }
}

/** Functions that generated decoders call; those for scalars are named after their types. */
function runtimeOf(service: ServiceModel): Record<string, unknown> {
  const reader =
    <T>(read: (text: string) => T | undefined, type: string) =>
    (text: string, name: string): T => {
      const value = read(text.trim());
      if (value !== undefined) return value;
      if (service.service === 's3') throw malformedXml();
      throw new AwsError('SerializationException', `The value of ${name} is not a valid ${type}`);
    };
  const float = reader(readFloat, 'number');
  return {
    attribute: attributeNamed,
    childNamed,
    childText: (element: XmlElement, name: string) => childNamed(element, name).text,
    setEntry,
    integer: reader(readInteger, 'integer'),
    long: reader(readLong, 'integer'),
    float,
    double: float,
    boolean: reader(readBoolean, 'boolean'),
    timestamp: reader(readTimestamp, 'timestamp'),
    blob: reader(readBlob, 'base64 value'),
  };
}

function childNamed(element: XmlElement, name: string): XmlElement {
  const child = element.children.find((each) => each.name === name);
  if (child === undefined) throw malformedXml();
  return child;
}

/** Finds `xsi:type` whatever prefix the client chose for the namespace. */
function attributeNamed({ attributes }: XmlElement, name: string): string | undefined {
  const exact = attributes[name];
  if (exact !== undefined) return exact;
  const local = name.slice(name.indexOf(':') + 1);
  const key = Object.keys(attributes).find((each) => each.slice(each.indexOf(':') + 1) === local);
  return key === undefined ? undefined : attributes[key];
}
