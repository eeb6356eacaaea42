import { documentError } from '../kernel/errors.ts';
import { conditional, isNoValue } from '../kernel/intrinsics.ts';
import { copyOf, entriesOf, keysOf, put, table, withTemplateText } from '../kernel/python-text.ts';
import { isGiven, isMap, isText, type Fields } from '../kernel/values.ts';

export const ANY_METHOD = 'x-amazon-apigateway-any-method';
export const INTEGRATION = 'x-amazon-apigateway-integration';
const VERSION_3 = /^3(\.\d)(\.\d)?$/;

export function isVersion3(version: unknown): boolean {
  return VERSION_3.test(versionText(version));
}

/** A version written without quotes is a number: `3.0`, where JavaScript would print `3`. */
export function versionText(version: unknown): string {
  return typeof version === 'number' && Number.isInteger(version) ? `${version}.0` : String(version);
}

export function normalizedMethod(method: string): string {
  const name = method.toLowerCase();
  return name === 'any' ? ANY_METHOD : name;
}

/** The alternatives of a value that may stand in an `Fn::If`. */
export function alternatives(item: unknown): unknown[] {
  if (!isMap(item) || !('Fn::If' in item)) return [item];
  const operands = item['Fn::If'];
  if (!Array.isArray(operands)) throw documentError('Value of Fn::If must be a list.');
  return operands.slice(1).filter((operand) => !isNoValue(operand));
}

export function requireDefinitionMap(value: unknown, message: string): Fields {
  if (isMap(value)) return value;
  throw documentError(message);
}

export function requirePathItem(item: unknown, path: string): Fields {
  return requireDefinitionMap(item, `Value of '${path}' path must be a dictionary according to Swagger spec.`);
}

function requireMethod(definition: unknown, path: string, method: string): Fields {
  return requireDefinitionMap(definition, `Definition of method '${method}' for path '${path}' should be a map.`);
}

/** A condition around a part of the definition; the condition's name is text of the template. */
export function underCondition(condition: unknown, value: unknown): unknown {
  const result = conditional(condition, value);
  withTemplateText(result['Fn::If'] as unknown[], ['0']);
  return result;
}

export function existingSecurity(definition: Fields, path: string, method: string): Fields[] {
  const security = definition['security'] ?? [];
  if (Array.isArray(security)) return security as Fields[];
  throw documentError(`Type of security for path ${path} method ${method} must be a list`);
}

interface MethodEntry {
  readonly name: string;
  readonly definition: Fields;
}

/** Edits a copy of an API's Swagger or OpenAPI definition; subclasses hand out the result. */
export abstract class DefinitionEditor {
  protected readonly document: Fields;
  protected readonly paths: Fields;

  constructor(document: Fields) {
    this.document = copyOf(document);
    this.paths = this.document['paths'] as Fields;
  }

  pathNames(): string[] {
    return keysOf(this.paths);
  }

  pathItems(path: string): Fields[] {
    return alternatives(this.paths[path]).map((item) => requirePathItem(item, path));
  }

  hasIntegration(path: string, method: string): boolean {
    if (!(path in this.paths)) return false;
    const name = normalizedMethod(method);
    const items = alternatives(this.paths[path]);
    if (!items.every((item) => isMap(item) && name in item)) return false;
    return (items as Fields[]).every(
      (item) =>
        isMap(item[name]) &&
        alternatives(item[name]).some((definition) => isGiven(requireMethod(definition, path, name)[INTEGRATION])),
    );
  }

  addPath(path: string, method: string): void {
    const name = normalizedMethod(method);
    if (!(path in this.paths)) put(this.paths, path, table({}), { key: true });
    requirePathItem(this.paths[path], path);
    for (const item of alternatives(this.paths[path]) as Fields[]) {
      if (!(name in item)) put(item, name, table({}), { key: method.toLowerCase() === name });
    }
  }

  makePathConditional(path: string, condition: string): void {
    this.paths[path] = underCondition(condition, this.paths[path]);
  }

  /** The definitions of one method that have an integration, or all of them. */
  methodsAt(path: string, method: string, withIntegration = true): Fields[] {
    const name = normalizedMethod(method);
    return this.pathItems(path).flatMap((item) =>
      alternatives(item[name])
        .map((definition) => requireMethod(definition, path, method))
        .filter((definition) => !withIntegration || isGiven(definition[INTEGRATION])),
    );
  }

  /** All methods of a path that have an integration. */
  methodsOf(path: string, isMethod: (name: string) => boolean = () => true): MethodEntry[] {
    return this.pathItems(path).flatMap((item) =>
      entriesOf(item)
        .filter(([name]) => isMethod(name))
        .flatMap(([name, method]) =>
          alternatives(method)
            .map((definition) => ({ name: normalizedMethod(name), definition: requireMethod(definition, path, name) }))
            .filter(({ definition }) => isGiven(definition[INTEGRATION])),
        ),
    );
  }

  setIntegrationMember(path: string, method: string, name: string, value: unknown): void {
    for (const definition of this.methodsAt(path, method)) {
      put(definition[INTEGRATION] as Fields, name, value, { value: isText(value) });
    }
  }
}
