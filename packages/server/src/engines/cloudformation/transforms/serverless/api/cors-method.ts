import { templateError } from '../kernel/errors.ts';
import { keysOf, put, table } from '../kernel/python-text.ts';
import { isAbsent, isGiven, type Fields } from '../kernel/values.ts';
import { ANY_METHOD, INTEGRATION } from './definition-editor.ts';
import type { TextValue } from './swagger-editor.ts';

const ALL_METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];

export interface CorsSettings {
  readonly origin: TextValue;
  readonly headers: unknown;
  readonly methods: unknown;
  readonly maxAge: unknown;
  readonly withCredentials: boolean;
}

function allowedMethods(pathItem: Fields): string {
  const names = keysOf(pathItem);
  const all = names.includes(ANY_METHOD) ? ALL_METHODS : [...names, 'options'];
  return [...new Set(all.map((name) => name.toUpperCase()))].toSorted().join(',');
}

/** An `OPTIONS` method that answers preflight requests, in each of the path items that has none yet. */
export function addCorsMethods(pathItems: readonly Fields[], settings: CorsSettings): void {
  let methods: TextValue = { value: settings.methods, fromTemplate: true };
  for (const pathItem of pathItems) {
    if ('options' in pathItem) continue;
    if (!isGiven(settings.origin.value)) {
      throw templateError('Invalid input. Value for AllowedOrigins is required');
    }
    if (!isGiven(methods.value)) methods = { value: `'${allowedMethods(pathItem)}'`, fromTemplate: false };
    put(pathItem, 'options', preflightMethod(settings, methods));
  }
}

function preflightMethod(settings: CorsSettings, methods: TextValue): Fields {
  const parameters = table({});
  const headers = table({});
  const allow = (name: string, { value, fromTemplate }: TextValue, type = 'string'): void => {
    put(parameters, `method.response.header.Access-Control-${name}`, value, { value: fromTemplate });
    put(headers, `Access-Control-${name}`, { type });
  };
  allow('Allow-Origin', settings.origin);
  if (isGiven(settings.headers)) allow('Allow-Headers', { value: settings.headers, fromTemplate: true });
  if (isGiven(methods.value)) allow('Allow-Methods', methods);
  if (!isAbsent(settings.maxAge)) allow('Max-Age', { value: settings.maxAge, fromTemplate: true }, 'integer');
  if (settings.withCredentials) allow('Allow-Credentials', { value: "'true'", fromTemplate: false });
  return table({
    summary: 'CORS support',
    consumes: ['application/json'],
    produces: ['application/json'],
    [INTEGRATION]: table({
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: table({
        default: table({
          statusCode: '200',
          responseParameters: parameters,
          responseTemplates: { 'application/json': '{}\n' },
        }),
      }),
    }),
    responses: table({ 200: table({ description: 'Default response for CORS method', headers }) }),
  });
}
