import type * as Ssm from '../../../../generated/types/ssm.ts';
import { AwsError } from '../../../platform/errors.ts';
import { ownTags, resourceTags, tagChanges } from '../../../platform/resource-handler.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { tagsFromList } from '../../../platform/tags.ts';
import { parameterArn } from '../model/parameter-name.ts';
import { tagErrors } from '../model/parameter-tags.ts';

type ParameterProperties = Omit<Ssm.PutParameterRequest, 'Overwrite' | 'Tags'> &
  Required<Pick<Ssm.PutParameterRequest, 'Type'>>;

const longestName = 256;

/** AWS::SSM::Parameter */
export const parameterResource: ResourceHandler = {
  async create(desired, context) {
    const properties = propertiesOf(desired);
    const generated = { maxLength: longestName, stackName: 'CFN', mixedCase: true };
    const Name = properties.Name ?? context.generatedName(generated);
    const Tags = resourceTags(desired['Tags'], context);
    await context.call.ssm.PutParameter({ ...versionOf({ ...properties, Name }), Tags });
    return answerOf({ ...properties, Name }, context);
  },

  async read(existing, context) {
    const { Name } = propertiesOf(existing.properties);
    const found = await unlessGone(context.call.ssm.GetParameter({ Name }), 'ParameterNotFound');
    if (!found?.Parameter) return undefined;
    const { Type, Value, DataType, ARN } = found.Parameter;
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [Name] }];
    const { Parameters: [metadata] = [] } = await context.call.ssm.DescribeParameters({ ParameterFilters });
    const { TagList = [] } = await context.call.ssm.ListTagsForResource(tagged(Name));
    const tags = ownTags(tagsFromList(TagList, tagErrors), { existing, context });
    return presentProperties({
      Name,
      Arn: ARN,
      Type,
      Value,
      DataType,
      Description: metadata?.Description,
      AllowedPattern: metadata?.AllowedPattern,
      Tier: metadata?.Tier,
      Policies: policyText(metadata?.Policies),
      Tags: tags && Object.fromEntries(tags.map(({ Key, Value: value }) => [Key, value])),
    });
  },

  /** Every update makes a new version, even one of tags alone; what the template drops keeps its value. */
  async update(existing, desired, context) {
    const { Name } = propertiesOf(existing.properties);
    const properties = { ...propertiesOf(desired), Name };
    await context.call.ssm.PutParameter({ ...versionOf(properties), Overwrite: true });
    const { TagList = [] } = await context.call.ssm.ListTagsForResource(tagged(Name));
    const current = tagsFromList(TagList, tagErrors);
    const { added, removed } = tagChanges(current, { existing, desired: desired['Tags'], context });
    if (removed.length > 0) {
      await context.call.ssm.RemoveTagsFromResource({ ...tagged(Name), TagKeys: removed });
    }
    if (added.length > 0) await context.call.ssm.AddTagsToResource({ ...tagged(Name), Tags: added });
    return answerOf(properties, context);
  },

  async delete({ properties }, context) {
    const { Name } = propertiesOf(properties);
    await unlessGone(context.call.ssm.DeleteParameter({ Name }), 'ParameterNotFound');
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await context.call.ssm.DescribeParameters({ MaxResults: 50, NextToken });
      found.push(...(page.Parameters ?? []).map(({ Name }) => ({ Name })));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
};

function propertiesOf(properties: ResourceProperties): ParameterProperties {
  return properties as unknown as ParameterProperties;
}

/** Of the properties, those that PutParameter takes. */
function versionOf(properties: ParameterProperties): Ssm.PutParameterRequest {
  const { Name, Type, Value, Description, AllowedPattern, DataType, Policies, Tier } = properties;
  if (Type === 'SecureString') {
    const message = 'SSM Parameters of type SecureString cannot be created using CloudFormation';
    throw new AwsError('InvalidRequest', message);
  }
  return { Name, Type, Value, Description, AllowedPattern, DataType, Policies, Tier };
}

function answerOf(
  { Name, Type, Value }: ParameterProperties,
  { account, region }: ResourceContext,
): ResourceProperties {
  return { Name, Type, Value, Arn: parameterArn({ account, region, name: Name }) };
}

function tagged(Name: string): { ResourceType: 'Parameter'; ResourceId: string } {
  return { ResourceType: 'Parameter', ResourceId: Name };
}

function policyText(policies: readonly Ssm.ParameterInlinePolicy[] = []): string | undefined {
  return policies.length === 0 ? undefined : `[${policies.map(({ PolicyText }) => PolicyText).join(',')}]`;
}
