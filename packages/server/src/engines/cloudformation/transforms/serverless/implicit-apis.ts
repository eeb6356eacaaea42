import { documentError, eventError, resourceError, ServerlessTransformError, TransformCause } from './kernel/errors.ts';
import { ofEvent, ofResource, requireGiven, requireMap, requireText } from './kernel/checks.ts';
import { combinedConditions, conditional } from './kernel/intrinsics.ts';
import { adoptKeys, copyOf, entriesOf, keysOf, put, update } from './kernel/python-text.ts';
import { isAbsent, isGiven, isMap, isText, type Fields } from './kernel/values.ts';
import { ANY_METHOD, isVersion3, versionText, type DefinitionEditor } from './api/definition-editor.ts';
import { SwaggerEditor } from './api/swagger-editor.ts';
import { OpenApiEditor } from './http-api/openapi-editor.ts';

interface Editor extends DefinitionEditor {
  result(): Fields;
}

interface ApiKind {
  readonly resourceType: string;
  readonly eventType: string;
  /** The property of an event that names the API. */
  readonly reference: string;
  readonly implicitId: string;
  readonly properties: () => Fields;
  readonly isDefinition: (value: unknown) => boolean;
  readonly open: (definition: unknown) => Editor;
}

const REST: ApiKind = {
  resourceType: 'AWS::Serverless::Api',
  eventType: 'Api',
  reference: 'RestApiId',
  implicitId: 'ServerlessRestApi',
  properties: () => ({ StageName: 'Prod', DefinitionBody: SwaggerEditor.skeleton(), __MANAGE_SWAGGER: true }),
  isDefinition: (value) => SwaggerEditor.isValid(value),
  open: (definition) => new SwaggerEditor(definition),
};

const HTTP: ApiKind = {
  resourceType: 'AWS::Serverless::HttpApi',
  eventType: 'HttpApi',
  reference: 'ApiId',
  implicitId: 'ServerlessHttpApi',
  properties: () => ({ DefinitionBody: OpenApiEditor.skeleton(), __MANAGE_SWAGGER: true }),
  isDefinition: (value) => OpenApiEditor.isValid(value),
  open: (definition) => new OpenApiEditor(definition),
};

/** What the functions and state machines behind an API say of themselves, for the API made for them. */
interface Backers {
  readonly conditions: Map<string, Map<string, unknown>>;
  readonly deletionPolicies: unknown[];
  readonly updateReplacePolicies: unknown[];
}

type Resources = Record<string, Fields>;

/** An API without a definition gets an empty one, which its events fill. */
export function addDefaultDefinitions(resources: Resources): void {
  for (const kind of [REST, HTTP]) {
    for (const resource of Object.values(resources)) {
      if (resource['Type'] !== kind.resourceType) continue;
      const properties = (resource['Properties'] ??= {}) as Fields;
      if (isGiven(properties['DefinitionBody']) || isGiven(properties['DefinitionUri'])) continue;
      put(properties, 'DefinitionBody', kind.properties()['DefinitionBody']);
      put(properties, '__MANAGE_SWAGGER', true);
    }
  }
}

/** Makes the APIs for events that name none, and lists the paths of all events in the definitions. */
export function addImplicitApis(template: Fields): void {
  for (const kind of [REST, HTTP]) addImplicitApi(template, kind);
}

function addImplicitApi(template: Fields, kind: ApiKind): void {
  const resources = template['Resources'] as Resources;
  const existing = kind.implicitId in resources ? copyOf(resources[kind.implicitId]) : undefined;
  put(resources, kind.implicitId, { Type: kind.resourceType, Properties: kind.properties() }, { key: false });
  const backers = new Map<string, Backers>();
  const errors: TransformCause[] = [];
  for (const [id, owner] of entriesOf(resources) as [string, Fields][]) {
    if (owner['Type'] !== 'AWS::Serverless::Function' && owner['Type'] !== 'AWS::Serverless::StateMachine') continue;
    try {
      addEvents(template, kind, owner, backers);
    } catch (error) {
      if (!(error instanceof TransformCause) || error.kind !== 'event') throw error;
      errors.push(resourceError(id, error.message));
    }
  }
  const implicit = resources[kind.implicitId] as Fields;
  const backing = backers.get(kind.implicitId);
  if (backing) setAttributes(template, implicit, kind, backing);
  for (const [id, api] of entriesOf(resources) as [string, Fields][]) {
    if (api['Type'] === kind.resourceType) makePathsConditional(template, id, api, kind, backers.get(id));
  }
  const definition = (implicit['Properties'] as Fields)['DefinitionBody'] as Fields;
  if (!isGiven(definition['paths'])) {
    if (existing) resources[kind.implicitId] = existing;
    else delete resources[kind.implicitId];
    keysOf(resources);
  }
  if (errors.length > 0) throw new ServerlessTransformError(errors);
}

