import type { DescribeTypeOutput, RegisterTypeInput } from '../../../../generated/types/cloudformation.ts';
import { parseArn, partitionOf } from '../../../platform/arn.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';

export type TypeKind = NonNullable<DescribeTypeOutput['Type']>;
export type ProvisioningType = NonNullable<DescribeTypeOutput['ProvisioningType']>;
export type TypeStatus = NonNullable<DescribeTypeOutput['DeprecatedStatus']>;

export interface TypeName {
  kind: TypeKind;
  typeName: string;
}

/** One row per type that an account has registered or activated. */
export interface RegisteredType extends Scope, TypeName {
  status: TypeStatus;
  defaultVersionId: string;
  /** The number of its last version. */
  versions: number;
  updatedAt: number;
  /** Of one that another account has published. */
  activated?: Activation | undefined;
}

export interface Activation {
  publisherId: string;
  originalTypeName: string;
  publicVersion: string;
  autoUpdate: boolean;
}

export interface TypeVersion extends Scope, TypeName {
  /** `00000001` */
  versionId: string;
  status: TypeStatus;
  createdAt: number;
  definition: TypeDefinition;
  loggingConfig?: RegisterTypeInput['LoggingConfig'];
  executionRoleArn?: string | undefined;
  testStatus: NonNullable<DescribeTypeOutput['TypeTestsStatus']>;
  testDescription?: string | undefined;
}

/** What the handler package says. */
export interface TypeDefinition {
  /** JSON text. */
  schema: string;
  description: string;
  provisioningType: ProvisioningType;
  sourceUrl?: string | undefined;
  documentationUrl?: string | undefined;
  /** JSON text. */
  configurationSchema?: string | undefined;
  /** Of a module: the text of its template. */
  fragment?: string | undefined;
}

/** One row per call of RegisterType. */
export interface TypeRegistration extends Scope, TypeName {
  token: string;
  status: 'COMPLETE' | 'IN_PROGRESS' | 'FAILED';
  description: string;
  requestedAt: number;
  packageUrl: string;
  principal: Principal;
  endpoint: string;
  loggingConfig?: RegisterTypeInput['LoggingConfig'];
  executionRoleArn?: string | undefined;
  clientToken?: string | undefined;
  versionId?: string | undefined;
}

export interface Publisher {
  account: string;
  publisherId: string;
}

/** A version that its publisher offers to all accounts. */
export interface PublicType extends TypeName {
  region: string;
  publisherId: string;
  publicVersion: string;
  publishedAt: number;
  definition: TypeDefinition;
}

export interface TypeConfiguration extends Scope, TypeName {
  alias: string;
  isDefault: boolean;
  /** JSON text. */
  configuration: string;
  updatedAt: number;
}

export interface TypeArn extends TypeName {
  /** Empty of public types. */
  account: string;
  region: string;
  versionId?: string | undefined;
  publisherId?: string | undefined;
}

/** `arn:aws:cloudformation:eu-west-1:123456789012:type/resource/My-Own-Type/00000001` */
export function typeArn({ account, region, kind, typeName, versionId, publisherId }: TypeArn): string {
  const name = [kind.toLowerCase(), publisherId, typeName.replaceAll('::', '-'), versionId];
  const path = name.filter((part) => part !== undefined).join('/');
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:type/${path}`;
}

/** Undefined where the text is no ARN of a type. */
export function parseTypeArn(text: string): TypeArn | undefined {
  const arn = parseArn(text);
  const match =
    /^type\/(?<kind>resource|module|hook)\/(?:(?<publisher>[0-9a-f]{40})\/)?(?<name>[A-Za-z0-9-]+)(?:\/(?<version>[A-Za-z0-9.]+))?$/.exec(
      arn?.resource ?? '',
    )?.groups;
  if (arn?.service !== 'cloudformation' || match === undefined) return undefined;
  return {
    account: arn.account,
    region: arn.region,
    kind: match['kind']?.toUpperCase() as TypeKind,
    typeName: (match['name'] ?? '').replaceAll('-', '::'),
    versionId: match['version'],
    publisherId: match['publisher'],
  };
}

/** `arn:aws:cloudformation:eu-west-1:123456789012:type-configuration/resource/My-Own-Type/default` */
export function configurationArn(configuration: TypeConfiguration): string {
  return `${typeArn(configuration).replace(':type/', ':type-configuration/')}/${configuration.alias}`;
}

export function versionIdOf(number: number): string {
  return String(number).padStart(8, '0');
}

/** Namespaces that nobody may register types in. */
export function isReserved(typeName: string): boolean {
  return /^(alexa|amzn|amazon|aws|custom|dev)::/i.test(typeName);
}
