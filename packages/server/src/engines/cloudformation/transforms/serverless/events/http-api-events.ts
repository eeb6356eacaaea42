import { ANY_PARTITION, arnText } from '../kernel/arns.ts';
import { sourceResources } from '../kernel/context.ts';
import { ofResource, requireMap } from '../kernel/checks.ts';
import { eventError, resourceError, ServerlessTransformError } from '../kernel/errors.ts';
import { sub } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { isGiven, type Fields } from '../kernel/values.ts';
import { ANY_METHOD } from '../api/definition-editor.ts';
import { DEFAULT_ROUTE, OpenApiEditor } from '../http-api/openapi-editor.ts';
import { referencedApi } from '../implicit-apis.ts';
import { checkAuthorizerDefined, checkAuthorizerShape, noneNeedsDefault, type ApiMethod } from './api-authorization.ts';
import { permission, type EventSource, type FunctionEvent, type FunctionTarget } from './event-source.ts';
import { invocationUri } from './rest-api-events.ts';

function openDefinition(apiId: string, definition: unknown): OpenApiEditor | undefined {
  if (!isGiven(definition)) return undefined;
  try {
    return new OpenApiEditor(definition);
  } catch (error) {
    if (!(error instanceof ServerlessTransformError)) throw error;
    throw resourceError(apiId, error.causes.map(({ message }) => message).join(' '));
  }
}

/** The requests that may call the function; nothing when the default route, allowed already, covers them. */
function permittedRequests(at: ApiMethod, api: Fields, target: FunctionTarget): string | undefined {
  const editor = openDefinition(at.apiId, api['DefinitionBody']);
  const path = at.path.replace(/^(.+)\/$/, '$1');
  if (path !== DEFAULT_ROUTE && editor?.isDefaultRouteOf(target.resource.id)) return undefined;
  const pattern = path === DEFAULT_ROUTE ? '' : path.replaceAll(/\{([a-zA-Z0-9._-]+|proxy\+)\}/g, '*');
  if (at.method === 'any' && pattern === `/${DEFAULT_ROUTE}`) return pattern;
  const method = at.method === 'any' || at.method === ANY_METHOD ? '*' : at.method.toUpperCase();
  return `/${method}${pattern}`;
}

function addAuth(editor: OpenApiEditor, at: ApiMethod, auth: Fields, api: Fields): void {
  const apiAuth = requireMap(api['Auth'] ?? {}, ofResource(at.apiId), 'Auth');
  const { DefaultAuthorizer, Authorizers, EnableIamAuthorizer } = apiAuth;
  if (!isGiven(auth['Authorizer'])) {
    if (!isGiven(DefaultAuthorizer)) {
      throw eventError(
        at.eventName,
        "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.",
      );
    }
    auth['Authorizer'] = DefaultAuthorizer;
  }
  const authorizer = auth['Authorizer'];
  const isIam = authorizer === 'AWS_IAM' && EnableIamAuthorizer === true;
  if (!isIam) checkAuthorizerShape(at, authorizer, Authorizers);
  if (authorizer === 'NONE') {
    if (!isGiven(DefaultAuthorizer)) throw noneNeedsDefault(at);
  } else if (!isIam) {
    checkAuthorizerDefined(at, authorizer, Authorizers);
  }
  const scopes = auth['AuthorizationScopes'];
  if (isGiven(scopes) && !Array.isArray(scopes)) {
    throw eventError(
      at.eventName,
      `Unable to set Authorizer on API method [${at.method}] for path [${at.path}] because 'AuthorizationScopes' must be a list of strings.`,
    );
  }
  const name = authorizer as string;
  const own = (Authorizers as Record<string, Fields> | undefined)?.[name];
  const needsScopes = name !== 'NONE' && name !== 'AWS_IAM';
  const all = isGiven(scopes) ? scopes : own?.['AuthorizationScopes'];
  editor.addMethodAuthorizer(at.path, at.method, name, needsScopes && isGiven(all) ? all : []);
}

function addToDefinition(event: FunctionEvent, at: ApiMethod, api: Fields, target: FunctionTarget): void {
  if (api['DefinitionBody'] === undefined || api['DefinitionBody'] === null) return;
  const editor = new OpenApiEditor(api['DefinitionBody']);
  if (isGiven(api['__MANAGE_SWAGGER']) && editor.hasIntegration(at.path, at.method)) {
    throw eventError(event.name, `API method '${at.method}' defined multiple times for path '${at.path}'.`);
  }
  const uri = invocationUri(target, ANY_PARTITION);
  editor.addLambdaIntegration(at.path, at.method, uri, target.resource.attributes['Condition']);
  const { Auth, TimeoutInMillis, PayloadFormatVersion } = event.properties;
  if (isGiven(Auth)) addAuth(editor, at, Auth as Fields, api);
  if (isGiven(TimeoutInMillis)) {
    editor.setIntegrationMember(at.path, at.method, 'timeoutInMillis', TimeoutInMillis);
  }
  const parameters = [...at.path.matchAll(/\{(.*?)\}/g)].map(([, name = '']) => name);
  if (parameters.length > 0) editor.addPathParameters(at.path, at.method, parameters);
  if (isGiven(PayloadFormatVersion)) {
    editor.setIntegrationMember(at.path, at.method, 'payloadFormatVersion', PayloadFormatVersion);
  }
  api['DefinitionBody'] = editor.result();
}

export const HTTP_API: EventSource = {
  properties: propertyTable(`Path:text Method:text ApiId:text Stage:text Auth:map TimeoutInMillis:int RouteSettings:map
    PayloadFormatVersion:text`),
  link: (event, context) => {
    const apiId = String(referencedApi(event.properties['ApiId']));
    return { apiId, api: sourceResources(context)[apiId]?.['Properties'] ?? {} };
  },
  transform: (event, target) => {
    const { apiId, api } = event.linked as { apiId: string; api: Fields };
    const { Path, Method, ApiId } = event.properties as { Path: string; Method: string; ApiId: unknown };
    const at: ApiMethod = { eventName: event.name, apiId, path: Path, method: Method.toLowerCase() };
    const requests = permittedRequests(at, api, target);
    const arn = arnText(ANY_PARTITION, 'execute-api', `\${__ApiId__}/\${__Stage__}${requests}`);
    const sourceArn = sub(arn, { __ApiId__: ApiId, __Stage__: '*' });
    const allowed = permission(event, target, 'apigateway.amazonaws.com', { sourceArn });
    addToDefinition(event, at, api, target);
    return requests === undefined ? [] : [allowed];
  },
};