function addEvents(template: Fields, kind: ApiKind, owner: Fields, backers: Map<string, Backers>): void {
  const properties = owner['Properties'];
  const events = isMap(properties) ? properties['Events'] : undefined;
  if (!isMap(events)) return;
  const apiEvents = Object.fromEntries(
    entriesOf(events).filter(([, event]) => isMap(event) && event['Type'] === kind.eventType),
  ) as Record<string, Fields>;
  if (!isGiven(apiEvents)) return;
  adoptKeys(apiEvents);
  for (const [eventId, value] of entriesOf(apiEvents)) {
    const event = value as Fields;
    const given = 'Properties' in event ? event['Properties'] : {};
    if (kind === REST && !isGiven(given)) continue;
    const eventProperties = requireMap(given, ofEvent(eventId), '', 'Properties should be a map.');
    event['Properties'] = eventProperties;
    addEvent(template, kind, owner, { id: eventId, properties: eventProperties }, backers);
  }
  // AWS puts the events back into the map that it took them from, which can change their order.
  update(events, apiEvents);
}

interface ApiEvent {
  readonly id: string;
  readonly properties: Fields;
}

function addEvent(
  template: Fields,
  kind: ApiKind,
  owner: Fields,
  { id, properties }: ApiEvent,
  backers: Map<string, Backers>,
): void {
  if (!(kind.reference in properties)) {
    passTags(template, kind, owner);
    properties[kind.reference] = { Ref: kind.implicitId };
  }
  if (kind === HTTP && !isGiven(properties['Path']) && !isGiven(properties['Method'])) {
    properties['Path'] = '$default';
    properties['Method'] = ANY_METHOD;
  }
  const subject = ofEvent(id);
  for (const name of ['Path', 'Method']) requireGiven(properties[name], subject, name);
  const apiId = requireText(referencedApi(properties[kind.reference]), subject, kind.reference);
  const path = requireText(properties['Path'], subject, 'Path');
  const method = requireText(properties['Method'], subject, 'Method');
  noteBacker(backers, apiId, path, method, owner);
  addToDefinition(template, kind, id, apiId, path, method);
  if (kind === HTTP && 'RouteSettings' in properties) {
    addRouteSettings(template, apiId, { id, properties }, owner['Condition']);
  }
}

export function referencedApi(reference: unknown): unknown {
  return isMap(reference) && 'Ref' in reference ? reference['Ref'] : reference;
}

function passTags(template: Fields, kind: ApiKind, owner: Fields): void {
  const properties = owner['Properties'] as Fields;
  const section = String(owner['Type']).split('::')[2] ?? '';
  const globals = isMap(template['Globals']) ? template['Globals'][section] : undefined;
  const find = (name: string): unknown =>
    isGiven(properties[name]) ? properties[name] : isMap(globals) ? globals[name] : undefined;
  const tags = find('Tags');
  if (!isMap(tags) || !isGiven(tags) || !isGiven(find('PropagateTags'))) return;
  const implicit = (template['Resources'] as Resources)[kind.implicitId]?.['Properties'] as Fields;
  implicit['Tags'] = { ...(implicit['Tags'] as Fields | undefined), ...tags };
  implicit['PropagateTags'] = true;
}

function newBackers(): Backers {
  return { conditions: new Map(), deletionPolicies: [], updateReplacePolicies: [] };
}

function noteBacker(backers: Map<string, Backers>, apiId: string, path: string, method: string, owner: Fields): void {
  const entry = backers.get(apiId) ?? newBackers();
  backers.set(apiId, entry);
  const methods = entry.conditions.get(path) ?? new Map<string, unknown>();
  entry.conditions.set(path, methods.set(method, owner['Condition']));
  entry.deletionPolicies.push(owner['DeletionPolicy']);
  entry.updateReplacePolicies.push(owner['UpdateReplacePolicy']);
}

function addToDefinition(
  template: Fields,
  kind: ApiKind,
  eventId: string,
  apiId: string,
  path: string,
  method: string,
): void {
  const api = (template['Resources'] as Resources)[apiId];
  const isOtherHttpApi = api?.['Type'] === HTTP.resourceType && kind !== HTTP;
  if (!api || isOtherHttpApi) {
    const message = `${kind.reference} must be a valid reference to an '${kind.resourceType}' resource in same template.`;
    throw eventError(eventId, message);
  }
  const properties = api['Properties'];
  if (!isMap(properties) || !isGiven(properties['__MANAGE_SWAGGER'])) return;
  if (!kind.isDefinition(properties['DefinitionBody'])) return;
  const editor = kind.open(properties['DefinitionBody']);
  editor.addPath(path, method);
  properties['DefinitionBody'] = editor.result();
}

