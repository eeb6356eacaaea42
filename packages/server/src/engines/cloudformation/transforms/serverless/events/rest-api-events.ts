import { arnText } from '../kernel/arns.ts';
import { sourceResources, type TransformContext } from '../kernel/context.ts';
import { ofAttribute, ofEvent, ofResource, requireMap } from '../kernel/checks.ts';
import { eventError, resourceError } from '../kernel/errors.ts';
import { sub, subShorthand } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { isFromTemplate, keysOf, put, shallowCopyOf, table, withTemplateText } from '../kernel/python-text.ts';
import { isGiven, isMap, isText, notMapMessage, valueAt, type Fields } from '../kernel/values.ts';
import { normalizedMethod } from '../api/definition-editor.ts';
import { pathPattern } from '../api/resource-policy.ts';
import { SwaggerEditor, type TextValue } from '../api/swagger-editor.ts';
import { referencedApi } from '../implicit-apis.ts';
import { addEventAuth, type ApiMethod } from './api-authorization.ts';
import { permission, type EventSource, type FunctionEvent, type FunctionTarget } from './event-source.ts';
import { addRequestModel, addRequestParameters } from './request-checks.ts';

export interface LinkedRestApi {
  readonly apiId: string;
  readonly api: Fields;
  readonly stage: TextValue;
}

/** Finds the REST API that an event of a function or state machine refers to. */
export function linkRestApi(eventName: string, reference: unknown, context: TransformContext): LinkedRestApi {
  const id = referencedApi(reference);
  if (!isText(id)) return { apiId: '', api: {}, stage: { value: 'AllStages', fromTemplate: false } };
  const resource = requireMap(
    sourceResources(context)[id],
    ofEvent(eventName),
    'RestApiId',
    'RestApiId property of Api event must reference a valid resource in the same template.',
  );
  const api = requireMap(resource['Properties'] ?? {}, ofAttribute(id), 'Properties');
  const name = api['StageName'];
  if (name === '') throw resourceError(id, 'StageName cannot be empty.');
  const stage = isText(name)
    ? { value: name, fromTemplate: isFromTemplate(api, 'StageName') }
    : { value: 'Stage', fromTemplate: false };
  return { apiId: id, api, stage };
}

/** The URI by which API Gateway calls a function. */
export function invocationUri(target: FunctionTarget, partition: string, isStreaming = false): Fields {
  const version = isStreaming ? '2021-11-15' : '2015-03-31';
  const action = isStreaming ? 'response-streaming-invocations' : 'invocations';
  const arn = `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/${subShorthand(target.arn)}/${action}`;
  return table(sub(arn), 'Fn::GetAtt' in target.arn ? ['Fn::Sub'] : []);
}

function roleIn(auth: Fields): unknown {
  return 'InvokeRole' in auth && !isGiven(auth['InvokeRole']) ? 'NONE' : auth['InvokeRole'];
}

function invokeRole(methodAuth: Fields, apiAuth: Fields): unknown {
  const own = roleIn(methodAuth);
  return isGiven(own) ? own : roleIn(apiAuth);
}

function credentials(methodAuth: Fields, apiAuth: Fields, partition: string): TextValue | undefined {
  const isIam =
    methodAuth['Authorizer'] === 'AWS_IAM' || (apiAuth['DefaultAuthorizer'] === 'AWS_IAM' && !isGiven(methodAuth));
  if (!isIam) return undefined;
  const role = invokeRole(methodAuth, apiAuth);
  if (role === 'NONE') return undefined;
  if (isGiven(role) && role !== 'CALLER_CREDENTIALS') return { value: role, fromTemplate: true };
  return { value: `arn:${partition}:iam::*:user/*`, fromTemplate: false };
}

function addIntegration(
  editor: SwaggerEditor,
  at: ApiMethod,
  event: FunctionEvent,
  target: FunctionTarget,
  api: Fields,
  context: TransformContext,
): void {
  const isStreaming = event.properties['ResponseTransferMode'] === 'RESPONSE_STREAM';
  if (editor.hasIntegration(at.path, at.method)) {
    throw eventError(event.name, `API method "${at.method}" defined multiple times for path "${at.path}".`);
  }
  const auth = event.properties['Auth'];
  const methodAuth = requireMap(isGiven(auth) ? auth : {}, ofEvent(event.name), 'Auth');
  const apiAuth = requireMap(isGiven(api['Auth']) ? api['Auth'] : {}, ofResource(at.apiId), 'Auth');
  const caller = credentials(methodAuth, apiAuth, context.partition);
  editor.addIntegration({
    path: at.path,
    method: at.method,
    condition: target.resource.attributes['Condition'],
    members: {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: invocationUri(target, context.partition, isStreaming),
      ...(isStreaming && { responseTransferMode: 'STREAM' }),
      ...(caller && { credentials: caller.value }),
    },
    templateTexts: caller?.fromTemplate ? ['credentials'] : [],
    responses: table({}),
  });
}

