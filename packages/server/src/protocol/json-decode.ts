import { decodeRuntime } from './body-values.ts';
import type { ListShape, MapShape, Member, ScalarShape, ServiceModel, StructureShape } from './model.ts';
import { entriesSource, itemsSource, shapeFunctions } from './shape-dialect.ts';
import type { Convert, RestrictedRoot, ShapeDialect, ShapeFunction } from './shape-dialect.ts';
import type { ShapeFunctions } from './shape-functions.ts';

/** Values as JSON.parse gives them, or as CBOR's reader does: with bytes, dates and big integers. */
export type BodyFlavour = 'json' | 'cbor';

export type BodyDecoder = (value: unknown) => Record<string, unknown>;

type Functions = Record<BodyFlavour, ShapeFunctions<ShapeFunction>>;

const functionsOf = new WeakMap<ServiceModel, Functions>();

/**
 * A function from a parsed body to the shape's members by the model's names. Nulls and unknown members are left
 * out; wrong types throw SerializationException. `memberNames` restricts the shape to its members in the body.
 */
export function bodyDecoder(
  service: ServiceModel,
  shape: number,
  flavour: BodyFlavour = 'json',
  memberNames?: readonly string[],
): BodyDecoder {
  let functions = functionsOf.get(service);
  if (functions === undefined) {
    functions = { json: decoders(service, 'json'), cbor: decoders(service, 'cbor') };
    functionsOf.set(service, functions);
  }
  const root = memberNames && decoders(service, flavour, { shape, memberNames });
  const decode = (root ?? functions[flavour]).get(shape);
  return (value) => decode(value, 0);
}

function decoders(service: ServiceModel, flavour: BodyFlavour, root?: RestrictedRoot): ShapeFunctions<ShapeFunction> {
  return shapeFunctions(service, flavour === 'json' ? jsonDialect : cborDialect, decodeRuntime, root);
}

const jsonDialect: ShapeDialect = {
  structure: (shape, members, convert) =>
    structureSource('value === null || typeof value !== "object" || isArray(value)', shape, members, convert),
  list: listSource,
  map: (shape, convert) => mapSource('typeof value !== "object" || isArray(value)', shape, convert),
  scalar: jsonScalar,
  document: (value) => `document(${value})`,
};

const cborDialect: ShapeDialect = {
  structure: (shape, members, convert) => structureSource('!isPlainObject(value)', shape, members, convert),
  list: listSource,
  map: (shape, convert) => mapSource('!isPlainObject(value)', shape, convert),
  scalar: cborScalar,
  document: (value) => `document(${value})`,
};

function structureSource(
  refusal: string,
  shape: StructureShape,
  members: readonly [string, Member][],
  convert: Convert,
): string {
  const lines = [`if (${refusal}) notStructure(value);`, 'if (depth > maxDepth) tooDeep();'];
  lines.push('const result = {};', 'let field;');
  for (const [name, member] of members) {
    const wireName = member.name ?? name;
    const read = `(field = value[${JSON.stringify(wireName)}]) != null`;
    const present = wireName in Object.prototype ? `hasOwn(value, ${JSON.stringify(wireName)}) && ${read}` : read;
    lines.push(`if (${present}) result[${JSON.stringify(name)}] = ${convert(member, 'field')};`);
  }
  if (shape.union) lines.push(`if (Object.keys(result).length > 1) notOneMember(${JSON.stringify(shape.name)});`);
  lines.push('return result;');
  return lines.join('\n');
}

function listSource(shape: ListShape, convert: Convert): string {
  return `if (!isArray(value)) notList(value);
if (depth > maxDepth) tooDeep();
${itemsSource(shape, convert)}`;
}

function mapSource(refusal: string, shape: MapShape, convert: Convert): string {
  return `if (${refusal}) notStructure(value);
if (depth > maxDepth) tooDeep();
${entriesSource(shape, convert)}`;
}

function jsonScalar(shape: ScalarShape, member: Member, value: string): string {
  switch (shape.type) {
    case 'string':
      if (member.jsonValue || shape.jsonValue) return `parseJson(${value})`;
      return `typeof ${value} === "string" ? ${value} : notString(${value})`;
    case 'integer':
      return `typeof ${value} === "number" && (${value} | 0) === ${value} ? ${value} : integer(${value})`;
    case 'long':
      return `Number.isSafeInteger(${value}) ? ${value} : long(${value})`;
    case 'double':
    case 'float':
      return `typeof ${value} === "number" ? ${value} : float(${value})`;
    case 'boolean':
      return `typeof ${value} === "boolean" ? ${value} : notBoolean(${value})`;
    case 'timestamp':
      return `timestamp(${value})`;
    default:
      return `base64(${value})`;
  }
}

function cborScalar(shape: ScalarShape, member: Member, value: string): string {
  return shape.type === 'blob'
    ? `${value} instanceof bytesType ? ${value} : notBytes(${value})`
    : jsonScalar(shape, member, value);
}
