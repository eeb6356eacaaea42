/**
 * A resource type as `tools/build-resource-types.ts` compiles it from AWS's resource schemas. Members that say what is
 * not so (`required: false`) are absent: the compiled form is what is stored, and nothing is decoded at run time.
 */
export interface ResourceSchema {
  typeName: string;
  /** The first sentence of AWS's documentation. */
  description?: string;
  /** Known only below this transform, which replaces the type: `AWS::Serverless-2016-10-31`. */
  transform?: string;
  properties: Readonly<Record<string, PropertySchema>>;
  /** Nested objects by name: what `{ object: 'Name' }` refers to. */
  definitions: Readonly<Record<string, Readonly<Record<string, PropertySchema>>>>;
  /** What Fn::GetAtt gives, with dots for nested members; read-only but where a property has the same name. */
  attributes: Readonly<Record<string, ValueType>>;
  /** Attributes beyond those listed: any name at all, or any that begins so (`Outputs.` of a nested stack). */
  openAttributes?: string;
  /** Any property beside those listed is taken: custom resources. */
  openProperties?: true;
  /** What identifies a resource in Cloud Control: names of properties or attributes, or `Nested/Name`. */
  primaryIdentifier: readonly string[];
  /** What Ref gives, where that is not the primary identifier. */
  refIdentifier?: readonly string[];
  /** `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` */
  arnTemplate?: string;
  tagging?: { property: string; variant: TagVariant };
  /** Loses data when it is deleted or replaced. */
  stateful?: true;
  /** Older than the registry's handlers: AWS checks its properties with other texts, and no allowed values. */
  legacy?: true;
  /** Paths below properties that replace the resource though their type does not say so; `*` is any index. */
  replacingPaths?: readonly (readonly string[])[];
}

export type TagVariant = 'standard' | 'asg' | 'map';

export interface PropertySchema {
  type: ValueType;
  required?: true;
  /** A change replaces the resource, always or in circumstances that only the documentation tells. */
  replacement?: 'yes' | 'maybe';
  /** What the service takes where the property is absent. */
  default?: string | number | boolean | readonly unknown[];
  deprecated?: true;
  /** A name that CloudFormation makes up where it is not given, according to the documentation. */
  generated?: true;
  /** The longest text, as far as the documentation of a name tells: for making names up, not for refusing. */
  maximumLength?: number;
}

export type PrimitiveType = 'string' | 'number' | 'integer' | 'boolean' | 'json' | 'date-time' | 'tag';

export type ValueType =
  | PrimitiveType
  | { enum: readonly (string | number)[]; of: 'string' | 'integer' }
  | { list: ValueType }
  | { map: ValueType }
  | { object: string }
  | { oneOf: readonly ValueType[] };

/** The properties below an object type; undefined of any other type. */
export function membersOf(
  schema: ResourceSchema,
  type: ValueType,
): Readonly<Record<string, PropertySchema>> | undefined {
  return typeof type === 'object' && 'object' in type ? schema.definitions[type.object] : undefined;
}

/** `Key` and `Value`: the tag that all services share. */
export const tagMembers: Readonly<Record<string, PropertySchema>> = {
  Key: { type: 'string', required: true },
  Value: { type: 'string' },
};
