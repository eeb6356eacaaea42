import { documentError } from './errors.ts';
import { shown } from './python-text.ts';
import { isMap, isText, type Fields } from './values.ts';

/** The logical ids that `{Ref: Function.Alias}` and the like stand for: `references.get('Function')?.get('Alias')`. */
type DerivedReferences = ReadonlyMap<string, ReadonlyMap<string, string>>;

type Rewrite = (name: string, operand: unknown, node: Fields) => unknown;

const SUB_VARIABLE = /\$\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)\}/g;
/** CloudFormation passes these for values that nested stacks do not have yet; they are not for the transform to use. */
const PLACEHOLDER = '{{IntrinsicFunction:';

/** Rewrites intrinsic functions wherever they stand, in place; returns what the value itself became. */
function rewritten(value: unknown, rewrite: Rewrite): unknown {
  const node = isMap(value) ? rewrittenNode(value, rewrite) : value;
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) node[index] = rewritten(item, rewrite);
  } else if (isMap(node)) {
    for (const [key, member] of Object.entries(node)) node[key] = rewritten(member, rewrite);
  }
  return node;
}

function rewrittenNode(node: Fields, rewrite: Rewrite): unknown {
  const [name, ...others] = Object.keys(node);
  return name === undefined || others.length > 0 ? node : rewrite(name, node[name], node);
}

/** Replaces the variables in the text of an `Fn::Sub`, in place. */
function rewriteSub(operand: unknown, node: Fields, replace: (whole: string, name: string) => unknown): Fields {
  const replaced = (text: string): string =>
    text.replaceAll(SUB_VARIABLE, (whole, name: string) => {
      const value = replace(whole, name);
      if (isText(value)) return value;
      throw documentError(
        `Invalid Fn::Sub variable value ${shown(value)}. Fn::Sub expects all variables to be strings.`,
      );
    });
  if (isText(operand)) node['Fn::Sub'] = replaced(operand);
  else if (Array.isArray(operand) && isText(operand[0])) operand[0] = replaced(operand[0]);
  return node;
}

function parameterValue(parameters: Fields, name: string, otherwise: unknown): unknown {
  if (!Object.hasOwn(parameters, name)) return otherwise;
  const value = parameters[name];
  return isText(value) && value.startsWith(PLACEHOLDER) ? otherwise : value;
}

/** Puts parameter values in place of `Ref` and of variables in `Fn::Sub`, in place. */
export function resolveParameters(value: unknown, parameters: Fields): unknown {
  return rewritten(value, (name, operand, node) => {
    if (name === 'Ref' && isText(operand)) return parameterValue(parameters, operand, node);
    if (name !== 'Fn::Sub') return node;
    return rewriteSub(operand, node, (whole, variable) => parameterValue(parameters, variable, whole));
  });
}

function foundInMap(operand: unknown, node: Fields, mappings: Fields): unknown {
  if (!Array.isArray(operand) || operand.length !== 3) {
    throw documentError(`Invalid FindInMap value ${shown(operand)}. FindInMap expects an array with 3 values.`);
  }
  const path: unknown[] = operand.map((part) => resolveMappings(part, mappings));
  if (!path.every(isText)) return node;
  let value: unknown = mappings;
  for (const key of path) {
    if (!isMap(value)) {
      throw documentError(`Cannot use Fn::FindInMap on Mapping '${path[0]}' which is not a a two-level map.`);
    }
    if (!Object.hasOwn(value, key)) return node;
    value = value[key];
  }
  return value;
}

export function resolveMappings(value: unknown, mappings: Fields): unknown {
  if (Object.keys(mappings).length === 0) return value;
  return rewritten(value, (name, operand, node) =>
    name === 'Fn::FindInMap' ? foundInMap(operand, node, mappings) : node,
  );
}

function attributePath(operand: unknown): string[] | undefined {
  return Array.isArray(operand) && operand.length > 1 && operand.every(isText)
    ? operand.join('.').split('.')
    : undefined;
}

/** `Function.Alias` becomes the alias that was generated, in `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
export function resolveDerivedReferences(template: Fields, references: DerivedReferences): void {
  if (references.size === 0) return;
  const find = (id = '', property = ''): string | undefined => references.get(id)?.get(property);
  rewritten(template, (name, operand, node) => {
    if (name === 'Ref' && isText(operand)) {
      const [id, ...rest] = operand.split('.');
      const target = find(id, rest.join('.'));
      return target === undefined ? node : { Ref: target };
    }
    if (name === 'Fn::GetAtt') {
      const [id, property, ...rest] = attributePath(operand) ?? [];
      const target = find(id, property);
      if (target !== undefined) node['Fn::GetAtt'] = [target, ...rest];
      return node;
    }
    if (name !== 'Fn::Sub') return node;
    return rewriteSub(operand, node, (whole, variable) => {
      const [id, property] = variable.split('.');
      const target = find(id, property);
      return target === undefined ? whole : whole.replace(`${id}.${property}`, target);
    });
  });
}

/** Follows resources whose logical id the transform changed. */
export function resolveChangedIds(template: Fields, changed: ReadonlyMap<string, string>): void {
  if (changed.size === 0) return;
  rewritten(template, (name, operand, node) => {
    if (name === 'Ref' && isText(operand)) return changed.has(operand) ? { Ref: changed.get(operand) } : node;
    if (name === 'Fn::GetAtt') {
      const [id = '', ...rest] = attributePath(operand) ?? [];
      if (changed.has(id)) node['Fn::GetAtt'] = [changed.get(id), ...rest];
      return node;
    }
    if (name !== 'Fn::Sub') return node;
    return rewriteSub(operand, node, (whole, variable) => {
      const [id = ''] = variable.split('.');
      return whole.replace(id, changed.get(id) ?? id);
    });
  });
  renameDependencies(template, changed);
}

function renameDependencies(value: unknown, changed: ReadonlyMap<string, string>): void {
  if (Array.isArray(value)) for (const item of value) renameDependencies(item, changed);
  if (!isMap(value)) return;
  const dependsOn = value['DependsOn'];
  const renamed = (id: unknown): unknown => (isText(id) ? (changed.get(id) ?? id) : id);
  if (Array.isArray(dependsOn)) value['DependsOn'] = dependsOn.map(renamed);
  else if (isText(dependsOn)) value['DependsOn'] = renamed(dependsOn);
  for (const member of Object.values(value)) renameDependencies(member, changed);
}
