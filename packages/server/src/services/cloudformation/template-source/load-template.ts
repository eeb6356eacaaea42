import { lookUpSsmValues } from '../../../engines/cloudformation/template/parameters/parameter-lookups.ts';
import {
  parameterValues,
  referencedValues,
} from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type {
  GivenParameter,
  ParameterValue,
} from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { parseTemplate } from '../../../engines/cloudformation/template/parse/parse-template.ts';
import type { ParsedTemplate } from '../../../engines/cloudformation/template/parse/parse-template.ts';
import type { PseudoParameters } from '../../../engines/cloudformation/template/pseudo-parameters.ts';
import { evaluateConditions } from '../../../engines/cloudformation/template/resolve/conditions.ts';
import { checkRuleAssertions } from '../../../engines/cloudformation/template/resolve/rules.ts';
import type { Template, TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { checkConditionalReferences } from '../../../engines/cloudformation/template/validate/conditional-references.ts';
import { declaredTransforms } from '../../../engines/cloudformation/template/validate/transforms.ts';
import {
  validateOriginal,
  validateTemplate,
} from '../../../engines/cloudformation/template/validate/validate-template.ts';
import { expandModules, usesModules } from '../../../engines/cloudformation/transforms/modules/expand-modules.ts';
import { applyTransforms } from '../../../engines/cloudformation/transforms/apply-transforms.ts';
import { schemasOf } from '../resource-schemas.ts';
import { modulesOf } from '../types/modules.ts';
import { checkCapabilities, checkResourceTypes, requireAutoExpand } from './capabilities.ts';
import { parameterLookups } from './parameter-lookups.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import type { StackIdentity } from './pseudo-parameters.ts';
import { checkSecureReferences } from './secure-references.ts';
import type { SourceContext } from './source-context.ts';
import { readTemplateText } from './template-text.ts';
import type { TemplateInput, TemplateText } from './template-text.ts';
import { transformHost } from './transform-host.ts';
import { checkLegacyProperties, checkProperties, typeChecks } from './type-checks.ts';

/** The members of CreateStack, UpdateStack and CreateChangeSet that make a template what it is. */
export interface TemplateRequest extends TemplateInput {
  Parameters?: readonly GivenParameter[] | undefined;
  Capabilities?: readonly string[] | undefined;
  ResourceTypes?: readonly string[] | undefined;
}

/** What the stack had before. */
export interface PreviousTemplate {
  /** The original text. */
  body: string;
  /** Texts of the parameters: `ParameterValue.text`. */
  parameters: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  stack: StackIdentity;
  previous?: PreviousTemplate | undefined;
  /** A change set shows what transforms make, and so needs no CAPABILITY_AUTO_EXPAND. */
  isChangeSet?: boolean;
  /** The parameters, where they are known already. */
  accepted?: ReadonlyMap<string, ParameterValue> | undefined;
}

/** A template as it was given, with its transforms yet to be applied. */
export interface OpenedTemplate extends TemplateText {
  parsed: ParsedTemplate;
  transforms: readonly string[];
}

export interface LoadedTemplate {
  /** The text as it was given. */
  original: string;
  transforms: readonly string[];
  /** Whether transforms made `template` of the original. */
  transformed: boolean;
  template: Template;
  /** By JSON pointer: numbers whose text says more than their value. */
  numberTexts: ReadonlyMap<string, string>;
  parameters: ReadonlyMap<string, ParameterValue>;
  /** What Ref of a parameter gives. */
  references: ReadonlyMap<string, string | string[] | undefined>;
  conditions: ReadonlyMap<string, boolean | undefined>;
  pseudo: PseudoParameters;
}

/** One whose transforms are yet to run. */
export type AcceptedTemplate = Pick<LoadedTemplate, 'original' | 'template' | 'transformed' | 'parameters'>;

/** From a request to a processed and validated template. Everything that AWS would refuse is thrown. */
export async function loadTemplate(
  request: TemplateRequest,
  context: SourceContext,
  options: LoadOptions,
): Promise<LoadedTemplate> {
  return processTemplate(await openTemplate(request, context, options.previous), request, context, options);
}

/** Reads and parses; refuses what no transform can mend. */
export async function openTemplate(
  request: TemplateInput,
  context: SourceContext,
  previous?: PreviousTemplate,
): Promise<OpenedTemplate> {
  const text = await readTemplateText(request, context, previous?.body);
  const parsed = parseTemplate(text.body, text.source);
  // What a module brings along is known only once it is expanded.
  if (!usesModules(parsed.value)) validateOriginal(parsed.value, typeChecks(schemasOf(context.platform)));
  return { ...text, parsed, transforms: declaredTransforms(parsed.value) };
}

/** Whether it is yet to become the template that is executed. */
export function needsTransforming({ parsed, transforms }: OpenedTemplate): boolean {
  return transforms.length > 0 || usesModules(parsed.value);
}

/** What AWS refuses of a template that is to be transformed before it answers; the rest is found out by the stack. */
export async function acceptTemplate(
  opened: OpenedTemplate,
  request: TemplateRequest,
  context: SourceContext,
  previous?: PreviousTemplate,
): Promise<AcceptedTemplate> {
  const { parsed, body } = opened;
  const parameters = await requestedParameters(opened, request, context, previous);
  requireCapabilities(opened, request);
  return { original: body, template: parsed.value as unknown as Template, transformed: false, parameters };
}

export async function processTemplate(
  opened: OpenedTemplate,
  request: TemplateRequest,
  context: SourceContext,
  { stack, previous, isChangeSet = false, accepted }: LoadOptions,
): Promise<LoadedTemplate> {
  const { parsed, body, transforms } = opened;
  const pseudo = pseudoParameters(context, stack);
  const parameters = accepted ?? (await requestedParameters(opened, request, context, previous));
  const references = referencedValues(parameters);
  if (!isChangeSet && needsTransforming(opened)) requireCapabilities(opened, request);
  const transformed = await transform(opened, transformHost(context, pseudo, references));
  transformed.value = await expandModules(transformed.value, modulesOf(context.platform.storage, context));
  const checks = { ...typeChecks(schemasOf(context.platform)), languageExtensions: transformed.languageExtensions };
  const template = validateTemplate(transformed.value, checks);
  const known = { pseudo, parameters: references, ...(template.Mappings && { mappings: template.Mappings }) };
  const conditions = evaluateConditions(template.Conditions, known);
  // EC2 and Route 53, whose resources rules may ask about, are not here.
  checkRuleAssertions(template, { ...known, conditions }, { attributeValues: () => 'unknown' });
  checkConditionalReferences(template, conditions);
  checkSecureReferences(template);
  // What transforms have made for a stack that was accepted already is its own to find out.
  (accepted ? checkLegacyProperties : checkProperties)(template, schemasOf(context.platform));
  checkCapabilities({ original: parsed.value, processed: transformed.value }, request.Capabilities, { isChangeSet });
  checkResourceTypes(new Set(Object.values(template.Resources).map(({ Type }) => Type)), request.ResourceTypes);
  return {
    original: body,
    transforms,
    transformed: needsTransforming(opened),
    template,
    numberTexts: transforms.length === 0 ? parsed.numberTexts : new Map(),
    parameters,
    references,
    conditions,
    pseudo,
  };
}

async function requestedParameters(
  { parsed }: OpenedTemplate,
  { Parameters }: TemplateRequest,
  { call }: SourceContext,
  previous: PreviousTemplate | undefined,
): Promise<Map<string, ParameterValue>> {
  const { Parameters: declarations } = parsed.value as unknown as Template;
  return lookUpSsmValues(parameterValues(declarations, Parameters, previous?.parameters), parameterLookups(call));
}

/** Those that can be told before the transforms run. */
function requireCapabilities({ parsed, transforms }: OpenedTemplate, { Capabilities }: TemplateRequest): void {
  const { value } = parsed;
  if (transforms.length > 0) {
    checkCapabilities({ original: value, processed: value }, Capabilities, { isChangeSet: false });
  }
  if (usesModules(value)) requireAutoExpand(Capabilities);
}

async function transform(
  { parsed, transforms }: OpenedTemplate,
  host: Parameters<typeof applyTransforms>[1],
): Promise<{ value: TemplateObject; languageExtensions: boolean }> {
  if (transforms.length === 0) return { value: parsed.value, languageExtensions: false };
  return applyTransforms(parsed.value, host, parsed.numberTexts);
}
