import type { SourceResource, TransformContext } from '../kernel/context.ts';
import { documentError, resourceError, TransformCause } from '../kernel/errors.ts';
import { isIntrinsic } from '../kernel/intrinsics.ts';
import { entriesOf, isFromTemplate } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { restAuthorizers, securityDefinition } from './authorizer.ts';
import type { CorsSettings } from './cors-method.ts';
import { requireDefinitionMap, versionText } from './definition-editor.ts';
import { checkGatewayResponses, gatewayResponse } from './gateway-response.ts';
import { toOpenApi3 } from './openapi3.ts';
import { defineApiKey, setDefaultApiKey, setDefaultAuthorizer } from './security.ts';
import { SwaggerEditor } from './swagger-editor.ts';

const CORS_NAMES = ['AllowMethods', 'AllowHeaders', 'AllowOrigin', 'MaxAge', 'AllowCredentials'];
const AUTH_NAMES = [
  'Authorizers',
  'DefaultAuthorizer',
  'InvokeRole',
  'AddDefaultAuthorizerToCorsPreflight',
  'AddApiKeyRequiredToCorsPreflight',
  'ApiKeyRequired',
  'ResourcePolicy',
  'UsagePlan',
];
const ANY_ORIGIN = "'*'";

interface Draft {
  readonly api: SourceResource;
  readonly context: TransformContext;
  definition: unknown;
}

