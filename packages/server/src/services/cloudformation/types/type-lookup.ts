import type { Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { CloudFormationError } from '../errors.ts';
import { parseTypeArn } from '../model/registered-type.ts';
import type { RegisteredType, TypeKind, TypeName, TypeVersion } from '../model/registered-type.ts';
import { findType, findVersion } from '../store/types.ts';

/** The members by which requests name a type. */
export interface TypeInput {
  Arn?: string | undefined;
  Type?: TypeKind | undefined;
  TypeName?: string | undefined;
  VersionId?: string | undefined;
  PublisherId?: string | undefined;
}

export interface TypeReference extends TypeName {
  versionId?: string | undefined;
  publisherId?: string | undefined;
}

export function registryError(message: string): CloudFormationError {
  return new CloudFormationError('CFNRegistryException', message);
}

export function typeNotFound({ typeName }: TypeName, scope: Scope): CloudFormationError {
  return new CloudFormationError(
    'TypeNotFoundException',
    `The type '${typeName}' cannot be found in account ${scope.account} and Region ${scope.region}.`,
  );
}

/** By ARN, or by kind and name. */
export function parseTypeInput({ Arn, Type, TypeName: typeName, VersionId, PublisherId }: TypeInput): TypeReference {
  if (Arn !== undefined) {
    const parsed = parseTypeArn(Arn);
    if (parsed === undefined) throw registryError(`${Arn} is not the ARN of a type.`);
    const { kind, publisherId, versionId } = parsed;
    return { kind, typeName: parsed.typeName, publisherId, versionId: VersionId ?? versionId };
  }
  if (typeName === undefined) throw registryError('Either Arn, or both Type and TypeName, must be specified.');
  const kind = Type ?? (typeName.endsWith('::MODULE') ? 'MODULE' : 'RESOURCE');
  return { kind, typeName, versionId: VersionId, publisherId: PublisherId };
}

/** One that the account has registered or activated, and has not given up. */
export async function requireLiveType(reader: Reader, scope: Scope, name: TypeName): Promise<RegisteredType> {
  const type = await findType(reader, scope, name);
  if (type?.status !== 'LIVE') throw typeNotFound(name, scope);
  return type;
}

/** The default version where none is named. */
export async function requireTypeVersion(
  reader: Reader,
  scope: Scope,
  reference: TypeReference,
): Promise<{ type: RegisteredType; version: TypeVersion }> {
  const type = await findType(reader, scope, reference);
  if (type === undefined) throw typeNotFound(reference, scope);
  const versionId = reference.versionId ?? type.defaultVersionId;
  const version = await findVersion(reader, scope, { ...reference, versionId });
  if (version === undefined) throw typeNotFound(reference, scope);
  return { type, version };
}
