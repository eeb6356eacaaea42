import { resolved, type TransformContext } from '../kernel/context.ts';
import { failure, ofEvent, ofResource, requireList, requireMap } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { shown } from '../kernel/python-text.ts';
import { asMap, isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { setMethodAuth } from '../api/security.ts';
import type { SwaggerEditor, TextValue } from '../api/swagger-editor.ts';

/** The method of an API that an event stands for. */
export interface ApiMethod {
  readonly eventName: string;
  readonly apiId: string;
  readonly path: string;
  readonly method: string;
}

export function checkAuthorizerShape(at: ApiMethod, authorizer: unknown, authorizers: unknown): void {
  if (authorizer === 'NONE' || (isText(authorizer) && isMap(authorizers))) return;
  throw eventError(
    at.eventName,
    `Unable to set Authorizer [${shown(authorizer)}] on API method [${at.method}] for path [${at.path}].` +
      ' The method authorizer must be a string with a corresponding dict entry in the api authorizer.',
  );
}

export function checkAuthorizerDefined(at: ApiMethod, authorizer: unknown, authorizers: unknown): void {
  const refuse = (reason: string): Error =>
    eventError(
      at.eventName,
      `Unable to set Authorizer [${shown(authorizer)}] on API method [${at.method}] for path [${at.path}] because ${reason}`,
    );
  if (!isGiven(authorizers)) throw refuse('the related API does not define any Authorizers.');
  checkAuthorizerShape(at, authorizer, authorizers);
  if (!isGiven(asMap(authorizers)[authorizer as string])) {
    throw refuse("it wasn't defined in the API's Authorizers.");
  }
}

export function noneNeedsDefault(at: ApiMethod): Error {
  return eventError(
    at.eventName,
    `Unable to set Authorizer on API method [${at.method}] for path [${at.path}] because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`,
  );
}

function checkAuthorizer(at: ApiMethod, authorizer: unknown, apiAuth: Fields): void {
  const authorizers = apiAuth['Authorizers'];
  if (isGiven(authorizers)) requireMap(authorizers, ofResource(at.apiId), 'Auth.Authorizers');
  if (authorizer === 'AWS_IAM') return;
  if (authorizer !== 'NONE') checkAuthorizerDefined(at, authorizer, authorizers);
  else if (!isGiven(apiAuth['DefaultAuthorizer'])) throw noneNeedsDefault(at);
}

/** Works the `Auth` of an event into the definition of its REST API. */
export function addEventAuth(
  editor: SwaggerEditor,
  at: ApiMethod,
  auth: Fields,
  api: Fields,
  stage: TextValue,
  context: TransformContext,
): void {
  const apiAuth = asMap(resolved(context, api['Auth']));
  const authorizer = auth['Authorizer'];
  if (isGiven(authorizer)) checkAuthorizer(at, authorizer, apiAuth);
  const scopes = auth['AuthorizationScopes'];
  if (isGiven(scopes)) {
    requireList(scopes, ofEvent(at.eventName), 'Auth.AuthorizationScopes');
    if (!isGiven(authorizer)) {
      throw failure(ofEvent(at.eventName), 'AuthorizationScopes works only when Authorizer is set');
    }
  }
  const needsKey = auth['ApiKeyRequired'];
  if (!isAbsent(needsKey) && !isGiven(needsKey) && !isGiven(apiAuth['ApiKeyRequired'])) {
    throw eventError(
      at.eventName,
      `Unable to set ApiKeyRequired [False] on API method [${at.method}] for path [${at.path}] because the related API does not specify any ApiKeyRequired.`,
    );
  }
  setMethodAuth(editor, at.path, at.method, auth, apiAuth);
  if (!isGiven(auth['ResourcePolicy'])) return;
  const policy = requireMap(auth['ResourcePolicy'], ofResource(at.eventName), 'Auth.ResourcePolicy');
  editor.addResourcePolicy(policy, at.path, stage);
  if (isGiven(policy['CustomStatements'])) editor.addPolicyStatements(policy['CustomStatements']);
}
