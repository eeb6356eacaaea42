import type { TransformContext } from '../kernel/context.ts';
import { eventError } from '../kernel/errors.ts';
import { generated, passedOn, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref, sub } from '../kernel/intrinsics.ts';
import { jsonText } from '../kernel/json-text.ts';
import { propertyTable, type PropertyTable } from '../kernel/property-table.ts';
import { entriesOf, table } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, type Fields } from '../kernel/values.ts';
import { SwaggerEditor } from '../api/swagger-editor.ts';
import { addEventAuth, type ApiMethod } from '../events/api-authorization.ts';
import { deadLetters } from '../events/dead-letter.ts';
import { eventProperties, eventSourceOf } from '../events/function-events.ts';
import { linkRestApi, type LinkedRestApi } from '../events/rest-api-events.ts';
import { ruleState, ruleTarget } from '../events/rule.ts';
import { scheduleResources, SCHEDULER_PROPERTIES } from '../events/scheduler.ts';
import { assumableBy, startExecutionPolicy } from '../policies/statements.ts';

/** The state machine or alias that an event starts. */
interface MachineTarget {
  readonly resource: GeneratedResource;
  readonly boundary: unknown;
}

interface MachineEvent {
  readonly name: string;
  readonly id: string;
  readonly properties: Fields;
  readonly linked: LinkedRestApi | undefined;
}

interface MachineEventSource {
  readonly properties: PropertyTable;
  readonly isApi?: boolean;
  readonly transform: (event: MachineEvent, target: MachineTarget, context: TransformContext) => GeneratedResource[];
}

function startRole(id: string, service: string, { resource, boundary }: MachineTarget): GeneratedResource {
  const roleId = `${id}Role`;
  const properties = {
    AssumeRolePolicyDocument: assumableBy(service),
    Policies: [startExecutionPolicy(roleId, ref(resource.id))],
    PermissionsBoundary: isGiven(boundary) ? boundary : undefined,
  };
  return generated('AWS::IAM::Role', roleId, properties, { attributes: passedOn(resource.attributes) });
}

function ruleResources(
  { name, id, properties }: MachineEvent,
  target: MachineTarget,
  rule: Fields,
): GeneratedResource[] {
  const attributes = passedOn(target.resource.attributes);
  const role = isAbsent(properties['RoleArn']) ? startRole(id, 'events.amazonaws.com', target) : undefined;
  const letters = deadLetters(id, properties['DeadLetterConfig'], attributes, getAtt(id, 'Arn'));
  const toMachine = ruleTarget(properties, {
    id,
    suffix: 'StepFunctionsTarget',
    arn: ref(target.resource.id),
    roleArn: role ? getAtt(role.id, 'Arn') : properties['RoleArn'],
    deadLetterArn: letters.arn,
    passed: ['Input', 'InputPath', 'RetryPolicy', 'InputTransformer'],
  });
  const all = { ...rule, State: ruleState(name, properties), Targets: [toMachine] };
  return [generated('AWS::Events::Rule', id, all, { attributes }), ...(role ? [role] : []), ...letters.resources];
}

function requestTemplate(machineId: string, isUnescaped: unknown): Fields {
  const input = "$util.escapeJavaScript($input.json('$'))";
  const machine = `\${${machineId}}`;
  const text = isGiven(isUnescaped)
    ? `{"input": "${input}.replaceAll("\\\\'","'")", "stateMachineArn": "${machine}"}`
    : jsonText({ input, stateMachineArn: machine }, { comma: ', ', colon: ': ', sorted: false });
  return { 'application/json': sub(text) };
}

