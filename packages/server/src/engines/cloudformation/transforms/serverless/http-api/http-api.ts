import { resolved, type ResourceTransform, type SourceResource } from '../kernel/context.ts';
import { ofResource, requireText } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, propagateTags, type GeneratedResource } from '../kernel/generated-resource.ts';
import { isIntrinsic, isNoValue, ref } from '../kernel/intrinsics.ts';
import { suffixedId } from '../kernel/logical-id.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { put } from '../kernel/python-text.ts';
import { s3Location } from '../kernel/s3-location.ts';
import { isAbsent, isGiven, isMap, isText, notMapMessage, valueAt, type Fields } from '../kernel/values.ts';
import { authorizerPermission } from '../api/authorizer-permission.ts';
import { ANY_PARTITION } from '../kernel/arns.ts';
import { httpAuthorizers, securityScheme, type HttpAuthorizer } from './authorizer.ts';
import { httpDomain } from './domain.ts';
import { DEFAULT_ROUTE, DEFAULT_TITLE, OpenApiEditor } from './openapi-editor.ts';

export const HTTP_API_PROPERTIES = propertyTable(`
  __MANAGE_SWAGGER:bool Name= StageName:text|map Tags:map PropagateTags:bool DefinitionBody:map DefinitionUri:text|map
  StageVariables:map CorsConfiguration:bool|map AccessLogSettings:map DefaultRouteSettings:map Auth:map
  RouteSettings:map Domain:map FailOnWarnings:bool Description:text DisableExecuteApiEndpoint:bool`);

const DEFAULT_STAGE = '$default';
const CREATED_BY = 'httpapi:createdBy';
const CORS_NAMES = ['AllowMethods', 'AllowHeaders', 'AllowOrigins', 'MaxAge', 'ExposeHeaders', 'AllowCredentials'];
const AUTH_NAMES = ['Authorizers', 'DefaultAuthorizer', 'EnableIamAuthorizer'];

/** The definition of an HTTP API while its properties are worked into it. */
interface Draft {
  readonly api: SourceResource;
  readonly partition: string;
  body: unknown;
  tags: unknown;
}

export const transformHttpApi: ResourceTransform = (api, context) => {
  const { properties } = api;
  properties['CorsConfiguration'] = resolved(context, properties['CorsConfiguration']);
  properties['Domain'] = resolved(context, properties['Domain']);
  const draft: Draft = {
    api,
    partition: context.partition,
    body: properties['DefinitionBody'],
    tags: properties['Tags'],
  };
  const httpApi = generated('AWS::ApiGatewayV2::Api', api.id, definitionProperties(draft), api);
  const domain = httpDomain(api, { [CREATED_BY]: 'SAM' }, context);
  const resources = [
    httpApi,
    ...authorizerPermissions(api),
    ...(domain ? [domain.domain, ...domain.mappings, ...(domain.recordSets ? [domain.recordSets] : [])] : []),
    stage(api, draft.tags),
  ];
  propagateTags(resources, properties['Tags'] ?? draft.tags, !isAbsent(properties['DefinitionBody']));
  return resources;
};

