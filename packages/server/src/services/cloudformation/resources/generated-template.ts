import type { CreateGeneratedTemplateInput } from '../../../../generated/types/cloudformation.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';

const askAgainInMs = 200;

type Input = Pick<CreateGeneratedTemplateInput, 'GeneratedTemplateName' | 'TemplateConfiguration'>;

/** AWS::CloudFormation::GeneratedTemplate: its resources are added through the API. */
export const generatedTemplateResource: ResourceHandler = {
  async create(desired, { call }) {
    const { GeneratedTemplateName, TemplateConfiguration } = desired as unknown as Input;
    const { GeneratedTemplateId } = await call.cloudformation.CreateGeneratedTemplate({
      GeneratedTemplateName,
      TemplateConfiguration,
    });
    return { GeneratedTemplateId };
  },

  async read({ properties }, context) {
    const found = await describe(properties, context);
    return (
      found &&
      presentProperties({
        GeneratedTemplateId: found.GeneratedTemplateId,
        GeneratedTemplateName: found.GeneratedTemplateName,
        TemplateConfiguration: found.TemplateConfiguration,
        ...attributesOf(found),
      })
    );
  },

  async update({ properties }, desired, { call }) {
    const { GeneratedTemplateName: name, TemplateConfiguration } = desired as unknown as Input;
    await call.cloudformation.UpdateGeneratedTemplate({
      GeneratedTemplateName: String(properties['GeneratedTemplateId']),
      ...(name !== properties['GeneratedTemplateName'] && { NewGeneratedTemplateName: name }),
      TemplateConfiguration,
    });
  },

  async delete({ properties }, { call }) {
    const GeneratedTemplateName = String(properties['GeneratedTemplateId']);
    await unlessGone(
      call.cloudformation.DeleteGeneratedTemplate({ GeneratedTemplateName }),
      'GeneratedTemplateNotFoundException',
    );
  },

  async list({ call }) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call.cloudformation.ListGeneratedTemplates({ NextToken });
      found.push(...(page.Summaries ?? []).map(({ GeneratedTemplateId }) => ({ GeneratedTemplateId })));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },

  async settle({ properties }, step, context) {
    const found = step === 'delete' ? undefined : await describe(properties, context);
    if (found === undefined) return { state: 'done' };
    if (found.Status === 'FAILED') return { state: 'failed', reason: found.StatusReason ?? 'The template has failed.' };
    if (found.Status === 'COMPLETE') return { state: 'done', properties: attributesOf(found) };
    return { state: 'waiting', askAgainInMs };
  },
};

function describe({ GeneratedTemplateId }: ResourceProperties, { call }: ResourceContext) {
  const GeneratedTemplateName = String(GeneratedTemplateId);
  return unlessGone(
    call.cloudformation.DescribeGeneratedTemplate({ GeneratedTemplateName }),
    'GeneratedTemplateNotFoundException',
  );
}

function attributesOf(found: NonNullable<Awaited<ReturnType<typeof describe>>>): ResourceProperties {
  const { Status, CreationTime, LastUpdatedTime, Progress, TotalWarnings } = found;
  return presentProperties({
    Status,
    CreationTime: CreationTime?.toISOString(),
    LastUpdatedTime: LastUpdatedTime?.toISOString(),
    Progress,
    TotalWarnings,
  });
}
