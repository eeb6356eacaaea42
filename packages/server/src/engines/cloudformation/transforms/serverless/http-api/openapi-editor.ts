import {
  ANY_METHOD,
  alternatives,
  DefinitionEditor,
  existingSecurity,
  INTEGRATION,
  isVersion3,
  normalizedMethod,
  requireDefinitionMap,
  requirePathItem,
} from '../api/definition-editor.ts';
import { documentError } from '../kernel/errors.ts';
import { conditional, isIntrinsic, ref } from '../kernel/intrinsics.ts';
import { copyOf, entriesOf, put, shown, table } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, isText, notMapMessage, valueAt, type Fields } from '../kernel/values.ts';

export const DEFAULT_ROUTE = '$default';
const CORS = 'x-amazon-apigateway-cors';
const ENDPOINT_CONFIGURATION = 'x-amazon-apigateway-endpoint-configuration';
const TAG_VALUE = 'x-amazon-apigateway-tag-value';
const CORS_MEMBERS = ['AllowOrigins', 'AllowHeaders', 'AllowMethods', 'ExposeHeaders', 'MaxAge', 'AllowCredentials'];

export const DEFAULT_TITLE = ref('AWS::StackName');

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function withLowerCaseMembers(value: unknown): unknown {
  let text = JSON.stringify(value);
  for (const name of CORS_MEMBERS) text = text.replaceAll(name, lowerFirst(name));
  return JSON.parse(text);
}

function isAuthorizable(method: string): boolean {
  return !['parameters', 'options'].includes(normalizedMethod(method));
}

/** An HTTP API's definition. */
export class OpenApiEditor extends DefinitionEditor {
  readonly #securitySchemes: Fields;
  readonly #tags: unknown;
  readonly #info: Fields;

  constructor(document: unknown) {
    if (!OpenApiEditor.isValid(document)) {
      throw documentError(
        "Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.",
      );
    }
    super(document);
    const section = (...path: string[]): unknown => {
      const value = valueAt(this.document, path, (at) => {
        throw documentError(`Invalid OpenApi document: ${notMapMessage(at)}`);
      });
      return isGiven(value) ? value : undefined;
    };
    this.#securitySchemes = (section('components', 'securitySchemes') ?? {}) as Fields;
    this.#tags = section('tags') ?? [];
    this.#info = (section('info') ?? {}) as Fields;
  }

  static isValid(document: unknown): document is Fields {
    if (!isMap(document) || !isMap(document['paths'])) return false;
    return isGiven(document['openapi']) && isVersion3(document['openapi']);
  }

  static skeleton(): Fields {
    return table({
      openapi: '3.0.1',
      info: table({ version: '1.0', title: { ...DEFAULT_TITLE } }),
      paths: table({}),
    });
  }

