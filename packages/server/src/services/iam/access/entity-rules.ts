import type { AccessRule, RequestContext } from '../../../platform/service.ts';
import { type ArnType, type Entity, entityArn, nameKey, type Tag } from '../model/entity.ts';
import type { EntityTable, PathRequest } from '../store/entities.ts';

export type Conditions = Record<string, string | string[]>;

interface EntityAccess<Row, Input> {
  type: ArnType;
  table: EntityTable<Row>;
  nameOf: (input: Input) => string | undefined;
}

interface Guarded extends Entity {
  tags?: Tag[];
  boundary?: string | undefined;
}

/**
 * Rules for the operations on one entity: its ARN with its path, its tags and its boundary. Where no entity is
 * named, the operation is about the caller. `more` adds the condition keys that come from the request.
 */
export function entityRule<Row extends Guarded, Input>({ type, table, nameOf }: EntityAccess<Row, Input>) {
  return <More = unknown>(more?: (input: More) => Conditions): AccessRule<Input & More> => ({
    async resources(input, context) {
      const name = nameOf(input);
      return [name === undefined ? context.principal.arn : await arnOf(type, table, name, context)];
    },
    async conditions(input, context) {
      const name = nameOf(input);
      const row = name === undefined ? undefined : await find(table, name, context);
      return { ...resourceConditions(row), ...more?.(input) };
    },
  });
}

export async function arnOf<Row extends Entity>(
  type: ArnType,
  table: EntityTable<Row>,
  name: string,
  context: RequestContext,
): Promise<string> {
  const row = await find(table, name, context);
  return entityArn(type, row ?? { account: context.account, path: '/', name });
}

/** Before the operation's own unit has begun. */
function find<Row>(table: EntityTable<Row>, name: string, context: RequestContext): Promise<Row | undefined> {
  return context.reader.get(table, [context.account, nameKey(name)]);
}

interface Creation {
  Path?: string | undefined;
  Tags?: Tag[] | undefined;
}

/** An entity that is about to be created: its ARN is made of the request alone. */
export function creationRule<Named, More = unknown>(
  type: ArnType,
  nameOf: (input: Named) => string,
  more?: (input: More) => Conditions,
): AccessRule<Creation & Named & More> {
  return {
    resources: (input, { account }) => [entityArn(type, { account, path: input.Path ?? '/', name: nameOf(input) })],
    conditions: async (input) => ({ ...requestTags(input), ...more?.(input) }),
  };
}

/** AWS asks for lists on the path prefix: `arn:aws:iam::123456789012:user/`. */
export function listRule(type: ArnType): AccessRule<PathRequest> {
  return {
    resources: ({ PathPrefix = '/' }, { account }) => [entityArn(type, { account, path: PathPrefix, name: '' })],
  };
}

export function requestTags({ Tags }: { Tags?: Tag[] | undefined }): Conditions {
  if (Tags === undefined || Tags.length === 0) return {};
  const tags = Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value] as const);
  return { ...Object.fromEntries(tags), 'aws:TagKeys': Tags.map(({ Key }) => Key) };
}

export function untagKeys({ TagKeys }: { TagKeys: string[] }): Conditions {
  return { 'aws:TagKeys': TagKeys };
}

export function policyCondition({ PolicyArn }: { PolicyArn: string }): Conditions {
  return { 'iam:PolicyARN': PolicyArn };
}

export function boundaryCondition(input: { PermissionsBoundary?: string | undefined }): Conditions {
  return input.PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': input.PermissionsBoundary };
}

export function resourceConditions(row: Guarded | undefined): Conditions {
  const conditions: Conditions = {};
  for (const { Key, Value } of row?.tags ?? []) {
    conditions[`aws:ResourceTag/${Key}`] = Value;
    conditions[`iam:ResourceTag/${Key}`] = Value;
  }
  if (row?.boundary !== undefined) conditions['iam:PermissionsBoundary'] = row.boundary;
  return conditions;
}
