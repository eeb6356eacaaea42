import { documentError } from '../kernel/errors.ts';
import { put, shown, table, update } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, type Fields } from '../kernel/values.ts';
import { existingSecurity, requireDefinitionMap } from './definition-editor.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

/** What the security of methods needs to know of an authorizer. */
interface ScopedAuthorizer {
  readonly scopes: unknown;
}

function headerKey(name: string, extra: Fields = {}): Fields {
  return table({ ...extra, type: 'apiKey', name, in: 'header' });
}

function defineOnce(editor: SwaggerEditor, name: string, definition: Fields): void {
  const definitions = editor.securityDefinitions;
  if (!(name in definitions)) update(definitions, { [name]: definition });
}

function defineIam(editor: SwaggerEditor): void {
  defineOnce(editor, 'AWS_IAM', headerKey('Authorization', { 'x-amazon-apigateway-authtype': 'awsSigv4' }));
}

export function defineApiKey(editor: SwaggerEditor): void {
  defineOnce(editor, 'api_key', headerKey('x-api-key'));
}

function securityEntries(definition: Fields, path: string, method: string): Fields[] {
  const entries = existingSecurity(definition, path, method);
  for (const entry of entries) {
    const message = `${shown(entry)} in Security for path ${path} method ${method} is not a valid dictionary.`;
    requireDefinitionMap(entry, message);
  }
  return entries;
}

function setSecurity(editor: SwaggerEditor, definition: Fields, security: Fields[]): void {
  put(definition, 'security', security);
  if (security[0] && 'AWS_IAM' in security[0]) defineIam(editor);
}

/** Gives every method of a path the default authorizer, unless it has its own or says `NONE`. */
export function setDefaultAuthorizer(
  editor: SwaggerEditor,
  path: string,
  authorizer: string,
  authorizers: ReadonlyMap<string, ScopedAuthorizer>,
  onPreflight: boolean,
): void {
  for (const { name, definition } of editor.methods(path)) {
    if (!onPreflight && name === 'options') continue;
    const isAuthorizer = (entry: Fields): boolean =>
      Object.keys(entry).some((key) => key === 'AWS_IAM' || authorizers.has(key));
    const entries = securityEntries(definition, path, name);
    const own = entries.filter(isAuthorizer);
    const others = entries.filter((entry) => !isAuthorizer(entry));
    const noneAt = others.findIndex((entry) => 'NONE' in entry);
    if (noneAt >= 0) others.splice(noneAt, 1);
    else if (own.length > 0) others.push(...own);
    else others.push(securityOf(authorizer, authorizers.get(authorizer)?.scopes ?? []));
    if (others.length > 0) setSecurity(editor, definition, others);
  }
}

function securityOf(authorizer: string, scopes: unknown): Fields {
  const entry = table({});
  put(entry, authorizer, scopes, { key: true });
  return entry;
}

function isKeyEntry(entry: Fields): boolean {
  return 'api_key' in entry || 'api_key_false' in entry;
}

/** `ApiKeyRequired` of the API, for every method that does not opt out. */
export function setDefaultApiKey(editor: SwaggerEditor, path: string, onPreflight: boolean): void {
  for (const { name, definition } of editor.methods(path)) {
    const entries = securityEntries(definition, path, name);
    const others = entries.filter((entry) => !isKeyEntry(entry));
    const optsOut = entries.some((entry) => 'api_key_false' in entry) || (name === 'options' && !onPreflight);
    const security = optsOut ? others : [...others, table({ api_key: [] })];
    const isSame = security.length === entries.length && JSON.stringify(security) === JSON.stringify(entries);
    if (!isSame) put(definition, 'security', security);
  }
}

function methodScopes(authorizers: unknown, name: string, scopes: unknown): unknown {
  if (name === 'NONE' || !isMap(authorizers) || !isGiven(authorizers)) return [];
  const authorizer = name in authorizers ? authorizers[name] : {};
  if (!isMap(authorizer)) throw documentError(`Type of authorizer '${name}' must be a dictionary`);
  const own = isAbsent(scopes) ? authorizer['AuthorizationScopes'] : scopes;
  return name in authorizers && !isAbsent(own) ? own : [];
}

/** The `Auth` of one event on its method. */
export function setMethodAuth(
  editor: SwaggerEditor,
  path: string,
  method: string,
  auth: Fields,
  apiAuth: Fields,
): void {
  const authorizer = auth['Authorizer'];
  if (isGiven(authorizer)) {
    const name = authorizer as string;
    const scopes = methodScopes(apiAuth['Authorizers'], name, auth['AuthorizationScopes']);
    for (const definition of editor.methodsAt(path, method)) {
      const security = [...existingSecurity(definition, path, method), securityOf(name, scopes)];
      setSecurity(editor, definition, security);
    }
  }
  const needsKey = auth['ApiKeyRequired'];
  if (isAbsent(needsKey)) return;
  for (const definition of editor.methodsAt(path, method)) {
    const entry = table(isGiven(needsKey) ? { api_key: [] } : { api_key_false: [] });
    if (isGiven(needsKey)) defineApiKey(editor);
    put(definition, 'security', [...existingSecurity(definition, path, method), entry]);
  }
}