function apiResources(event: MachineEvent, target: MachineTarget, context: TransformContext): GeneratedResource[] {
  const { Path, Method, Auth, UnescapeMappingTemplate } = event.properties;
  const role = startRole(event.id, 'apigateway.amazonaws.com', target);
  const { apiId, api } = event.linked as LinkedRestApi;
  const at: ApiMethod = {
    eventName: event.name,
    apiId,
    path: String(Path),
    method: String(Method).toLowerCase(),
  };
  const definition = api['DefinitionBody'];
  if (!isGiven(api['__MANAGE_SWAGGER']) || isAbsent(definition)) return [role];
  const editor = new SwaggerEditor(definition);
  if (editor.hasIntegration(at.path, at.method)) {
    throw eventError(event.name, `API method "${at.method}" defined multiple times for path "${at.path}".`);
  }
  editor.addIntegration({
    path: at.path,
    method: at.method,
    condition: target.resource.attributes['Condition'],
    members: {
      type: 'aws',
      httpMethod: 'POST',
      uri: sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution'),
      responses: table({ 200: table({ statusCode: '200' }), 400: table({ statusCode: '400' }) }),
      credentials: getAtt(role.id, 'Arn'),
      requestTemplates: requestTemplate(target.resource.id, UnescapeMappingTemplate),
    },
    templateTexts: [],
    responses: table({ 200: table({ description: 'OK' }), 400: table({ description: 'Bad Request' }) }),
  });
  // The event's own stage is never known here, so that resource policies name none.
  const noStage = { value: event.properties['Stage'] ?? null, fromTemplate: true };
  if (isMap(Auth) && isGiven(Auth)) addEventAuth(editor, at, Auth, api, noStage, context);
  api['DefinitionBody'] = editor.result();
  return [role];
}

const SCHEDULE: MachineEventSource = {
  properties: propertyTable(`Schedule!:text Input:text Enabled:bool State:text Name:text Description:text
    DeadLetterConfig:map RetryPolicy:map Target=:map RoleArn=:text`),
  transform: (event, target) => {
    const { Schedule, Name, Description } = event.properties;
    return ruleResources(event, target, { ScheduleExpression: Schedule, Name, Description });
  },
};

const EVENT_PATTERN: MachineEventSource = {
  properties: propertyTable(`EventBusName:text RuleName:text Pattern:map Input:text InputPath:text DeadLetterConfig:map
    RetryPolicy:map State:text Target=:map InputTransformer:map`),
  transform: (event, target) => {
    const { EventBusName, Pattern, RuleName } = event.properties;
    return ruleResources(event, target, { EventBusName, EventPattern: Pattern, Name: RuleName });
  },
};

const SOURCES: Record<string, MachineEventSource> = {
  Schedule: SCHEDULE,
  ScheduleV2: {
    properties: SCHEDULER_PROPERTIES,
    transform: ({ id, properties }, { resource }) => {
      const attributes = passedOn(resource.attributes);
      return scheduleResources(id, properties, { kind: 'state machine', arn: ref(resource.id), attributes });
    },
  },
  CloudWatchEvent: EVENT_PATTERN,
  EventBridgeRule: EVENT_PATTERN,
  Api: {
    properties: propertyTable(
      'Path!:text Method!:text RestApiId!:text Stage:text Auth:map UnescapeMappingTemplate=:bool',
    ),
    isApi: true,
    transform: apiResources,
  },
};

type Links = ReadonlyMap<string, LinkedRestApi | undefined>;

export function linkedMachineEvents(machineId: string, events: unknown, context: TransformContext): Links {
  const links = new Map<string, LinkedRestApi | undefined>();
  if (!isMap(events)) return links;
  for (const [name, value] of entriesOf(events)) {
    const source = eventSourceOf(SOURCES, name, value as Fields);
    const properties = eventProperties(machineId + name, value as Fields, source);
    links.set(name, source.isApi ? linkRestApi(name, properties['RestApiId'], context) : undefined);
  }
  return links;
}

export function transformMachineEvents(
  machineId: string,
  events: unknown,
  links: Links,
  target: MachineTarget,
  context: TransformContext,
): GeneratedResource[] {
  if (!isMap(events)) return [];
  return entriesOf(events).flatMap(([name, value]) => {
    const source = eventSourceOf(SOURCES, name, value as Fields);
    const id = machineId + name;
    const properties = eventProperties(id, value as Fields, source);
    return source.transform({ name, id, properties, linked: links.get(name) }, target, context);
  });
}