function addRouteSettings(template: Fields, apiId: string, event: ApiEvent, condition: unknown): void {
  const { Path, Method } = event.properties as { Path: string; Method: string };
  const api = (template['Resources'] as Resources)[apiId]?.['Properties'] as Fields;
  const route = Method === ANY_METHOD ? Path : `${Method.toUpperCase()} ${Path}`;
  const settings = requireMap(api['RouteSettings'] ?? {}, ofResource(apiId), 'RouteSettings');
  const given = isGiven(condition)
    ? conditional(condition, event.properties['RouteSettings'])
    : event.properties['RouteSettings'];
  const own = requireMap(given, ofEvent(event.id), 'RouteSettings');
  settings[route] = { ...(settings[route] as Fields | undefined), ...own };
  api['RouteSettings'] = settings;
}

/** The strictest of the policies that the backers name. */
function strictest(policies: readonly unknown[], order: readonly string[]): string | undefined {
  return order.find((policy) => policies.includes(policy));
}

function setAttributes(template: Fields, api: Fields, kind: ApiKind, backing: Backers): void {
  const conditions = distinctConditions([...backing.conditions.values()].flatMap((methods) => [...methods.values()]));
  if (conditions) {
    const name = `${kind.implicitId}Condition`;
    api['Condition'] = conditions.length === 1 ? conditions[0] : name;
    if (conditions.length > 1) addCombined(template, conditions, name);
  }
  const deletion = strictest(backing.deletionPolicies, ['Retain', 'Delete']);
  if (deletion) api['DeletionPolicy'] = deletion;
  const replacement = strictest(backing.updateReplacePolicies, ['Retain', 'Snapshot', 'Delete']);
  if (replacement) api['UpdateReplacePolicy'] = replacement;
}

/** The conditions under which at least one backer is there; none when a backer has no condition. */
function distinctConditions(conditions: readonly unknown[]): string[] | undefined {
  const distinct = [...new Set(conditions)];
  return distinct.length > 0 && distinct.every(isText) ? distinct.toSorted() : undefined;
}

function addCombined(template: Fields, conditions: readonly string[], name: string): void {
  const section = (template['Conditions'] ??= {}) as Fields;
  Object.assign(section, combinedConditions(conditions, name));
}

function makePathsConditional(
  template: Fields,
  apiId: string,
  api: Fields,
  kind: ApiKind,
  backing: Backers | undefined,
): void {
  const properties = api['Properties'] as Fields;
  if (!isGiven(properties['__MANAGE_SWAGGER'])) return;
  const editor = kind.open(properties['DefinitionBody']);
  for (const path of editor.pathNames()) {
    const conditions = distinctConditions([...(backing?.conditions.get(path)?.values() ?? [])]);
    if (!conditions) continue;
    const pathId = path.replaceAll('/', 'SLASH').replaceAll('{', 'OB').replaceAll('}', 'CB');
    const [only, ...others] = conditions;
    const name = `${apiId}${pathId}PathCondition`;
    if (others.length > 0) addCombined(template, conditions, name);
    editor.makePathConditional(path, others.length > 0 || only === undefined ? name : only);
  }
  properties['DefinitionBody'] = editor.result();
}

/** An API of OpenAPI 3 says so in the definition that was made for it. */
export function alignOpenApiVersions(resources: Resources): void {
  for (const resource of Object.values(resources)) {
    if (resource['Type'] !== REST.resourceType) continue;
    const properties = resource['Properties'] as Fields;
    const version = properties['OpenApiVersion'];
    if (isAbsent(version) || !('__MANAGE_SWAGGER' in properties)) continue;
    const text = versionText(version);
    if (!isVersion3(version)) continue;
    properties['OpenApiVersion'] = text;
    const definition = properties['DefinitionBody'];
    if (!isMap(definition)) continue;
    put(definition, 'openapi', text, { value: isText(version) });
    if (isGiven(definition['swagger'])) delete definition['swagger'];
  }
}

export function requireConditionNames(resources: Resources): void {
  const isWrong = Object.values(resources).some(({ Condition }) => isGiven(Condition) && !isText(Condition));
  if (isWrong) throw documentError('Every Condition member must be a string.');
}
