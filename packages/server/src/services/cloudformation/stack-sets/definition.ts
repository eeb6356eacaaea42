import { parameterValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { GivenParameter } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { invalid } from '../errors.ts';
import type { StackSet, StackSetParameter } from '../model/stack-set.ts';
import { requireLivingStack } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import { checkCapabilities } from '../template-source/capabilities.ts';
import { openTemplate } from '../template-source/load-template.ts';

interface DefinitionInput {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  UsePreviousTemplate?: boolean | undefined;
  /** A stack whose template the stack set takes over. */
  StackId?: string | undefined;
  Parameters?: readonly GivenParameter[] | undefined;
  Capabilities?: readonly string[] | undefined;
}

type Definition = Pick<StackSet, 'templateBody' | 'parameters' | 'noEcho'>;

/** The template of a stack set and its parameters, checked as far as that is possible without a place. */
export async function stackSetDefinition(
  input: DefinitionInput,
  request: RequestContext,
  previous?: Definition,
): Promise<Definition> {
  const { StackId, Parameters, Capabilities, ...source } = input;
  const adopted = StackId === undefined ? undefined : await stackDefinition(StackId, request);
  const known = adopted ?? previous;
  const before = known && { body: known.templateBody, parameters: textsOf(known.parameters) };
  const text = adopted === undefined ? source : { ...source, UsePreviousTemplate: true };
  const { body, parsed } = await openTemplate(text, request, before);
  checkCapabilities({ original: parsed.value, processed: parsed.value }, Capabilities, { isChangeSet: false });
  const given = adopted === undefined ? Parameters : (Parameters ?? adopted.parameters);
  const template = parsed.value as unknown as Template;
  const values = [...parameterValues(template.Parameters, given, before?.parameters).values()];
  return {
    templateBody: body,
    parameters: values.map(({ name, text: value }) => ({ ParameterKey: name, ParameterValue: value })),
    noEcho: values.filter(({ noEcho }) => noEcho).map(({ name }) => name),
  };
}

/** What is given for single instances in place of the stack set's parameters. */
export async function parameterOverrides(
  { templateBody, parameters }: StackSet,
  given: readonly GivenParameter[] = [],
  before: readonly StackSetParameter[],
  request: RequestContext,
): Promise<StackSetParameter[]> {
  const { parsed } = await openTemplate({ UsePreviousTemplate: true }, request, {
    body: templateBody,
    parameters: new Map(),
  });
  const { Parameters } = parsed.value as unknown as Template;
  const named = given.map(({ ParameterKey: key }) => key);
  const inherited = parameters.filter(({ ParameterKey }) => !named.includes(ParameterKey));
  const previous = new Map([...textsOf(parameters), ...textsOf(before)]);
  const values = parameterValues(Parameters, [...inherited, ...given], previous);
  return named.map((ParameterKey = '') => ({ ParameterKey, ParameterValue: values.get(ParameterKey)?.text ?? '' }));
}

export function effectiveParameters(
  { parameters }: Pick<StackSet, 'parameters'>,
  overrides: readonly StackSetParameter[],
): StackSetParameter[] {
  const texts = new Map([...textsOf(parameters), ...textsOf(overrides)]);
  return [...texts].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

function textsOf(parameters: readonly StackSetParameter[]): Map<string, string> {
  return new Map(parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
}

async function stackDefinition(stackId: string, request: RequestContext): Promise<Definition> {
  if (!stackId.startsWith('arn:')) throw invalid(`StackId must be the ARN of a stack, not ${stackId}`);
  const { configuration } = await requireLivingStack(request.unit, request, stackId);
  const { original } = await requireTemplate(request.unit, stackId, configuration.templateId);
  const parameters = configuration.parameters.map(({ name, text }) => ({ ParameterKey: name, ParameterValue: text }));
  return { templateBody: original, parameters, noEcho: [] };
}
