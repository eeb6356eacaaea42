import { ofEvent, requireMap } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { isIntrinsic } from '../kernel/intrinsics.ts';
import { put, shown, table, update, withTemplateText } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { INTEGRATION } from '../api/definition-editor.ts';
import type { SwaggerEditor } from '../api/swagger-editor.ts';
import type { ApiMethod } from './api-authorization.ts';

const VALIDATORS = 'x-amazon-apigateway-request-validators';
const VALIDATOR = 'x-amazon-apigateway-request-validator';
const PARAMETER_NAME = /^method\.request\.(querystring|path|header)\./;

function checkedModel(at: ApiMethod, model: unknown, models: unknown): string {
  const refuse = (reason: string): Error =>
    eventError(
      at.eventName,
      `Unable to set RequestModel [${shown(model)}] on API method [${at.method}] for path [${at.path}] because ${reason}`,
    );
  if (!isGiven(models)) throw refuse('the related API does not define any Models.');
  if (!isIntrinsic(models) && !isMap(models)) throw refuse('the related API Models defined is of invalid type.');
  if (!isText(model)) throw refuse('the related API does not contain valid Models.');
  if (!isGiven(models[model])) throw refuse("it wasn't defined in the API's Models.");
  return model;
}

function setModel(editor: SwaggerEditor, at: ApiMethod, model: string, required: unknown): void {
  const name = model.toLowerCase();
  for (const definition of editor.methodsAt(at.path, at.method)) {
    if (editor.isSwagger2) {
      const parameter = table({ in: 'body', name, schema: { $ref: `#/definitions/${name}` } }, ['name']);
      if (!isAbsent(required)) put(parameter, 'required', required, { value: true });
      put(definition, 'parameters', [...((definition['parameters'] ?? []) as unknown[]), parameter]);
    } else if (editor.isOpenApi3) {
      const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
      put(definition, 'requestBody', { content, ...(!isAbsent(required) && { required }) });
    }
  }
}

function validatorName(body: boolean, parameters: boolean): string {
  if (body) return parameters ? 'body-and-params' : 'body-only';
  return parameters ? 'params-only' : 'no-validation';
}

/** `RequestModel` of an event: the model of the body, and what is validated. */
export function addRequestModel(editor: SwaggerEditor, at: ApiMethod, given: unknown, models: unknown): void {
  const request = requireMap(given, ofEvent(at.eventName), 'RequestModel');
  if (!isGiven(request['Model'])) return;
  const model = checkedModel(at, request['Model'], models);
  setModel(editor, at, model, request['Required']);
  const { ValidateBody, ValidateParameters } = request;
  if (isAbsent(ValidateBody) && isAbsent(ValidateParameters)) return;
  const [body, parameters] = [ValidateBody ?? false, ValidateParameters ?? false];
  if (typeof body !== 'boolean' || typeof parameters !== 'boolean') {
    throw eventError(
      at.eventName,
      `Unable to set Validator to RequestModel [${model}] on API method [${at.method}] for path [${at.path}] ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported.`,
    );
  }
  const name = validatorName(body, parameters);
  const validators = editor.member(VALIDATORS);
  if (!isGiven(validators[name])) {
    update(validators, { [name]: table({ validateRequestBody: body, validateRequestParameters: parameters }) });
  }
  for (const definition of editor.methodsAt(at.path, at.method)) update(definition, { [VALIDATOR]: name });
}

interface RequestParameter {
  readonly name: string;
  readonly required: unknown;
  readonly caching: unknown;
}

function parsedParameter(at: ApiMethod, given: unknown): RequestParameter {
  const refuse = (reason: string): Error =>
    eventError(at.eventName, `Invalid value for 'RequestParameters' property. ${reason}`);
  if (!isText(given) && !isMap(given)) throw refuse('Property must be either a string or an object');
  const [name = '', settings] = isText(given) ? [given, {}] : (Object.entries(given)[0] ?? []);
  if (!PARAMETER_NAME.test(name)) {
    throw refuse(
      "Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.",
    );
  }
  if (!isMap(settings) || !Object.keys(settings).every((key) => key === 'Required' || key === 'Caching')) {
    throw refuse('Values must be an object, e.g { Required: true, Caching: false }');
  }
  return { name, required: settings['Required'] ?? false, caching: settings['Caching'] ?? false };
}

export function addRequestParameters(editor: SwaggerEditor, at: ApiMethod, given: readonly unknown[]): void {
  const parameters = given.map((parameter) => parsedParameter(at, parameter));
  for (const definition of editor.methodsAt(at.path, at.method)) {
    const existing = [...((definition['parameters'] ?? []) as unknown[])];
    for (const { name, required, caching } of parameters) {
      const [, , location = '', ...rest] = name.split('.');
      const isQuery = location === 'querystring';
      const parameter = table({}, []);
      put(parameter, 'in', isQuery ? 'query' : location, { value: !isQuery });
      put(parameter, 'name', rest.join('.'), { value: true });
      put(parameter, 'required', required, { value: true });
      put(parameter, 'type', 'string');
      existing.push(parameter);
      if (!isGiven(caching)) continue;
      const integration = definition[INTEGRATION] as Fields;
      const keys = [...((integration['cacheKeyParameters'] ?? []) as string[]), name];
      put(integration, 'cacheKeyParameters', withTemplateText(keys));
    }
    put(definition, 'parameters', existing);
  }
}