/** The definition of a REST API with everything worked in that its properties ask for. */
export function restDefinition(api: SourceResource, context: TransformContext): Fields | undefined {
  const draft: Draft = { api, context, definition: api.properties['DefinitionBody'] };
  checkSources(draft);
  addCors(draft);
  addAuth(draft);
  addGatewayResponses(draft);
  const types = api.properties['BinaryMediaTypes'];
  if (isGiven(types) && isGiven(draft.definition)) edit(draft, (editor) => editor.setBinaryMediaTypes(types));
  addModels(draft);
  const disabled = api.properties['DisableExecuteApiEndpoint'];
  if (!isAbsent(disabled)) {
    requireDefinition(draft, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
    edit(draft, (editor) => editor.disableExecuteApiEndpoint(disabled));
  }
  if (isGiven(api.properties['DefinitionUri']) || !isGiven(draft.definition)) return undefined;
  return postProcessed(draft, draft.definition as Fields);
}

function checkSources({ api: { id, properties }, definition }: Draft): void {
  const hasUri = isGiven(properties['DefinitionUri']);
  if (hasUri && isGiven(definition)) {
    throw resourceError(id, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  if (hasUri && isGiven(properties['MergeDefinitions'])) {
    throw resourceError(id, "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
  }
  const version = properties['OpenApiVersion'];
  if (isGiven(version) && !/^[2-3](\.\d)(\.\d)?$/.test(versionText(version))) {
    throw resourceError(id, "The OpenApiVersion value must be of the format '3.0.0'.");
  }
}

function requireDefinition({ api, definition }: Draft, message: string): void {
  if (!isGiven(definition)) throw resourceError(api.id, message);
}

function requireValid({ api, definition }: Draft, what: string): void {
  if (SwaggerEditor.isValid(definition)) return;
  const message = `Unable to add ${what} because 'DefinitionBody' does not contain a valid Swagger definition.`;
  throw resourceError(api.id, message);
}

function edit(draft: Draft, change: (editor: SwaggerEditor) => void): void {
  const editor = new SwaggerEditor(draft.definition);
  change(editor);
  draft.definition = editor.result();
}

function postProcessed({ api, context }: Draft, definition: Fields): Fields {
  const prefersOwn = context.options.features?.includes('normalized_open_api_version') ?? false;
  return toOpenApi3(definition, api.properties['OpenApiVersion'], prefersOwn);
}

function corsSettings(id: string, properties: Fields): CorsSettings {
  const cors = properties['Cors'];
  if (isText(cors) || isIntrinsic(cors)) return settingsOf({ AllowOrigin: cors });
  if (!isMap(cors)) throw resourceError(id, "Invalid value for 'Cors' property");
  const unknown = Object.keys(cors).find((key) => !CORS_NAMES.includes(key));
  if (unknown !== undefined) throw resourceError(id, `Invalid key '${unknown}' for 'Cors' property.`);
  return settingsOf(cors);
}

function settingsOf(cors: Fields): CorsSettings {
  const hasOrigin = 'AllowOrigin' in cors;
  return {
    origin: { value: hasOrigin ? cors['AllowOrigin'] : ANY_ORIGIN, fromTemplate: hasOrigin },
    headers: cors['AllowHeaders'],
    methods: cors['AllowMethods'],
    maxAge: cors['MaxAge'],
    withCredentials: cors['AllowCredentials'] === true,
  };
}

function addCors(draft: Draft): void {
  const { id, properties } = draft.api;
  if (!isGiven(properties['Cors'])) return;
  requireDefinition(draft, "Cors works only with inline Swagger specified in 'DefinitionBody' property.");
  const settings = corsSettings(id, properties);
  requireValid(draft, 'Cors configuration');
  if (settings.withCredentials && settings.origin.value === ANY_ORIGIN) {
    throw resourceError(
      id,
      `Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "'*'" or not set`,
    );
  }
  edit(draft, (editor) => {
    const done = new Set<string>();
    for (const path of editor.pathNames()) {
      const normalized = path === '/' ? path : path.replace(/\/+$/, '');
      if (done.has(normalized)) continue;
      done.add(normalized);
      try {
        editor.addCors(path, settings);
      } catch (error) {
        if (error instanceof TransformCause && error.kind === 'template') throw resourceError(id, error.message);
        throw error;
      }
    }
  });
}

function addAuth(draft: Draft): void {
  const { id, properties } = draft.api;
  const auth = properties['Auth'];
  if (!isMap(auth) || !isGiven(auth)) return;
  requireDefinition(draft, "Auth works only with inline Swagger specified in 'DefinitionBody' property.");
  if (!Object.keys(auth).every((name) => AUTH_NAMES.includes(name))) {
    throw resourceError(id, "Invalid value for 'Auth' property");
  }
  requireValid(draft, 'Auth configuration');
  edit(draft, (editor) => {
    addAuthorizers(draft, editor, auth);
    if (isGiven(auth['ApiKeyRequired'])) {
      defineApiKey(editor);
      const onPreflight = isGiven(auth['AddApiKeyRequiredToCorsPreflight'] ?? true);
      for (const path of editor.pathNames()) setDefaultApiKey(editor, path, onPreflight);
    }
    addResourcePolicy(draft, editor, auth['ResourcePolicy']);
  });
  draft.definition = postProcessed(draft, draft.definition as Fields);
}

function addAuthorizers({ api: { id }, context }: Draft, editor: SwaggerEditor, auth: Fields): void {
  const name = auth['DefaultAuthorizer'];
  const authorizers = restAuthorizers(id, auth['Authorizers'], name);
  if (authorizers.size === 0) return;
  for (const authorizer of authorizers.values()) {
    editor.setSecurityDefinition(authorizer.name, securityDefinition(id, authorizer, context.partition));
  }
  if (!isGiven(name)) return;
  if (!isText(name)) throw resourceError(id, 'DefaultAuthorizer is not a string.');
  if (!authorizers.has(name) && name !== 'AWS_IAM') {
    throw resourceError(id, `Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`);
  }
  const onPreflight = isGiven(auth['AddDefaultAuthorizerToCorsPreflight'] ?? true);
  for (const path of editor.pathNames()) setDefaultAuthorizer(editor, path, name, authorizers, onPreflight);
}

function addResourcePolicy({ api: { properties } }: Draft, editor: SwaggerEditor, given: unknown): void {
  if (!isGiven(given)) return;
  const policy = requireDefinitionMap(given, 'ResourcePolicy must be a map (ResourcePolicyStatement).');
  const stage = { value: properties['StageName'], fromTemplate: isFromTemplate(properties, 'StageName') };
  for (const path of editor.pathNames()) editor.addResourcePolicy(policy, path, stage);
  if (isGiven(policy['CustomStatements'])) editor.addPolicyStatements(policy['CustomStatements']);
}

function addGatewayResponses(draft: Draft): void {
  const { id, properties } = draft.api;
  const responses = properties['GatewayResponses'];
  if (!isMap(responses) || !isGiven(responses)) return;
  requireDefinition(draft, "GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.");
  checkGatewayResponses(id, responses);
  requireValid(draft, 'Auth configuration');
  const made = entriesOf(responses).map(([type, response]) => [type, gatewayResponse(id, type, response as Fields)]);
  edit(draft, (editor) => {
    for (const [type, response] of made) editor.setGatewayResponse(type as string, response as Fields);
  });
}

function addModels(draft: Draft): void {
  const { id, properties } = draft.api;
  const models = properties['Models'];
  if (!isMap(models) || !isGiven(models)) return;
  requireDefinition(draft, "Models works only with inline Swagger specified in 'DefinitionBody' property.");
  requireValid(draft, 'Models definitions');
  if (!Object.values(models).every(isMap)) throw resourceError(id, "Invalid value for 'Models' property");
  edit(draft, (editor) => {
    for (const [name, schema] of entriesOf(models)) {
      if (!isGiven((schema as Fields)['type'])) throw documentError("'Models' schema is missing 'type'.");
      editor.setModel(name, schema);
    }
  });
  draft.definition = postProcessed(draft, draft.definition as Fields);
}
