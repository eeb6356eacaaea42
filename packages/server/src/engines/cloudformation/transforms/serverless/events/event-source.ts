import type { TransformContext } from '../kernel/context.ts';
import { generated, passedOn, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref } from '../kernel/intrinsics.ts';
import { suffixedId } from '../kernel/logical-id.ts';
import type { PropertyTable } from '../kernel/property-table.ts';
import type { Fields } from '../kernel/values.ts';

/** The function or alias that an event calls. */
export interface FunctionTarget {
  readonly resource: GeneratedResource;
  readonly arn: Fields;
  readonly attributes: Fields;
  /** The execution role, which pull events add their permissions to. */
  readonly role: GeneratedResource | undefined;
}

export interface FunctionEvent {
  /** The name of the event in the template. */
  readonly name: string;
  /** The logical id for what the event generates: that of the function and the event's name. */
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  /** What the event refers to in the template; found for all events before any of them is transformed. */
  readonly linked: Fields;
}

type EventTransform = (event: FunctionEvent, target: FunctionTarget, context: TransformContext) => GeneratedResource[];

export interface EventSource {
  readonly properties: PropertyTable;
  readonly link?: (event: Omit<FunctionEvent, 'linked'>, context: TransformContext) => Fields;
  readonly transform: EventTransform;
}

export function functionTarget(
  lambda: GeneratedResource,
  alias: GeneratedResource | undefined,
  role?: GeneratedResource,
): FunctionTarget {
  const resource = alias ?? lambda;
  const arn = alias ? ref(alias.id) : getAtt(lambda.id, 'Arn');
  return { resource, arn, attributes: passedOn(resource.attributes), role };
}

interface PermissionOptions {
  readonly sourceArn?: unknown;
  readonly sourceAccount?: unknown;
  readonly eventSourceToken?: unknown;
  readonly suffix?: string;
  readonly prefix?: string;
}

/** Lets the service behind an event call the function. */
export function permission(
  event: FunctionEvent,
  target: FunctionTarget,
  principal: string,
  options: PermissionOptions = {},
): GeneratedResource {
  const id = suffixedId(`${options.prefix ?? event.id}Permission`, options.suffix ?? '');
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: ref(target.resource.id),
    Principal: principal,
    SourceArn: options.sourceArn,
    SourceAccount: options.sourceAccount,
    EventSourceToken: options.eventSourceToken,
  };
  return generated('AWS::Lambda::Permission', id, properties, { attributes: target.attributes });
}
