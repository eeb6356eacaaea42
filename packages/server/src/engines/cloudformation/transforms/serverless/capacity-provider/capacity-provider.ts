import { managedPolicyArn } from '../kernel/arns.ts';
import type { ResourceTransform } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { combineTags, generated } from '../kernel/generated-resource.ts';
import { getAtt } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { CREATED_BY_SAM, tagList } from '../kernel/tags.ts';
import { asMap, isAbsent, isGiven, withoutAbsent, type Fields } from '../kernel/values.ts';
import { assumableBy } from '../policies/statements.ts';
import { checkCapacityProvider } from './model.ts';

export const CAPACITY_PROVIDER_PROPERTIES = propertyTable(`
  CapacityProviderName=:text|map VpcConfig!=:map OperatorRole=:text|map Tags=:map PropagateTags=:bool
  InstanceRequirements=:map ScalingConfig=:map KmsKeyArn=:text|map`);

function instanceRequirements(given: unknown): Fields | undefined {
  const { Architectures, AllowedTypes, ExcludedTypes } = asMap(given);
  const requirements = withoutAbsent({
    Architectures,
    AllowedInstanceTypes: AllowedTypes,
    ExcludedInstanceTypes: ExcludedTypes,
  });
  return isGiven(requirements) ? requirements : undefined;
}

function scalingConfig(given: unknown): Fields | undefined {
  const { MaxVCpuCount, AverageCPUUtilization } = withoutAbsent(asMap(given));
  if (MaxVCpuCount === undefined && AverageCPUUtilization === undefined) return undefined;
  const policy = {
    PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization',
    TargetValue: AverageCPUUtilization,
  };
  const isManual = AverageCPUUtilization !== undefined;
  return {
    ...(MaxVCpuCount !== undefined && { MaxVCpuCount }),
    ScalingMode: isManual ? 'Manual' : 'Auto',
    ...(isManual && { ScalingPolicies: [policy] }),
  };
}

/** `AWS::Serverless::CapacityProvider`: instances that functions run on. */
export const transformCapacityProvider: ResourceTransform = (source, { partition }) => {
  const { id, properties, passed } = source;
  checkCapacityProvider(id, properties);
  const { AllowedTypes, ExcludedTypes } = asMap(properties['InstanceRequirements']);
  if (!isAbsent(AllowedTypes) && !isAbsent(ExcludedTypes)) {
    throw resourceError(
      id,
      "Cannot specify 'InstanceRequirements.AllowedTypes' and 'InstanceRequirements.ExcludedTypes' together.",
    );
  }
  const { CapacityProviderName, OperatorRole, Tags, KmsKeyArn } = properties;
  const policy = managedPolicyArn(partition, 'AWSLambdaManagedEC2ResourceOperator');
  const role = generated(
    'AWS::IAM::Role',
    `${id}OperatorRole`,
    {
      AssumeRolePolicyDocument: assumableBy('lambda.amazonaws.com'),
      ManagedPolicyArns: [policy],
      Tags: [CREATED_BY_SAM],
    },
    { attributes: passed },
  );
  const operatorRole = isGiven(OperatorRole) ? OperatorRole : getAtt(role.id, 'Arn');
  const { SubnetIds, SecurityGroupIds } = asMap(properties['VpcConfig']);
  const provider = generated(
    'AWS::Lambda::CapacityProvider',
    id,
    {
      CapacityProviderName: isGiven(CapacityProviderName) ? CapacityProviderName : undefined,
      VpcConfig: withoutAbsent({ SubnetIds, SecurityGroupIds }),
      PermissionsConfig: { CapacityProviderOperatorRoleArn: operatorRole },
      Tags: [...tagList(Tags), CREATED_BY_SAM],
      InstanceRequirements: instanceRequirements(properties['InstanceRequirements']),
      CapacityProviderScalingConfig: scalingConfig(properties['ScalingConfig']),
      KmsKeyArn: isGiven(KmsKeyArn) ? KmsKeyArn : undefined,
    },
    source,
  );
  const resources = isGiven(OperatorRole) ? [provider] : [role, provider];
  combineTags(resources, Tags, properties['PropagateTags']);
  return resources;
};