function definitionProperties(draft: Draft): Fields {
  const { id, properties } = draft.api;
  const { DefinitionUri, FailOnWarnings } = properties;
  if (isGiven(DefinitionUri) && isGiven(draft.body)) {
    throw resourceError(id, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  if (isGiven(properties['CorsConfiguration'])) addCors(draft, properties['CorsConfiguration']);
  addAuth(draft);
  addTags(draft);
  const disabled = properties['DisableExecuteApiEndpoint'];
  if (!isAbsent(disabled)) {
    requireBody(draft, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
    edit(draft, (editor) => editor.disableExecuteApiEndpoint(disabled));
  }
  addInfo(draft, 'title', properties['Name']);
  addInfo(draft, 'description', properties['Description']);
  if (isGiven(FailOnWarnings)) renameDefaultRoute(draft.body);
  const warnings = isGiven(FailOnWarnings) ? { FailOnWarnings } : {};
  if (isGiven(DefinitionUri)) return { ...warnings, BodyS3Location: s3Location(DefinitionUri, id, 'DefinitionUri') };
  if (isGiven(draft.body)) return { ...warnings, Body: draft.body };
  throw resourceError(
    id,
    "'DefinitionUri' or 'DefinitionBody' are required properties of an 'AWS::Serverless::HttpApi'. Add a value for one of these properties or add a 'HttpApi' event to an 'AWS::Serverless::Function'.",
  );
}

function requireBody(draft: Draft, message: string): void {
  if (!isGiven(draft.body)) throw resourceError(draft.api.id, message);
}

function edit(draft: Draft, change: (editor: OpenApiEditor) => void): void {
  const editor = new OpenApiEditor(draft.body);
  change(editor);
  draft.body = editor.result();
}

function addCors(draft: Draft, cors: unknown): void {
  const { id } = draft.api;
  requireBody(draft, "Cors works only with inline OpenApi specified in 'DefinitionBody' property.");
  const settings = corsSettings(id, cors);
  if (!OpenApiEditor.isValid(draft.body)) {
    throw resourceError(
      id,
      "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  const origins = settings['AllowOrigins'];
  const isAny = Array.isArray(origins) && origins.length === 1 && origins[0] === '*';
  if (settings['AllowCredentials'] === true && isAny) {
    throw resourceError(
      id,
      "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.",
    );
  }
  edit(draft, (editor) => editor.addCors(settings));
}

function corsSettings(id: string, cors: unknown): Fields {
  if (typeof cors === 'boolean') return { AllowOrigins: ['*'] };
  if (isIntrinsic(cors)) return { AllowOrigins: cors };
  if (!isMap(cors)) throw resourceError(id, "Invalid value for 'Cors' property.");
  const unknown = Object.keys(cors).find((key) => !CORS_NAMES.includes(key));
  if (unknown !== undefined) throw resourceError(id, `Invalid key '${unknown}' for 'Cors' property.`);
  return cors;
}

function addAuth(draft: Draft): void {
  const auth = draft.api.properties['Auth'] as Fields | undefined;
  if (!isGiven(auth) || !auth) return;
  const { id } = draft.api;
  requireBody(draft, "Auth works only with inline OpenApi specified in the 'DefinitionBody' property.");
  if (!Object.keys(auth).every((key) => AUTH_NAMES.includes(key))) {
    throw resourceError(id, "Invalid value for 'Auth' property");
  }
  if (!OpenApiEditor.isValid(draft.body)) {
    throw resourceError(
      id,
      "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  edit(draft, (editor) => {
    const authorizers = httpAuthorizers(id, auth);
    for (const authorizer of authorizers.values()) {
      editor.setSecurityScheme(authorizer.name, securityScheme(id, authorizer, draft.partition));
    }
    setDefaultAuthorizer(editor, id, auth['DefaultAuthorizer'], authorizers);
  });
}

function setDefaultAuthorizer(
  editor: OpenApiEditor,
  id: string,
  name: unknown,
  authorizers: ReadonlyMap<string, HttpAuthorizer>,
): void {
  if (!isGiven(name) || isNoValue(name)) return;
  const authorizer = authorizers.get(requireText(name, ofResource(id), 'Auth.DefaultAuthorizer'));
  if (!authorizer) {
    throw resourceError(
      id,
      `Unable to set DefaultAuthorizer because '${String(name)}' was not defined in 'Authorizers'.`,
    );
  }
  const scopes = authorizer.properties['AuthorizationScopes'] ?? [];
  for (const path of editor.pathNames()) editor.setDefaultAuthorizer(path, authorizer.name, scopes);
}

function addTags(draft: Draft): void {
  const { id } = draft.api;
  if (isGiven(draft.tags)) {
    requireBody(draft, "Tags works only with inline OpenApi specified in the 'DefinitionBody' property.");
  }
  if (!isGiven(draft.body)) return;
  const isValid = OpenApiEditor.isValid(draft.body);
  if (isGiven(draft.tags) && !isValid) {
    throw resourceError(
      id,
      "Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  if (!isValid) return;
  const tags = isGiven(draft.tags) ? (draft.tags as Fields) : {};
  put(tags, CREATED_BY, 'SAM');
  draft.tags = tags;
  edit(draft, (editor) => editor.addTags(tags));
}

/** `Name` and `Description`, which a definition of the user's own may already have. */
function addInfo(draft: Draft, member: 'title' | 'description', value: unknown): void {
  if (!isGiven(value)) return;
  const { id } = draft.api;
  const property = member === 'title' ? 'Name' : 'Description';
  requireBody(draft, `${property} works only with inline OpenApi specified in the 'DefinitionBody' property.`);
  const existing = valueAt(draft.body, ['info', member], (path) => {
    const end = member === 'title' ? '.' : "'.";
    throw resourceError(id, `Invalid 'DefinitionBody': ${notMapMessage(path)}${end}`);
  });
  const isDefault = member === 'title' && isMap(existing) && existing['Ref'] === DEFAULT_TITLE['Ref'];
  if (member === 'title' ? !isDefault : isGiven(existing)) {
    throw resourceError(
      id,
      `Unable to set ${property} because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.`,
    );
  }
  edit(draft, (editor) => editor.setInfo(member, value));
}

/** API Gateway warns of a path without a slash, so with `FailOnWarnings` the default route gets one. */
function renameDefaultRoute(body: unknown): void {
  const paths = isMap(body) ? body['paths'] : undefined;
  if (!isMap(paths) || !(DEFAULT_ROUTE in paths)) return;
  paths[`/${DEFAULT_ROUTE}`] = paths[DEFAULT_ROUTE];
  delete paths[DEFAULT_ROUTE];
}

function authorizerPermissions(api: SourceResource): GeneratedResource[] {
  const auth = api.properties['Auth'];
  if (!isMap(auth)) return [];
  return [...httpAuthorizers(api.id, auth).values()]
    .filter(({ properties }) => properties['FunctionArn'] && properties['EnableFunctionDefaultPermissions'])
    .map(({ name, properties }) => {
      const id = `${api.id}${name}AuthorizerPermission`;
      return authorizerPermission(id, properties['FunctionArn'], ref(api.id), ANY_PARTITION, api.passed);
    });
}

function stageId(apiId: string, name: unknown): string {
  const prefix = isText(name) ? name : '';
  if (prefix === DEFAULT_STAGE) return `${apiId}ApiGatewayDefaultStage`;
  return /^[\p{L}\p{N}]+$/u.test(prefix) ? `${apiId}${prefix}Stage` : suffixedId(`${apiId}Stage`, prefix);
}

function stage(api: SourceResource, tags: unknown): GeneratedResource {
  const { StageVariables, AccessLogSettings, DefaultRouteSettings, RouteSettings } = api.properties;
  const name = isGiven(api.properties['StageName']) ? api.properties['StageName'] : DEFAULT_STAGE;
  const settings = { StageVariables, AccessLogSettings, DefaultRouteSettings, RouteSettings };
  const properties = { ...settings, ApiId: ref(api.id), StageName: name, Tags: tags, AutoDeploy: true };
  return generated('AWS::ApiGatewayV2::Stage', stageId(api.id, name), properties, { attributes: api.passed });
}