  result(): Fields {
    if (isGiven(this.#tags)) this.document['tags'] = this.#tags;
    if (isGiven(this.#securitySchemes)) {
      if (!isGiven(this.document['components'])) this.document['components'] = {};
      (this.document['components'] as Fields)['securitySchemes'] = this.#securitySchemes;
    }
    if (isGiven(this.#info)) this.document['info'] = this.#info;
    return copyOf(this.document);
  }

  /** Whether the default route already goes to this function. */
  isDefaultRouteOf(functionId: string): boolean {
    if (!this.hasIntegration(DEFAULT_ROUTE, ANY_METHOD)) return false;
    return this.methodsAt(DEFAULT_ROUTE, ANY_METHOD, false).every((definition) => {
      const integration = requireDefinitionMap(
        definition[INTEGRATION] ?? {},
        `Value of '${INTEGRATION}' must be a dictionary according to Swagger spec.`,
      );
      const uri = integration['uri'];
      if (!isMap(uri)) return false;
      return alternatives(uri).every((alternative) => {
        const text = isMap(alternative) ? alternative['Fn::Sub'] : undefined;
        return isText(text) && /([A-Za-z0-9]+)\.Arn/.exec(text)?.[1] === functionId;
      });
    });
  }

  addLambdaIntegration(path: string, method: string, uri: unknown, condition: unknown): void {
    if (this.hasIntegration(path, method)) return;
    const name = normalizedMethod(method);
    this.addPath(path, method);
    for (const item of alternatives(this.paths[path])) {
      const pathItem = requirePathItem(item, path);
      const definition = (pathItem[name] ?? {}) as Fields;
      definition[INTEGRATION] = {
        type: 'aws_proxy',
        httpMethod: 'POST',
        payloadFormatVersion: '2.0',
        uri: isGiven(condition) ? conditional(condition, uri) : uri,
      };
      if (path === DEFAULT_ROUTE && name === ANY_METHOD) definition['isDefaultRoute'] = true;
      definition['responses'] ??= {};
      pathItem[name] = isGiven(condition) ? conditional(condition, definition) : definition;
    }
  }

  addPathParameters(path: string, method: string, names: readonly string[]): void {
    for (const definition of this.methodsAt(path, method)) {
      const parameters = (definition['parameters'] ??= []) as Fields[];
      for (const name of names) {
        const existing = parameters.find((parameter) => parameter['name'] === name);
        if (existing) Object.assign(existing, { in: 'path', required: true });
        else parameters.push({ name, in: 'path', required: true });
      }
    }
  }

  setSecurityScheme(name: string, scheme: Fields): void {
    put(this.#securitySchemes, name, scheme, { key: true });
  }

  setDefaultAuthorizer(path: string, authorizer: string, scopes: unknown): void {
    const missing = this.pathItems(path)
      .flatMap((item) => Object.keys(item).map((name) => [item, normalizedMethod(name)] as const))
      .find(([item, name]) => isAuthorizable(name) && !(name in item));
    if (missing) throw documentError(`Could not find ${missing[1]} in ${path} within DefinitionBody.`);
    for (const { definition } of this.methodsOf(path, isAuthorizable)) {
      if (!isGiven(definition['security'])) definition['security'] = [{ [authorizer]: scopes }];
    }
  }

  addMethodAuthorizer(path: string, method: string, authorizer: string, scopes: unknown): void {
    for (const definition of this.methodsAt(path, method)) {
      definition['security'] = [...existingSecurity(definition, path, method), { [authorizer]: scopes }];
    }
  }

  addTags(tags: Fields): void {
    if (!Array.isArray(this.#tags)) {
      throw documentError(
        `Tags in OpenApi DefinitionBody needs to be a list. ${shown(this.#tags)} is a ${isMap(this.#tags) ? 'dict' : typeof this.#tags} not a list.`,
      );
    }
    for (const [name, value] of entriesOf(tags)) {
      const existing = (this.#tags as Fields[]).find((tag) => tag['name'] === name);
      if (existing) existing[TAG_VALUE] = value;
      else this.#tags.push({ name, [TAG_VALUE]: value });
    }
  }

  disableExecuteApiEndpoint(disabled: unknown): void {
    const servers = (this.document['servers'] ?? [{}]) as unknown[];
    for (const server of servers) {
      const target = requireDefinitionMap(
        server,
        "Value of 'servers' item must be a dictionary according to Swagger spec.",
      );
      const endpoint = (target[ENDPOINT_CONFIGURATION] ??= {}) as Fields;
      endpoint['disableExecuteApiEndpoint'] = disabled;
    }
    this.document['servers'] = servers;
  }

  addCors(settings: Fields): void {
    const cors = requireDefinitionMap(
      this.document[CORS] ?? {},
      `Value of '${CORS}' must be a dictionary according to Swagger spec.`,
    );
    this.document[CORS] = cors;
    const origins = settings['AllowOrigins'];
    if (isIntrinsic(origins)) {
      Object.assign(cors, withLowerCaseMembers(origins));
      return;
    }
    for (const name of CORS_MEMBERS.slice(0, 4)) if (isGiven(settings[name])) cors[lowerFirst(name)] = settings[name];
    if (!isAbsent(settings['MaxAge'])) cors['maxAge'] = settings['MaxAge'];
    if (settings['AllowCredentials'] === true) cors['allowCredentials'] = true;
  }

  setInfo(name: 'description' | 'title', value: unknown): void {
    this.#info[name] = value;
  }
}
