import type { DescribeTypeOutput } from '../../../../generated/types/cloudformation.ts';
import { typeArn } from '../model/registered-type.ts';
import type { PublicType, RegisteredType, TypeVersion } from '../model/registered-type.ts';

export function describeOwnType(
  type: RegisteredType,
  version: TypeVersion,
  isVersionNamed: boolean,
): DescribeTypeOutput {
  const { kind, typeName, activated } = type;
  const { definition, versionId } = version;
  return {
    Arn: typeArn({ ...type, versionId: isVersionNamed ? versionId : undefined }),
    Type: kind,
    TypeName: typeName,
    DefaultVersionId: isVersionNamed ? undefined : type.defaultVersionId,
    IsDefaultVersion: versionId === type.defaultVersionId,
    TypeTestsStatus: version.testStatus,
    TypeTestsStatusDescription: version.testDescription,
    Description: definition.description,
    Schema: definition.schema,
    ProvisioningType: definition.provisioningType,
    DeprecatedStatus: version.status,
    LoggingConfig: version.loggingConfig,
    ExecutionRoleArn: version.executionRoleArn,
    Visibility: 'PRIVATE',
    SourceUrl: definition.sourceUrl,
    DocumentationUrl: definition.documentationUrl,
    ConfigurationSchema: definition.configurationSchema,
    LastUpdated: new Date(type.updatedAt),
    TimeCreated: new Date(version.createdAt),
    ...(activated && {
      IsActivated: true,
      AutoUpdate: activated.autoUpdate,
      PublisherId: activated.publisherId,
      OriginalTypeName: activated.originalTypeName,
      OriginalTypeArn: typeArn({
        ...type,
        account: '',
        typeName: activated.originalTypeName,
        publisherId: activated.publisherId,
      }),
      PublicVersionNumber: activated.publicVersion,
    }),
  };
}

export function describePublicType(type: PublicType, { region }: { region: string }): DescribeTypeOutput {
  const { kind, typeName, publisherId, publicVersion, definition, publishedAt } = type;
  return {
    Arn: typeArn({ account: '', region, kind, typeName, publisherId, versionId: publicVersion }),
    Type: kind,
    TypeName: typeName,
    Description: definition.description,
    Schema: definition.schema,
    ProvisioningType: definition.provisioningType,
    DeprecatedStatus: 'LIVE',
    Visibility: 'PUBLIC',
    SourceUrl: definition.sourceUrl,
    DocumentationUrl: definition.documentationUrl,
    ConfigurationSchema: definition.configurationSchema,
    PublisherId: publisherId,
    PublicVersionNumber: publicVersion,
    LatestPublicVersion: publicVersion,
    TimeCreated: new Date(publishedAt),
    LastUpdated: new Date(publishedAt),
  };
}

export function ownSummary(type: RegisteredType, { versionId, createdAt, definition }: TypeVersion) {
  return {
    Type: type.kind,
    TypeName: type.typeName,
    VersionId: versionId,
    IsDefaultVersion: versionId === type.defaultVersionId,
    Arn: typeArn({ ...type, versionId }),
    TimeCreated: new Date(createdAt),
    Description: definition.description,
  };
}

export function publicSummary({
  kind,
  typeName,
  region,
  publisherId,
  publicVersion,
  publishedAt,
  definition,
}: PublicType) {
  return {
    Type: kind,
    TypeName: typeName,
    Arn: typeArn({ account: '', region, kind, typeName, publisherId, versionId: publicVersion }),
    PublicVersionNumber: publicVersion,
    TimeCreated: new Date(publishedAt),
    Description: definition.description,
  };
}
