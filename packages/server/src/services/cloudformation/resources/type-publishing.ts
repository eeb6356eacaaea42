import type {
  ActivateTypeInput,
  PublishTypeInput,
  SetTypeConfigurationInput,
  TestTypeInput,
} from '../../../../generated/types/cloudformation.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { StepFailure } from '../stack-operation/reasons.ts';

/** AWS::CloudFormation::TypeActivation */
export const typeActivationResource: ResourceHandler = {
  async create(desired, { call }) {
    const { Arn } = await call.cloudformation.ActivateType(activationOf(desired));
    return { Arn };
  },

  async read({ properties }, { call }) {
    const { Arn } = properties as { Arn: string };
    const found = await unlessGone(call.cloudformation.DescribeType({ Arn }), 'TypeNotFoundException');
    if (found?.IsActivated !== true) return undefined;
    return presentProperties({
      Arn,
      Type: found.Type,
      TypeName: found.OriginalTypeName,
      TypeNameAlias: found.TypeName === found.OriginalTypeName ? undefined : found.TypeName,
      PublisherId: found.PublisherId,
      AutoUpdate: found.AutoUpdate,
      ExecutionRoleArn: found.ExecutionRoleArn,
      LoggingConfig: found.LoggingConfig,
    });
  },

  async update(_existing, desired, { call }) {
    const { Arn } = await call.cloudformation.ActivateType(activationOf(desired));
    return { Arn };
  },

  async delete({ properties }, { call }) {
    const { Arn } = properties as { Arn: string };
    await unlessGone(call.cloudformation.DeactivateType({ Arn }), 'TypeNotFoundException');
  },
};

function activationOf(desired: ResourceProperties): ActivateTypeInput {
  const { MajorVersion, ...rest } = desired;
  return { ...rest, ...(MajorVersion !== undefined && { MajorVersion: Number(MajorVersion) }) };
}

/** AWS::CloudFormation::PublicTypeVersion: tested, and then published for good. */
export const publicTypeVersionResource: ResourceHandler = {
  async create(desired, { call }) {
    const { LogDeliveryBucket, PublicVersionNumber, ...type } = desired as TestTypeInput & PublishTypeInput;
    const tested = await call.cloudformation.TestType({ ...type, LogDeliveryBucket });
    const { TypeVersionArn: Arn = '' } = tested;
    const { TypeTestsStatus, TypeTestsStatusDescription = '' } = await call.cloudformation.DescribeType({ Arn });
    if (TypeTestsStatus !== 'PASSED') throw new StepFailure(TypeTestsStatusDescription);
    const { PublicTypeArn } = await call.cloudformation.PublishType({ Arn, PublicVersionNumber });
    const { PublisherId } = await call.cloudformation.DescribePublisher({});
    return { PublicTypeArn, TypeVersionArn: Arn, PublisherId };
  },

  async read({ properties }, { call }) {
    const { PublicTypeArn: Arn } = properties as { PublicTypeArn: string };
    const found = await unlessGone(call.cloudformation.DescribeType({ Arn }), 'TypeNotFoundException');
    return found && { ...properties, PublicTypeArn: Arn, PublicVersionNumber: found.PublicVersionNumber };
  },

  /** What is published stays so. */
  async delete() {},
};

/** AWS::CloudFormation::Publisher: an account stays one. */
export const publisherResource: ResourceHandler = {
  async create(desired, { call }) {
    const { PublisherId = '' } = await call.cloudformation.RegisterPublisher(desired);
    const { PublisherStatus, IdentityProvider } = await call.cloudformation.DescribePublisher({ PublisherId });
    return presentProperties({ PublisherId, PublisherStatus, IdentityProvider });
  },

  async read({ properties }, { call }) {
    const { PublisherId } = properties as { PublisherId: string };
    const found = await unlessGone(call.cloudformation.DescribePublisher({ PublisherId }), 'CFNRegistryException');
    return found && presentProperties({ AcceptTermsAndConditions: true, ...found });
  },

  async delete() {},
};

/** AWS::CloudFormation::HookTypeConfig: without it, a hook is configured for nothing. */
export const hookTypeConfigResource: ResourceHandler = {
  create: (desired, { call }) => call.cloudformation.SetTypeConfiguration(configurationOf(desired)).then(answered),

  async read({ properties }, { call }) {
    const { ConfigurationArn: TypeConfigurationArn } = properties as { ConfigurationArn: string };
    const identifier = { TypeConfigurationArn };
    const { TypeConfigurations = [] } = await call.cloudformation.BatchDescribeTypeConfigurations({
      TypeConfigurationIdentifiers: [identifier],
    });
    const [found] = TypeConfigurations;
    if (found === undefined || found.Configuration === '{}') return undefined;
    return presentProperties({
      ConfigurationArn: found.Arn,
      ConfigurationAlias: found.Alias,
      Configuration: found.Configuration,
      TypeArn: properties['TypeArn'],
      TypeName: found.TypeName,
    });
  },

  update: (_existing, desired, { call }) =>
    call.cloudformation.SetTypeConfiguration(configurationOf(desired)).then(answered),

  async delete({ properties }, { call }) {
    const input = configurationOf({ ...properties, Configuration: '{}' });
    await unlessGone(call.cloudformation.SetTypeConfiguration(input), 'TypeNotFoundException');
  },
};

function configurationOf(properties: ResourceProperties): SetTypeConfigurationInput {
  const { Configuration, ConfigurationAlias, TypeArn, TypeName } = properties as unknown as SetTypeConfigurationInput;
  const type = TypeArn === undefined ? { Type: 'HOOK' as const, TypeName } : { TypeArn };
  return { ...type, Configuration, ConfigurationAlias };
}

function answered({ ConfigurationArn }: { ConfigurationArn?: string | undefined }): ResourceProperties {
  return { ConfigurationArn };
}
