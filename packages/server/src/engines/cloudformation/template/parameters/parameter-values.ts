import { templateLimits } from '../limits.ts';
import { TemplateError } from '../template-error.ts';
import type { ParameterDeclaration, Template } from '../template.ts';
import { checkConstraints } from './constraints.ts';
import { listMembers, parameterType } from './parameter-type.ts';
import type { ParameterType } from './parameter-type.ts';

/** As the API gives it. */
export interface GivenParameter {
  ParameterKey?: string | undefined;
  ParameterValue?: string | undefined;
  UsePreviousValue?: boolean | undefined;
}

export interface ParameterValue {
  name: string;
  type: ParameterType;
  /** As given or declared; of an SSM type, the name of the parameter. */
  text: string;
  /** What the named SSM parameter holds, once looked up. */
  resolved?: string;
  isDefault: boolean;
  noEcho: boolean;
}

type Declarations = Template['Parameters'];

/** `previous`: the texts of the stack that is updated; absent for a new one. */
export function parameterValues(
  declarations: Declarations = {},
  given: readonly GivenParameter[] = [],
  previous?: ReadonlyMap<string, string>,
): Map<string, ParameterValue> {
  const texts = givenTexts(given, previous);
  const names = Object.keys(declarations);
  const missing = names.filter((name) => !texts.has(name) && declarations[name]?.Default === undefined);
  if (missing.length > 0) throw new TemplateError(`Parameters: [${missing.join(', ')}] must have values`);
  const unknown = [...texts.keys()].filter((name) => !Object.hasOwn(declarations, name));
  if (unknown.length > 0) {
    throw new TemplateError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  return new Map(Object.entries(declarations).map(([name, declaration]) => [name, valueOf(name, declaration, texts)]));
}

function givenTexts(given: readonly GivenParameter[], previous: ReadonlyMap<string, string> | undefined) {
  const texts = new Map<string, string>();
  for (const { ParameterKey: name = '', ParameterValue: text, UsePreviousValue: usePrevious } of given) {
    if (usePrevious !== true) {
      if (text !== undefined) texts.set(name, text);
      continue;
    }
    const refuse = (reason: string) => new TemplateError(`Invalid input for parameter key ${name}. ${reason}`);
    if (text !== undefined) throw refuse('Cannot specify usePreviousValue as true and a parameter value');
    const before = previous?.get(name);
    if (before === undefined) {
      throw refuse('Cannot specify usePreviousValue as true for a parameter key not in the previous template');
    }
    texts.set(name, before);
  }
  return texts;
}

function valueOf(name: string, declaration: ParameterDeclaration, texts: ReadonlyMap<string, string>): ParameterValue {
  const type = parameterType(declaration.Type) ?? { item: 'String', isList: false };
  const text = texts.get(name) ?? String(declaration.Default ?? '');
  if (Buffer.byteLength(text) > templateLimits.parameterValueBytes) {
    const limit = templateLimits.parameterValueBytes;
    throw new TemplateError(`Parameter value for parameter name ${name} length is greater than ${limit}.`);
  }
  checkConstraints(name, declaration, type, text);
  const noEcho = /^true$/i.test(String(declaration.NoEcho ?? false));
  return { name, type, text, isDefault: !texts.has(name), noEcho };
}

/** What Ref gives: a string, or the list of strings of a list type. Undefined until an SSM value is looked up. */
export function referencedValue({ type, text, resolved }: ParameterValue): string | string[] | undefined {
  const value = type.ssm === 'value' ? resolved : text;
  if (value === undefined) return undefined;
  return type.isList ? (value === '' ? [] : listMembers(value)) : value;
}

/** As an `Environment` takes them. */
export function referencedValues(
  values: ReadonlyMap<string, ParameterValue>,
): Map<string, string | string[] | undefined> {
  return new Map([...values].map(([name, value]) => [name, referencedValue(value)]));
}

/** Whether the parameters are worth the same, wherever their values come from. */
export function haveSameValues(some: readonly ParameterValue[], others: readonly ParameterValue[]): boolean {
  const texts = (values: readonly ParameterValue[]) =>
    JSON.stringify(
      values.map(({ name, text, resolved }) => [name, text, resolved] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return texts(some) === texts(others);
}

export interface ShownParameter {
  ParameterKey: string;
  ParameterValue: string;
  ResolvedValue?: string;
}

/** As DescribeStacks shows them. */
export function shownParameters(values: Iterable<ParameterValue>): ShownParameter[] {
  return [...values].map(({ name, text, resolved, noEcho }) => ({
    ParameterKey: name,
    ParameterValue: noEcho ? '****' : text,
    ...(resolved === undefined ? {} : { ResolvedValue: noEcho ? '****' : resolved }),
  }));
}
