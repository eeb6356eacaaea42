import { documentError } from '../kernel/errors.ts';
import { entriesOf, put, table } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, notMapMessage, valueAt, type Fields } from '../kernel/values.ts';
import { isVersion3, requireDefinitionMap, requirePathItem } from './definition-editor.ts';

const MOVED = [
  ['securityDefinitions', 'securitySchemes'],
  ['definitions', 'schemas'],
] as const;

function effectiveVersion(definition: Fields, requested: unknown, prefersOwn: boolean): unknown {
  const own = definition['openapi'];
  if (prefersOwn) return own ?? requested;
  return isAbsent(requested) ? own : requested;
}

function moveIntoComponents(definition: Fields): void {
  for (const [from, to] of MOVED) {
    if (!isGiven(definition[from])) continue;
    const components = isGiven(definition['components']) ? (definition['components'] as Fields) : table({});
    put(components, to, definition[from]);
    put(definition, 'components', components);
    delete definition[from];
  }
}

function wrapHeaders(path: string, responses: unknown): void {
  const headers = valueAt(responses, ['200', 'headers'], (at) => {
    throw documentError(`Invalid responses in options method for path ${path}: ${notMapMessage(at)}.`);
  });
  if (!isGiven(headers)) return;
  const message = `Value of response's headers in options method for path ${path} must be a dictionary according to Swagger spec.`;
  const target = requireDefinitionMap(headers, message);
  for (const [name, header] of entriesOf(target)) target[name] = table({ schema: header });
}

/** Brings a definition that was edited as Swagger 2 into the form of OpenAPI 3, when that is what the API asks for. */
export function toOpenApi3(definition: Fields, requested: unknown, prefersOwn: boolean): Fields {
  if (!isAbsent(definition['swagger'])) return definition;
  const version = effectiveVersion(definition, requested, prefersOwn);
  if (!isGiven(version) || !isVersion3(version)) return definition;
  moveIntoComponents(definition);
  if (!isGiven(definition['paths'])) return definition;
  const paths = requireDefinitionMap(
    definition['paths'],
    'Value of paths must be a dictionary according to Swagger spec.',
  );
  for (const [path, item] of entriesOf(paths)) {
    const pathItem = requirePathItem(item, path);
    if (!isGiven(pathItem['options'])) continue;
    const message = `Value of options method for path ${path} must be a dictionary according to Swagger spec.`;
    const options = requireDefinitionMap(pathItem['options'], message);
    for (const name of ['produces', 'consumes']) delete options[name];
    if (isMap(options) && 'responses' in options) wrapHeaders(path, options['responses']);
  }
  return definition;
}
