import { templateInventory } from '../../../engines/cloudformation/template/inventory.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { parseTemplate } from '../../../engines/cloudformation/template/parse/parse-template.ts';
import { validateOriginal } from '../../../engines/cloudformation/template/validate/validate-template.ts';
import { parameterValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { requireChangeSet } from '../change-sets/required.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { invalid } from '../errors.ts';
import { isChangeSetId } from '../model/change-set.ts';
import { schemasOf } from '../resource-schemas.ts';
import { requireStack } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import type { StoredTemplate } from '../store/templates.ts';
import { openTemplate } from '../template-source/load-template.ts';
import { readTemplateText } from '../template-source/template-text.ts';
import { typeChecks } from '../template-source/type-checks.ts';

export const templateOperations = {
  async ValidateTemplate(input, request) {
    const { parsed } = await openTemplate(input, request);
    const { Parameters, Description, Capabilities, CapabilitiesReason, DeclaredTransforms } = templateInventory(
      parsed.value,
    );
    return {
      Parameters: Parameters.map(({ ParameterKey, DefaultValue, NoEcho, Description: description }) => ({
        ParameterKey,
        DefaultValue,
        NoEcho,
        Description: description,
      })),
      Description,
      Capabilities,
      CapabilitiesReason,
      DeclaredTransforms,
    };
  },

  async GetTemplate({ StackName, ChangeSetName, TemplateStage = 'Original' }, request) {
    const stored = await storedTemplate(StackName, ChangeSetName, request);
    if (stored === undefined) return { StagesAvailable: [] };
    const { original, processed, transformed } = stored;
    return {
      TemplateBody: TemplateStage === 'Processed' && transformed ? JSON.stringify(processed) : original,
      StagesAvailable: ['Original', 'Processed'],
    };
  },

  async GetTemplateSummary(input, request) {
    const schemas = schemasOf(request.platform);
    const isLenient = input.TemplateSummaryConfig?.TreatUnrecognizedResourceTypesAsWarnings === true;
    const { original, processed } = await summarisedTemplate(input, request, isLenient);
    const inventory = templateInventory(
      original,
      processed,
      (type) => schemas.find(type)?.primaryIdentifier.map((path) => path.split('/').at(-1) ?? path) ?? [],
    );
    const unrecognized = inventory.ResourceTypes.filter((type) => !schemas.has(type));
    return {
      ...inventory,
      ...(isLenient && unrecognized.length > 0 && { Warnings: { UnrecognizedResourceTypes: unrecognized } }),
    };
  },

  /** AWS's calculator cannot see this server: the template is checked, and the link has only the form of AWS's. */
  async EstimateTemplateCost({ Parameters, ...input }, request) {
    const { parsed } = await openTemplate(input, request);
    parameterValues((parsed.value as unknown as Template).Parameters, Parameters);
    const key = encodeURIComponent(`cloudformation/${request.platform.ids.uuid()}`);
    return { Url: `http://calculator.s3.amazonaws.com/calc5.html?key=${key}` };
  },
} satisfies Partial<CloudFormationHandlers>;

/** Undefined of a stack in review, which has no template yet. */
async function storedTemplate(
  stackName: string | undefined,
  changeSetName: string | undefined,
  request: RequestContext,
): Promise<StoredTemplate | undefined> {
  const { unit } = request;
  if (changeSetName !== undefined) {
    if (stackName === undefined && !isChangeSetId(changeSetName)) throw invalid('StackName is a required parameter.');
    const { stackId, templateId } = await requireChangeSet(unit, request, changeSetName, stackName);
    return requireTemplate(unit, stackId, templateId);
  }
  if (stackName === undefined) throw invalid('Either StackName or ChangeSetName must be specified.');
  const { stackId, status, configuration } = await requireStack(unit, request, stackName);
  return status === 'REVIEW_IN_PROGRESS' ? undefined : requireTemplate(unit, stackId, configuration.templateId);
}

interface SummarySource {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  StackName?: string | undefined;
  StackSetName?: string | undefined;
}

async function summarisedTemplate(
  input: SummarySource,
  request: RequestContext,
  isLenient: boolean,
): Promise<{ original: TemplateObject; processed: TemplateObject }> {
  const named = [input.TemplateBody, input.TemplateURL, input.StackName, input.StackSetName];
  if (named.filter((name) => name !== undefined).length !== 1) {
    throw invalid('Only one of StackName, StackSetName, TemplateBody and TemplateURL must be specified.');
  }
  if (input.StackName !== undefined) {
    const stored = await storedTemplate(input.StackName, undefined, request);
    if (stored === undefined) throw invalid('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
    const { value } = parseTemplate(stored.original, 'TemplateURL');
    return { original: value, processed: stored.processed as unknown as TemplateObject };
  }
  const text =
    input.StackSetName === undefined
      ? await readTemplateText(input, request)
      : { body: await stackSetTemplate(input.StackSetName, request), source: 'TemplateURL' as const };
  const { value } = parseTemplate(text.body, text.source);
  const checks = typeChecks(schemasOf(request.platform));
  validateOriginal(value, isLenient ? { ...checks, isKnownType: () => true } : checks);
  return { original: value, processed: value };
}

async function stackSetTemplate(StackSetName: string, { call }: RequestContext): Promise<string> {
  const { StackSet } = await call.cloudformation.DescribeStackSet({ StackSetName });
  return StackSet?.TemplateBody ?? '';
}
