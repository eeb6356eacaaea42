import type { ListShape, MapShape, Member, ScalarShape, ServiceModel, Shape, StructureShape } from './model.ts';
import { ShapeFunctions } from './shape-functions.ts';

/** Source text of what one codec does to values of each kind; the generated functions take `value` and `depth`. */
export interface ShapeDialect {
  structure(shape: StructureShape, members: readonly [string, Member][], convert: Convert): string;
  list(shape: ListShape, convert: Convert): string;
  map(shape: MapShape, convert: Convert): string;
  /** An expression, as is `value`. */
  scalar(shape: ScalarShape, member: Member, value: string): string;
  document(value: string): string;
  /** True where a list or map can be taken as it is, since its items need no conversion. */
  passesThrough?(shape: ListShape | MapShape, itemShape: Shape): boolean;
}

/** Expression for the converted form of the expression `value`. */
export type Convert = (member: Member, value: string) => string;

export type ShapeFunction = (value: unknown, depth: number) => Record<string, unknown>;

/** Members of a root structure that the functions are limited to: those that are in the body. */
export interface RestrictedRoot {
  shape: number;
  memberNames: readonly string[];
}

/** Functions of a dialect for the shapes of a service. Everything from the model enters the source as a literal. */
export function shapeFunctions(
  service: ServiceModel,
  dialect: ShapeDialect,
  runtime: Record<string, unknown>,
  root?: RestrictedRoot,
): ShapeFunctions<ShapeFunction> {
  return new ShapeFunctions((index, call) => {
    const shape = shapeAt(service, index);
    const convert: Convert = (member, value) => {
      const target = shapeAt(service, member.shape);
      if (isScalar(target)) return dialect.scalar(target, member, value);
      if (target.type === 'structure') {
        if (target.document) return dialect.document(value);
      } else {
        const item = shapeAt(service, target.type === 'list' ? target.member.shape : target.value.shape);
        if (dialect.passesThrough?.(target, item)) return value;
      }
      return `${call(member.shape)}(${value}, depth + 1)`;
    };
    const memberNames = root?.shape === index ? root.memberNames : undefined;
    return `(value, depth) {\n${functionBody(shape, dialect, convert, memberNames)}\n}`;
  }, runtime);
}

function functionBody(shape: Shape, dialect: ShapeDialect, convert: Convert, only?: readonly string[]): string {
  switch (shape.type) {
    case 'structure': {
      if (shape.document) return `return ${dialect.document('value')};`;
      const members = Object.entries(shape.members).filter(([name]) => only?.includes(name) ?? true);
      return dialect.structure(shape, members, convert);
    }
    case 'list':
      return dialect.list(shape, convert);
    case 'map':
      return dialect.map(shape, convert);
    default:
      throw new Error(`no function for a bare ${shape.type}`);
  }
}

export function shapeAt(service: ServiceModel, index: number): Shape {
  const shape = service.shapes[index];
  if (shape === undefined) throw new Error(`${service.service} has no shape ${index}`);
  return shape;
}

export function isScalar(shape: Shape): shape is ScalarShape {
  return shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map';
}

/** Body of a list's function: a new list of the converted items, without nulls. */
export function itemsSource(shape: ListShape, convert: Convert): string {
  return `const result = [];
for (let index = 0; index < value.length; index++) {
  const item = value[index];
  if (item != null) result.push(${convert(shape.member, 'item')});
}
return result;`;
}

/** Body of a map's function; `setEntry` must be in the runtime. */
export function entriesSource(shape: MapShape, convert: Convert): string {
  return `const result = {};
for (const key of Object.keys(value)) {
  const item = value[key];
  if (item != null) setEntry(result, key, ${convert(shape.value, 'item')});
}
return result;`;
}
