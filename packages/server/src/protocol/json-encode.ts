import type { BodyFlavour } from './json-decode.ts';
import type { Member, ScalarShape, ServiceModel, StructureShape, TimestampFormat } from './model.ts';
import { entriesSource, isScalar, itemsSource, shapeFunctions } from './shape-dialect.ts';
import type { Convert, RestrictedRoot, ShapeDialect, ShapeFunction } from './shape-dialect.ts';
import type { ShapeFunctions } from './shape-functions.ts';
import { setEntry, writeBlob, writeTimestamp } from './xml-scalars.ts';

export type BodyProjection = (value: Record<string, unknown>) => Record<string, unknown>;

type Functions = Record<BodyFlavour, ShapeFunctions<ShapeFunction>>;

const functionsOf = new WeakMap<ServiceModel, Functions>();

/**
 * A function from a handler's output to the object that JSON.stringify (or CBOR's writer) puts on the wire: modelled
 * members only, under their wire names. Building the text directly was measured 1.5 to 1.8 times slower.
 */
export function bodyProjection(
  service: ServiceModel,
  shape: number,
  flavour: BodyFlavour = 'json',
  memberNames?: readonly string[],
): BodyProjection {
  let functions = functionsOf.get(service);
  if (functions === undefined) {
    functions = { json: projections(service, 'json'), cbor: projections(service, 'cbor') };
    functionsOf.set(service, functions);
  }
  const root = memberNames && projections(service, flavour, { shape, memberNames });
  const project = (root ?? functions[flavour]).get(shape);
  return (value) => project(value, 0);
}

function projections(service: ServiceModel, flavour: BodyFlavour, root?: RestrictedRoot) {
  return shapeFunctions(service, flavour === 'json' ? jsonDialect : cborDialect, encodeRuntime, root);
}

const encodeRuntime = {
  writeTimestamp,
  writeBlob,
  setEntry,
  /** JSON has no numbers for these. */
  float: (value: number): number | string => (Number.isFinite(value) ? value : String(value)),
};

type ScalarSource = (shape: ScalarShape, member: Member, value: string) => string;

function dialectOf(scalar: ScalarSource): ShapeDialect {
  return {
    structure: structureSource,
    list: itemsSource,
    map: entriesSource,
    scalar,
    document: (value) => value,
    passesThrough: (shape, item) => {
      if (!isScalar(item)) return false;
      return scalar(item, shape.type === 'list' ? shape.member : shape.value, 'item') === 'item';
    },
  };
}

const jsonDialect = dialectOf(jsonScalar);
const cborDialect = dialectOf(cborScalar);

function structureSource(_: StructureShape, members: readonly [string, Member][], convert: Convert): string {
  const lines = ['const result = {};', 'let field;'];
  for (const [name, member] of members) {
    const wireName = JSON.stringify(member.name ?? name);
    lines.push(
      `if ((field = value[${JSON.stringify(name)}]) != null) result[${wireName}] = ${convert(member, 'field')};`,
    );
  }
  lines.push('return result;');
  return lines.join('\n');
}

function jsonScalar(shape: ScalarShape, member: Member, value: string): string {
  switch (shape.type) {
    case 'string':
      return member.jsonValue || shape.jsonValue ? `JSON.stringify(${value})` : value;
    case 'double':
    case 'float':
      return `float(${value})`;
    case 'blob':
      return `writeBlob(${value})`;
    case 'timestamp':
      return jsonTimestamp(member.timestampFormat ?? shape.timestampFormat, value);
    default:
      return value;
  }
}

function jsonTimestamp(format: TimestampFormat | undefined, value: string): string {
  if (format === undefined || format === 'unixTimestamp') return `${value}.getTime() / 1000`;
  return `writeTimestamp(${value}, ${JSON.stringify(format)})`;
}

function cborScalar(shape: ScalarShape, member: Member, value: string): string {
  return shape.type === 'string' ? jsonScalar(shape, member, value) : value;
}
