import { Deprecation } from '@aws-cdk/service-spec-types';
import type { Attribute, Property, PropertyType, Resource } from '@aws-cdk/service-spec-types';
import type {
  PropertySchema,
  ResourceSchema,
  ValueType,
} from '../../packages/server/src/engines/cloudformation/schema/resource-schema.ts';
import { documentedMaximumLength, firstSentence, isGeneratedName } from './documentation.ts';
import type { Spec } from './spec.ts';

type Reference = PropertyType & { type: 'ref' };
type Members = Record<string, PropertySchema>;

/** One resource type of the database as Madang keeps it. */
export function compileResource(resource: Resource, spec: Spec): ResourceSchema {
  const compiler = new ResourceCompiler(spec);
  const properties = compiler.members(resource.properties);
  const attributes: Record<string, ValueType> = {};
  for (const [name, attribute] of Object.entries(resource.attributes)) {
    attributes[name] = compiler.type(attribute.type, resource.name);
  }
  for (const [name, property] of Object.entries(resource.properties)) describeName(name, property, properties);
  const { tagInformation: tags, cfnRefIdentifier, primaryIdentifier = [] } = resource;
  return defined({
    typeName: resource.cloudFormationType,
    description: resource.documentation && firstSentence(resource.documentation),
    transform: resource.cloudFormationTransform,
    properties,
    definitions: compiler.definitions,
    attributes,
    // What the transform makes of the type has the attributes.
    openAttributes: resource.cloudFormationTransform && '',
    primaryIdentifier,
    refIdentifier: cfnRefIdentifier,
    arnTemplate: resource.arnTemplate,
    tagging: tags && { property: tags.tagPropertyName, variant: tags.variant },
    stateful: flag(resource.isStateful),
    legacy: flag(isLegacy(primaryIdentifier, resource.attributes)),
    replacingPaths: unique(resource.additionalReplacementProperties),
  });
}

/** The database gives types without handlers the identifier `Id`, an attribute that no documentation knows. */
function isLegacy(primaryIdentifier: readonly string[], attributes: Record<string, Attribute>): boolean {
  const id = attributes['Id'];
  if (primaryIdentifier.length === 0) return true;
  return primaryIdentifier.join() === 'Id' && id !== undefined && id.documentation === undefined;
}

/** Names at the top of a resource: whether CloudFormation makes them up, and how long they may be. */
function describeName(name: string, property: Property, properties: Members): void {
  const compiled = properties[name];
  const { documentation } = property;
  if (compiled?.type !== 'string' || compiled.required || documentation === undefined) return;
  if (!/(Name|Identifier|^Family|Alias|Id)$/.test(name)) return;
  if (isGeneratedName(documentation)) compiled.generated = true;
  const maximumLength = documentedMaximumLength(documentation);
  if (maximumLength !== undefined) compiled.maximumLength = maximumLength;
}

class ResourceCompiler {
  readonly definitions: Record<string, Members> = {};
  readonly #spec: Spec;
  readonly #names = new Map<string, string>();

  constructor(spec: Spec) {
    this.#spec = spec;
  }

  members(properties: Record<string, Property>): Members {
    const members: Members = {};
    for (const [name, property] of Object.entries(properties)) {
      if (property.deprecated !== Deprecation.IGNORE) members[name] = this.#property(name, property);
    }
    return members;
  }

  /** `where` names what the type belongs to, for the error. */
  type(type: PropertyType, where: string): ValueType {
    switch (type.type) {
      case 'string':
      case 'integer':
        return type.allowedValues === undefined ? type.type : { enum: type.allowedValues, of: type.type };
      case 'number':
      case 'boolean':
      case 'json':
      case 'date-time':
      case 'tag':
        return type.type;
      case 'array':
        return { list: this.type(type.element, where) };
      case 'map':
        return { map: this.type(type.element, where) };
      case 'union':
        return { oneOf: type.types.map((member) => this.type(member, where)) };
      case 'ref':
        return { object: this.#definition(type) };
      default:
        throw new Error(`unknown type ${type.type} of ${where}`);
    }
  }

  #property(name: string, property: Property): PropertySchema {
    const { causesReplacement } = property;
    return defined({
      type: this.type(property.type, name),
      required: flag(property.required),
      replacement: causesReplacement === 'no' ? undefined : causesReplacement,
      default: defaultOf(property.defaultValue),
      deprecated: flag(property.deprecated === Deprecation.WARN),
    });
  }

  /** Names are unique within a resource but for letters' case, and not even that among attributes: hence the count. */
  #definition(type: Reference): string {
    const id = type.reference.$ref;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const definition = this.#spec.definition(type);
    let name = definition.name;
    for (let count = 2; Object.hasOwn(this.definitions, name); count++) name = `${definition.name}${count}`;
    this.#names.set(id, name);
    // Registered before its members are compiled, since definitions may refer to themselves.
    this.definitions[name] = {};
    this.definitions[name] = this.members(definition.properties);
    return name;
  }
}

/** Defaults are JSON texts in the database; some are prose. */
function defaultOf(text: string | undefined): PropertySchema['default'] {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? undefined : (value as PropertySchema['default']);
  } catch {
    return undefined;
  }
}

function unique(paths: readonly string[][] | undefined): string[][] | undefined {
  if (paths === undefined) return undefined;
  return [...new Map(paths.map((path) => [path.join('/'), path])).values()];
}

function flag(value: boolean | undefined): true | undefined {
  return value ? true : undefined;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
