import type { Clock } from './clock.ts';
import { AwsError } from './errors.ts';
import type { Ids } from './ids.ts';
import type { Calls, Scope } from './service.ts';
import type { Unit } from './storage/storage.ts';
import { isSystemTag } from './tags.ts';
import type { Tags } from './tags.ts';

/** Properties of a resource by their names in the template, read-only ones (its attributes) included where known. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/**
 * How one type of resource is handled for CloudFormation and Cloud Control, by its service, with calls to the
 * service's own operations: `services/<name>/resources/<noun>.ts`.
 *
 * Each of its functions runs in one unit of work (`context.unit`, which `context.call` joins) together with the
 * caller's own record of the resource: a crash leaves both or neither, so no step need be repeatable. A function that
 * throws leaves nothing behind. Properties arrive checked against the type's schema and with the schema's scalar types.
 */
export interface ResourceHandler {
  /**
   * Makes the resource. Answers what was not given: read-only properties (every attribute that Fn::GetAtt can name, the
   * primary identifier) and generated names. Throws the service's error where it refuses.
   */
  create(desired: ResourceProperties, context: ResourceContext): Promise<ResourceProperties>;
  /** All properties as they are now, write-only ones left out; undefined where the resource is gone. */
  read(existing: ExistingResource, context: ResourceContext): Promise<ResourceProperties | undefined>;
  /**
   * Changes the resource in place; never asked to change what the schema lists as create-only. Answers read-only
   * properties like `create`; those left out stay as they were. Absent: every change replaces the resource.
   */
  update?(
    existing: ExistingResource,
    desired: ResourceProperties,
    context: ResourceContext,
  ): Promise<ResourceProperties | void>;
  /** A resource that is gone already is no error. */
  delete(existing: ExistingResource, context: ResourceContext): Promise<void>;
  /** The primary identifiers, with what else is at hand, of all resources of the type in the account and region. */
  list?(context: ResourceContext, filter: ResourceProperties): Promise<ResourceProperties[]>;
  /**
   * Where a step only begins the work: asked afterwards, again and again, until it is done. Absent: a step is done when
   * its function has returned.
   */
  settle?(
    existing: ExistingResource,
    step: 'create' | 'update' | 'delete',
    context: ResourceContext,
  ): Promise<Settlement>;
}

export type Settlement =
  | { state: 'done'; properties?: ResourceProperties }
  | { state: 'failed'; reason: string }
  /** Asked again after this time, or earlier when somebody calls for it. */
  | { state: 'waiting'; askAgainInMs: number };

export interface ExistingResource {
  /** What Ref answers. */
  readonly physicalId: string;
  /** As last applied, with what `create` and `update` answered; through Cloud Control only the primary identifier. */
  readonly properties: ResourceProperties;
  /** Tags of the stack as last applied to it; undefined through Cloud Control. */
  readonly tags?: Tags | undefined;
}

export interface ResourceContext extends Scope {
  readonly unit: Unit;
  readonly clock: Clock;
  readonly ids: Ids;
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  /** Calls as the principal of the stack operation (or its service role), in `unit`. */
  readonly call: Calls;
  /** The stack that the resource belongs to; undefined through Cloud Control. */
  readonly stack: { readonly id: string; readonly name: string; readonly logicalId: string } | undefined;
  /** Tags of the stack and CloudFormation's own (`aws:cloudformation:stack-name` ...): to be set beside those in the properties. */
  readonly tags: Tags;
  /** A name as AWS generates it: `<stack>-<logical id>-<RANDOM>`, cut to length, the same at each try of this step. */
  generatedName(form: NameForm): string;
}

export interface NameForm {
  maxLength: number;
  /** Lower case only: names of buckets. */
  lowerCase?: boolean;
  /** Follows the random part: `.fifo`. */
  suffix?: string;
  /** In place of the name of the stack: parameters of SSM begin with `CFN`. */
  stackName?: string;
  /** The random part is of capitals, small letters and digits: how younger types have it. */
  mixedCase?: boolean;
}

/** The tags of a resource, which some types have as a map, in list form with those of its stack; its own win. */
export function resourceTags(own: unknown, { tags }: Pick<ResourceContext, 'tags'>): { Key: string; Value: string }[] {
  const merged = new Map(Object.entries(tags));
  if (Array.isArray(own)) for (const { Key, Value } of own as { Key: string; Value: string }[]) merged.set(Key, Value);
  else for (const [key, value] of Object.entries(own ?? {})) merged.set(key, String(value));
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

/**
 * What an update changes of the tags that the service has now: those of the template and the stack are set and, where
 * they are not in it any more, removed. Others, set by users or AWS, stay; but through Cloud Control the desired tags
 * are all there are.
 */
export function tagChanges(
  current: Tags,
  { existing, desired, context }: { existing: ExistingResource; desired: unknown; context: ResourceContext },
): { added: { Key: string; Value: string }[]; removed: string[] } {
  const wanted = resourceTags(desired, context);
  const kept = new Set(wanted.map(({ Key }) => Key));
  const ours =
    context.stack === undefined
      ? Object.keys(current)
      : resourceTags(existing.properties['Tags'], { tags: existing.tags ?? {} }).map(({ Key }) => Key);
  return {
    added: wanted.filter(({ Key, Value }) => current[Key] !== Value),
    removed: ours.filter((key) => current[key] !== undefined && !kept.has(key) && !isSystemTag(key)),
  };
}

/**
 * The tags that a read shows: those that AWS has set are left out, and those that the stack has brought and the
 * resource's own properties do not name.
 */
export function ownTags(
  current: Tags,
  { existing, context }: { existing: ExistingResource; context: Pick<ResourceContext, 'tags'> },
): { Key: string; Value: string }[] | undefined {
  const named = new Set(resourceTags(existing.properties['Tags'], { tags: {} }).map(({ Key }) => Key));
  const tags = Object.entries(current)
    .filter(([key, value]) => !isSystemTag(key) && (named.has(key) || context.tags[key] !== value))
    .map(([Key, Value]) => ({ Key, Value }));
  return tags.length > 0 ? tags : undefined;
}

/** For services that answer an existing resource as if they had made it: nobody's stack may take it over. */
export function alreadyExists(type: string, identifier: string): AwsError {
  return new AwsError('AlreadyExists', `Resource of type '${type}' with identifier '${identifier}' already exists.`);
}
