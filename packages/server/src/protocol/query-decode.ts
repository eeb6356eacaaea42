import { AwsError } from '../platform/errors.ts';
import type { Member, ServiceModel, Shape, StructureShape } from './model.ts';
import { group, items, malformedInput, wrappedItems } from './query-form.ts';
import type { ParameterValue, Parameters } from './query-form.ts';
import { ShapeFunctions, literal } from './shape-functions.ts';
import { elementName, entryNames, isFlattened, itemName } from './xml-names.ts';
import { readBlob, readBoolean, readFloat, readInteger, readLong, readTimestamp, setEntry } from './xml-scalars.ts';

export type QueryDecode = (parameters: Parameters) => Record<string, unknown>;

/** What differs between the two protocols of parameters. */
export interface QueryDialect {
  memberName: (service: ServiceModel, name: string, member: Member) => string;
  /** Every list is flattened in ec2. */
  flattened: boolean;
  invalidScalar: (value: string, name: string, type: string) => AwsError;
}

export const queryDialect: QueryDialect = {
  memberName: elementName,
  flattened: false,
  invalidScalar: (value, name, type) => malformedInput(`'${value}' is not a valid ${type} for parameter ${name}`),
};

export const ec2Dialect: QueryDialect = {
  memberName: (_, name, member) => member.queryName ?? capitalised(member.name ?? name),
  flattened: true,
  invalidScalar: (value, name, type) =>
    new AwsError('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid. Expected type: ${type}`),
};

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

type Call = (shape: number) => string;

/** Writes one function per structure, list and map, from parameters to a value. */
export class QueryDecoder {
  readonly #service: ServiceModel;
  readonly #dialect: QueryDialect;
  readonly #functions: ShapeFunctions<QueryDecode>;

  constructor(service: ServiceModel, dialect: QueryDialect) {
    this.#service = service;
    this.#dialect = dialect;
    this.#functions = new ShapeFunctions(
      (shape, call) => this.#body(service.shapes[shape]!, call),
      runtimeOf(dialect.invalidScalar),
    );
  }

  structure(shape: number): QueryDecode {
    return this.#functions.get(shape);
  }

  #body(shape: Shape, call: Call): string {
    if (shape.type === 'structure') return this.#structure(shape, call);
    if (shape.type === 'list') {
      const item = this.#value(shape.member, 'list[i]', itemName(shape), call);
      return (
        `(value, flattened) {\n  const list = flattened ? items(value) : wrappedItems(value, ${literal(itemName(shape))});\n` +
        `  for (let i = 0; i < list.length; i++) list[i] = ${item};\n  return list;\n}`
      );
    }
    if (shape.type !== 'map') throw new Error(`no parameter function for a ${shape.type}`);
    const names = entryNames(shape);
    const key = `string(entry.get(${literal(names.key)}))`;
    const value = this.#value(shape.value, 'x', names.value, call);
    return (
      `(value, flattened) {\n  const map = {};\n` +
      `  for (const item of flattened ? items(value) : wrappedItems(value, "entry")) {\n` +
      `    const entry = group(item), key = ${key}, x = entry.get(${literal(names.value)});\n` +
      `    if (x !== undefined) setEntry(map, key, ${value});\n  }\n  return map;\n}`
    );
  }

  #structure(shape: StructureShape, call: Call): string {
    const lines = Object.entries(shape.members).map(([name, member]) => {
      const parameter = this.#dialect.memberName(this.#service, name, member);
      const value = this.#value(member, 'x', parameter, call);
      return `  x = parameters.get(${literal(parameter)});\n  if (x !== undefined) value[${literal(name)}] = ${value};\n`;
    });
    return `(parameters) {\n  const value = {};\n  let x;\n${lines.join('')}  return value;\n}`;
  }

  #value(member: Member, value: string, name: string, call: Call): string {
    const { type } = this.#service.shapes[member.shape]!;
    if (type === 'structure') return `${call(member.shape)}(group(${value}))`;
    if (type === 'list' || type === 'map') {
      const flattened = this.#dialect.flattened || isFlattened(this.#service, member);
      return `${call(member.shape)}(${value}, ${flattened})`;
    }
    return type === 'string' ? `string(${value})` : `${type}(${value}, ${literal(name)})`;
  }
}

/** Functions that generated decoders call; those for scalars are named after their types. */
function runtimeOf(invalidScalar: QueryDialect['invalidScalar']): Record<string, unknown> {
  const reader =
    <T>(read: (text: string) => T | undefined, type: string) =>
    (value: ParameterValue, name: string): T => {
      const text = string(value);
      const result = read(text);
      if (result === undefined) throw invalidScalar(text, name, type);
      return result;
    };
  const float = reader(readFloat, 'number');
  return {
    group,
    items,
    wrappedItems,
    setEntry,
    string,
    integer: reader(readInteger, 'integer'),
    long: reader(readLong, 'integer'),
    float,
    double: float,
    boolean: reader(readBoolean, 'boolean'),
    timestamp: reader(readTimestamp, 'timestamp'),
    blob: reader((text) => readBlob(text.replaceAll(' ', '+')), 'base64 value'),
  };
}

function string(value: ParameterValue | undefined): string {
  if (typeof value === 'string') return value;
  throw malformedInput(
    value === undefined ? 'A map entry without a key' : 'Start of structure or map found where not expected.',
  );
}
