import type { TransformContext } from '../kernel/context.ts';
import { eventError, resourceError } from '../kernel/errors.ts';
import { requireLogicalId, type GeneratedResource } from '../kernel/generated-resource.ts';
import { checkedProperties } from '../kernel/property-table.ts';
import { entriesOf, shown } from '../kernel/python-text.ts';
import { isMap, isText, type Fields } from '../kernel/values.ts';
import { S3 } from './bucket-events.ts';
import type { EventSource, FunctionEvent, FunctionTarget } from './event-source.ts';
import { HTTP_API } from './http-api-events.ts';
import { ALEXA_SKILL, CLOUDWATCH_LOGS, COGNITO, IOT_RULE } from './plain-events.ts';
import { PULL_EVENTS } from './pull-events.ts';
import { REST_API } from './rest-api-events.ts';
import { EVENT_PATTERN, SCHEDULE } from './rule-events.ts';
import { SCHEDULE_V2 } from './scheduler.ts';
import { SNS } from './topic-events.ts';

const SOURCES: Record<string, EventSource> = {
  ...PULL_EVENTS,
  AlexaSkill: ALEXA_SKILL,
  Api: REST_API,
  CloudWatchEvent: EVENT_PATTERN,
  CloudWatchLogs: CLOUDWATCH_LOGS,
  Cognito: COGNITO,
  EventBridgeRule: EVENT_PATTERN,
  HttpApi: HTTP_API,
  IoTRule: IOT_RULE,
  S3,
  SNS,
  Schedule: SCHEDULE,
  ScheduleV2: SCHEDULE_V2,
};

/** The source of an event by its type, or an error that names the type. */
export function eventSourceOf<T>(sources: Record<string, T>, name: string, event: Fields): T {
  const type = event['Type'];
  const source = isText(type) && Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (source) return source;
  throw eventError(name, `Resource dict has missing or invalid value for key Type. Event Type is: ${shown(type)}.`);
}

/** The properties of an event, checked. */
export function eventProperties(id: string, event: Fields, source: Pick<EventSource, 'properties'>): Fields {
  const given = 'Properties' in event ? event['Properties'] : {};
  requireLogicalId(id);
  if (!isMap(given)) throw resourceError(id, 'Properties of a resource must be an object.');
  return checkedProperties(id, String(event['Type']), given, source.properties);
}

/** Finds what the events of a function refer to. */
export function linkedEvents(functionId: string, events: unknown, context: TransformContext): Map<string, Fields> {
  const links = new Map<string, Fields>();
  if (!isMap(events)) return links;
  for (const [name, value] of entriesOf(events)) {
    const event = value as Fields;
    const source = eventSourceOf(SOURCES, name, event);
    const id = functionId + name;
    const properties = eventProperties(id, event, source);
    links.set(name, source.link?.({ name, id, type: String(event['Type']), properties }, context) ?? {});
  }
  return links;
}

function sortKey([name, event]: [string, unknown]): string {
  const properties = isMap(event) ? event['Properties'] : undefined;
  const path = isMap(properties) ? properties['Path'] : undefined;
  return isText(path) ? path : name;
}

export function transformEvents(
  functionId: string,
  events: unknown,
  links: ReadonlyMap<string, Fields>,
  target: FunctionTarget,
  context: TransformContext,
): GeneratedResource[] {
  if (!isMap(events)) return [];
  const sorted = entriesOf(events).toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
  return sorted.flatMap(([name, value]) => {
    const event = value as Fields;
    const source = eventSourceOf(SOURCES, name, event);
    const id = functionId + name;
    const properties = eventProperties(id, event, source);
    const linked = links.get(name) ?? {};
    const transformed: FunctionEvent = { name, id, type: String(event['Type']), properties, linked };
    return source.transform(transformed, target, context);
  });
}
