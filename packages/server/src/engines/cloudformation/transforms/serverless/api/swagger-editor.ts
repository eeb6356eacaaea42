import { documentError } from '../kernel/errors.ts';
import { ref } from '../kernel/intrinsics.ts';
import { adopt, copyOf, put, table } from '../kernel/python-text.ts';
import { isGiven, isMap, isText, valueAt, notMapMessage, type Fields } from '../kernel/values.ts';
import { addCorsMethods, type CorsSettings } from './cors-method.ts';
import {
  DefinitionEditor,
  INTEGRATION,
  isVersion3,
  requirePathItem,
  underCondition,
  normalizedMethod,
  alternatives,
} from './definition-editor.ts';
import { addCustomStatements, addResourcePolicy } from './resource-policy.ts';

const BINARY_MEDIA_TYPES = 'x-amazon-apigateway-binary-media-types';
const GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses';
const POLICY = 'x-amazon-apigateway-policy';
const ENDPOINT_CONFIGURATION = 'x-amazon-apigateway-endpoint-configuration';
const NOT_METHODS = ['summary', 'description', 'parameters'];

export interface TextValue {
  readonly value: unknown;
  readonly fromTemplate: boolean;
}

interface Integration {
  readonly path: string;
  readonly method: string;
  readonly condition: unknown;
  /** The members of the integration; the text in those of `templateTexts` comes from the template. */
  readonly members: Fields;
  readonly templateTexts: readonly string[];
  readonly responses: Fields;
}

/** A REST API's definition. */
export class SwaggerEditor extends DefinitionEditor {
  readonly #securityDefinitions: Fields;
  readonly #gatewayResponses: Fields;
  readonly #resourcePolicy: Fields;
  readonly #definitions: Fields;

  constructor(document: unknown) {
    if (!SwaggerEditor.isValid(document)) {
      throw documentError(
        "Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.",
      );
    }
    super(document);
    const section = (name: string): Fields =>
      isGiven(this.document[name]) ? (this.document[name] as Fields) : table({});
    this.#securityDefinitions = section('securityDefinitions');
    this.#gatewayResponses = section(GATEWAY_RESPONSES);
    this.#resourcePolicy = section(POLICY);
    this.#definitions = section('definitions');
    for (const path of this.pathNames()) this.pathItems(path);
  }

  static isValid(document: unknown): document is Fields {
    if (!isMap(document) || !isMap(document['paths'])) return false;
    return isGiven(document['swagger']) || (isGiven(document['openapi']) && isVersion3(document['openapi']));
  }

  static skeleton(): Fields {
    const info = table({ version: '1.0', title: ref('AWS::StackName') });
    return table({ swagger: '2.0', info, paths: table({}) });
  }

  get securityDefinitions(): Fields {
    if (isMap(this.#securityDefinitions)) return this.#securityDefinitions;
    throw documentError('securityDefinitions must be a dictionary.');
  }

  get isSwagger2(): boolean {
    return this.document['swagger'] !== undefined && this.document['swagger'] !== null;
  }

  get isOpenApi3(): boolean {
    return isGiven(this.document['openapi']) && isVersion3(this.document['openapi']);
  }

  /** The edited definition. */
  result(): Fields {
    if (isGiven(this.#securityDefinitions)) put(this.document, 'securityDefinitions', this.#securityDefinitions);
    if (isGiven(this.#gatewayResponses)) put(this.document, GATEWAY_RESPONSES, this.#gatewayResponses);
    if (isGiven(this.#definitions)) put(this.document, 'definitions', this.#definitions);
    return copyOf(this.document);
  }

  methods(path: string): ReturnType<DefinitionEditor['methodsOf']> {
    return this.methodsOf(path, (name) => !NOT_METHODS.includes(name));
  }

  addIntegration({ path, method, condition, members, templateTexts, responses }: Integration): void {
    const name = normalizedMethod(method);
    this.addPath(path, method);
    const uri = isGiven(condition) ? underCondition(condition, members['uri']) : members['uri'];
    for (const item of alternatives(this.paths[path])) {
      const pathItem = requirePathItem(item, path);
      const definition = pathItem[name] as Fields;
      const integration = table({});
      for (const [member, value] of Object.entries({ ...members, uri })) {
        put(integration, member, value, { value: templateTexts.includes(member) });
      }
      put(definition, INTEGRATION, integration);
      if (!('responses' in definition)) put(definition, 'responses', responses);
      if (isGiven(condition)) pathItem[name] = underCondition(condition, definition);
    }
  }

  addCors(path: string, settings: CorsSettings): void {
    addCorsMethods(this.pathItems(path), settings);
  }

  setBinaryMediaTypes(types: unknown): void {
    const unescaped = JSON.parse(JSON.stringify(types).replaceAll('~1', '/')) as unknown;
    put(this.document, BINARY_MEDIA_TYPES, adopt(unescaped));
  }

  setSecurityDefinition(name: string, definition: Fields): void {
    put(this.#securityDefinitions, name, definition, { key: true });
  }

  setGatewayResponse(type: string, response: Fields): void {
    put(this.#gatewayResponses, type, response, { key: true });
  }

  setModel(name: string, schema: unknown): void {
    put(this.#definitions, name.toLowerCase(), schema, { key: true });
  }

  addResourcePolicy(policy: unknown, path: string, stage: TextValue): void {
    addResourcePolicy(this.#resourcePolicy, policy, { path, stage, pathItems: () => this.pathItems(path) });
    put(this.document, POLICY, this.#resourcePolicy);
  }

  addPolicyStatements(statements: unknown): void {
    addCustomStatements(this.#resourcePolicy, statements);
    put(this.document, POLICY, this.#resourcePolicy);
  }

  member(name: string): Fields {
    if (!isGiven(this.document[name])) put(this.document, name, table({}));
    return this.document[name] as Fields;
  }

  disableExecuteApiEndpoint(disabled: unknown): void {
    if (!this.isOpenApi3) {
      setEndpointMember(this.document, disabled, (problem) => `Invalid OpenAPI definition: ${problem}.`);
      return;
    }
    const servers = (this.document['servers'] ?? [table({})]) as unknown[];
    for (const [index, server] of servers.entries()) {
      setEndpointMember(
        server,
        disabled,
        (problem) => `Invalid OpenAPI definition of 'servers[${index}]': ${problem}.`,
      );
    }
    put(this.document, 'servers', servers);
  }
}

function setEndpointMember(target: unknown, disabled: unknown, message: (problem: string) => string): void {
  const refuse = (path: string): never => {
    throw documentError(message(notMapMessage(path)));
  };
  if (!isMap(target)) return refuse('');
  if (!(ENDPOINT_CONFIGURATION in target)) put(target, ENDPOINT_CONFIGURATION, {});
  valueAt(target, [ENDPOINT_CONFIGURATION, 'disableExecuteApiEndpoint'], refuse);
  put(target[ENDPOINT_CONFIGURATION] as Fields, 'disableExecuteApiEndpoint', disabled, { value: isText(disabled) });
}
