import { conditionFunctions, languageExtensionFunctions } from '../function-table.ts';
import { templateLimits } from '../limits.ts';
import type { Environment, Evaluation, Evaluator } from '../resolve/environment.ts';
import { evaluate, startEvaluation } from '../resolve/evaluate.ts';
import { evaluateReference } from '../resolve/references.ts';
import { isScalar, isTemplateObject } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import { extensionError } from './extension-error.ts';

const prefix = 'Fn::ForEach::';

export interface Loops {
  environment: Environment;
  /** Members made so far, against templates that multiply without end. */
  made: number;
}

/** The value with its loops unrolled. `ids`: names made here are logical ids or names of outputs. */
export function unrollLoops(value: TemplateValue, loops: Loops, ids = false): TemplateValue {
  if (Array.isArray(value)) return value.map((item) => unrollLoops(item, loops));
  if (!isTemplateObject(value)) return value;
  const result: TemplateObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (!name.startsWith(prefix)) {
      result[name] = unrollLoops(member, loops);
      continue;
    }
    for (const [made, body] of loopMembers(name, member, loops, ids)) {
      if (made === '__proto__' || Object.hasOwn(result, made)) {
        throw extensionError(`Duplicate key '${made}' when merging keys to parent object in Fn::ForEach`);
      }
      result[made] = body;
    }
  }
  return result;
}

function* loopMembers(
  name: string,
  loop: TemplateValue,
  loops: Loops,
  ids: boolean,
): Generator<[string, TemplateValue]> {
  const [identifier, collection, fragment] = Array.isArray(loop) && loop.length === 3 ? loop : [];
  if (name === prefix || typeof identifier !== 'string' || identifier === '' || !isTemplateObject(fragment)) {
    throw extensionError('Fn::ForEach layout is incorrect');
  }
  for (const item of loopItems(collection ?? '', loops)) {
    for (const [key, body] of Object.entries(bind(fragment, { identifier, item }, loops))) {
      if (++loops.made > templateLimits.loopMembers) throw extensionError('Fn::ForEach makes too many members');
      if (key.startsWith(prefix)) {
        yield* loopMembers(key, body, loops, ids);
        continue;
      }
      if (ids && !/^[A-Za-z0-9]+$/.test(key)) throw extensionError(`LogicalId '${key}' should be alphanumeric`);
      yield [key, unrollLoops(body, loops)];
    }
  }
}

function loopItems(collection: TemplateValue, { environment }: Loops): string[] {
  if (isScalar(collection)) throw extensionError('Fn::ForEach layout is incorrect');
  const { value, unresolved } = evaluate(collection, environment);
  if (!Array.isArray(value) || unresolved.length > 0 || !value.flat().every(isScalar)) {
    throw extensionError('Could not find a collection or could not be resolved for Fn::ForEach');
  }
  return value.flat().map(String);
}

interface Binding {
  identifier: string;
  item: string;
}

/** The item in place of the identifier: in names of the fragment, in Ref and Fn::Sub, and in what is made of these. */
function bind(fragment: TemplateObject, binding: Binding, { environment }: Loops): TemplateObject {
  const { mappings } = environment;
  const known: Environment = {
    pseudo: {},
    parameters: new Map([[binding.identifier, binding.item]]),
    conditions: { has: () => true, get: () => undefined },
    ...(mappings === undefined ? {} : { mappings }),
  };
  const bound = startEvaluation(known, { functions: kept }).evaluate({ ...fragment, [whole]: '' });
  const { [whole]: _, ...members } = isTemplateObject(bound) ? bound : {};
  return bindNames(members, binding);
}

/** Keeps a fragment of one member from being taken for a function. */
const whole = '&';

/** Functions that are not of this transform's time stay; names of resources may be functions until it has ended. */
const kept: Readonly<Record<string, Evaluator>> = {
  ...Object.fromEntries(
    ['Fn::Transform', 'Fn::GetAtt', ...conditionFunctions, ...languageExtensionFunctions].map((name) => [
      name,
      (argument: TemplateValue, evaluation: Evaluation) => ({ [name]: evaluation.evaluate(argument) ?? '' }),
    ]),
  ),
  Ref: (argument, evaluation) =>
    typeof argument === 'string'
      ? evaluateReference(argument, evaluation)
      : { Ref: evaluation.evaluate(argument) ?? '' },
};

/** The fragment's names, and those of the fragments of loops inside it. */
function bindNames(fragment: TemplateObject, binding: Binding): TemplateObject {
  const entries = Object.entries(fragment).map(([name, body]): [string, TemplateValue] => [
    name.startsWith(prefix) ? name : boundName(name, binding),
    bindInnerNames(body, binding, name.startsWith(prefix)),
  ]);
  return Object.fromEntries(entries);
}

function bindInnerNames(value: TemplateValue, binding: Binding, isLoop: boolean): TemplateValue {
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      isLoop && index === 2 && isTemplateObject(item) ? bindNames(item, binding) : bindInnerNames(item, binding, false),
    );
  }
  if (!isTemplateObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, body]) => [name, bindInnerNames(body, binding, name.startsWith(prefix))]),
  );
}

/** `${Identifier}` gives the item, `&{Identifier}` its letters and digits. */
function boundName(name: string, { identifier, item }: Binding): string {
  return name
    .replaceAll(`\${${identifier}}`, item)
    .replaceAll(`&{${identifier}}`, item.replaceAll(/[^A-Za-z0-9]/g, ''));
}