/** The method of the user's own definition with the generated parts over it. */
function mergedDefinition(at: ApiMethod, own: Fields, generatedDefinition: Fields): Fields {
  const definition = shallowCopyOf(own);
  const paths = (isGiven(definition['paths']) ? definition['paths'] : {}) as Fields;
  const current = valueAt(paths, [at.path, at.method], (path) => {
    throw resourceError(at.apiId, `Property 'DefinitionBody' is invalid: ${notMapMessage(path)}`);
  });
  const path = `DefinitionBody.paths.${at.path}.${at.method}`;
  const ownMethod = requireMap(isGiven(current) ? current : {}, ofResource(at.apiId), path);
  const made = (generatedDefinition['paths'] as Record<string, Fields>)[at.path]?.[
    normalizedMethod(at.method)
  ] as Fields;
  const merged = withTemplateText<Fields>({}, []);
  for (const part of [ownMethod, made]) {
    for (const key of keysOf(part)) {
      put(merged, key, part[key], { key: part === ownMethod, value: isFromTemplate(part, key) });
    }
  }
  if (!(at.path in paths)) put(paths, at.path, {}, { key: true });
  put(paths[at.path] as Fields, at.method, merged, { key: true });
  return definition;
}

function addToDefinition(event: FunctionEvent, at: ApiMethod, target: FunctionTarget, context: TransformContext): void {
  const { api, stage } = event.linked as unknown as LinkedRestApi;
  const own = api['DefinitionBody'] as Fields | undefined;
  if (own === undefined || own === null) return;
  const isMerged = isGiven(api['MergeDefinitions']);
  const editor = new SwaggerEditor(isMerged ? SwaggerEditor.skeleton() : own);
  addIntegration(editor, at, event, target, api, context);
  const { Auth, TimeoutInMillis, RequestModel, RequestParameters } = event.properties;
  if (isGiven(Auth)) addEventAuth(editor, at, Auth as Fields, api, stage, context);
  if (isGiven(TimeoutInMillis)) {
    editor.setIntegrationMember(at.path, at.method, 'timeoutInMillis', TimeoutInMillis);
  }
  if (isGiven(RequestModel)) addRequestModel(editor, at, RequestModel, api['Models']);
  if (isGiven(RequestParameters)) addRequestParameters(editor, at, RequestParameters as unknown[]);
  const result = editor.result();
  api['DefinitionBody'] = isMerged ? mergedDefinition(at, own, result) : result;
}

function overrideAuth(event: FunctionEvent, at: ApiMethod, context: TransformContext): void {
  const { api, stage } = event.linked as unknown as LinkedRestApi;
  const auth = event.properties['Auth'];
  if (!isGiven(api['DefinitionBody']) || !isMap(auth) || !isGiven(auth['OverrideApiAuth'])) return;
  if (!['Authorizer', 'ApiKeyRequired', 'ResourcePolicy'].some((name) => isGiven(auth[name]))) {
    throw eventError(
      event.name,
      'Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.',
    );
  }
  const editor = new SwaggerEditor(api['DefinitionBody']);
  addEventAuth(editor, at, auth, api, stage, context);
  api['DefinitionBody'] = editor.result();
}

export const REST_API: EventSource = {
  properties: propertyTable(`Path!:text Method!:text RestApiId!:text Stage:text Auth:map RequestModel:map
    RequestParameters:list TimeoutInMillis:int ResponseTransferMode:text`),
  link: (event, context) => ({ ...linkRestApi(event.name, event.properties['RestApiId'], context) }),
  transform: (event, target, context) => {
    const { apiId, api, stage } = event.linked as unknown as LinkedRestApi;
    const { Path, Method, RestApiId } = event.properties as { Path: string; Method: string; RestApiId: unknown };
    const at: ApiMethod = { eventName: event.name, apiId, path: Path, method: Method.toLowerCase() };
    const path = pathPattern(Path.replace(/^(.+)\/$/, '$1'));
    const method = at.method === 'any' ? '*' : at.method.toUpperCase();
    const arn = arnText(context.partition, 'execute-api', `\${__ApiId__}/\${__Stage__}/${method}${path}`);
    const sourceArn = sub(arn, { __ApiId__: RestApiId, __Stage__: '*' });
    const options = { sourceArn, suffix: String(stage.value) };
    const allowed = permission(event, target, 'apigateway.amazonaws.com', options);
    if (isGiven(api['__MANAGE_SWAGGER']) || isGiven(api['MergeDefinitions'])) {
      addToDefinition(event, at, target, context);
    }
    overrideAuth(event, at, context);
    return [allowed];
  },
};
