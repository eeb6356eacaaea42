import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type {
  PublicType,
  Publisher,
  RegisteredType,
  TypeConfiguration,
  TypeName,
  TypeRegistration,
  TypeVersion,
} from '../model/registered-type.ts';

const registeredTypesTable = defineTable<RegisteredType>()({
  name: 'cloudformation.types',
  key: ({ account, region, kind, typeName }) => [account, region, kind, typeName],
});

const typeVersionsTable = defineTable<TypeVersion>()({
  name: 'cloudformation.type-versions',
  key: ({ account, region, kind, typeName, versionId }) => [account, region, kind, typeName, versionId],
});

const typeRegistrationsTable = defineTable<TypeRegistration>()({
  name: 'cloudformation.type-registrations',
  key: ({ token }) => [token],
  indexes: { time: ({ account, region, requestedAt, token }) => [account, region, requestedAt, token] },
});

const typeConfigurationsTable = defineTable<TypeConfiguration>()({
  name: 'cloudformation.type-configurations',
  key: ({ account, region, kind, typeName, alias }) => [account, region, kind, typeName, alias],
});

const publishersTable = defineTable<Publisher>()({
  name: 'cloudformation.publishers',
  key: ({ account }) => [account],
  indexes: { id: ({ publisherId }) => [publisherId] },
});

const publicTypesTable = defineTable<PublicType>()({
  name: 'cloudformation.public-types',
  key: ({ region, kind, typeName, publisherId, publishedAt, publicVersion }) => [
    region,
    kind,
    typeName,
    publisherId,
    publishedAt,
    publicVersion,
  ],
});

export const typeTables = [
  registeredTypesTable,
  typeVersionsTable,
  typeRegistrationsTable,
  typeConfigurationsTable,
  publishersTable,
  publicTypesTable,
];

export function findType(
  reader: Reader,
  { account, region }: Scope,
  { kind, typeName }: TypeName,
): Promise<RegisteredType | undefined> {
  return reader.get(registeredTypesTable, [account, region, kind, typeName]);
}

export function typesOf(reader: Reader, { account, region }: Scope, kind: string): Promise<RegisteredType[]> {
  return reader.list(registeredTypesTable, { prefix: [account, region, kind] });
}

export function saveType(unit: Unit, type: RegisteredType): void {
  unit.put(registeredTypesTable, type);
}

export function deleteType(unit: Unit, type: RegisteredType): void {
  unit.delete(registeredTypesTable, registeredTypesTable.key(type));
}

export function findVersion(
  reader: Reader,
  { account, region }: Scope,
  { kind, typeName, versionId }: TypeName & { versionId: string },
): Promise<TypeVersion | undefined> {
  return reader.get(typeVersionsTable, [account, region, kind, typeName, versionId]);
}

/** The oldest first. */
export function versionsOf(
  reader: Reader,
  { account, region }: Scope,
  { kind, typeName }: TypeName,
): Promise<TypeVersion[]> {
  return reader.list(typeVersionsTable, { prefix: [account, region, kind, typeName] });
}

export function saveVersion(unit: Unit, version: TypeVersion): void {
  unit.put(typeVersionsTable, version);
}

export function findRegistration(reader: Reader, token: string): Promise<TypeRegistration | undefined> {
  return reader.get(typeRegistrationsTable, [token]);
}

export function saveRegistration(unit: Unit, registration: TypeRegistration): void {
  unit.put(typeRegistrationsTable, registration);
}

/** The latest first. */
export function pageOfRegistrations(
  reader: Reader,
  { account, region }: Scope,
  page: { limit: number; token: string | undefined; kind: string },
): Promise<Page<TypeRegistration>> {
  const range = { index: 'time', prefix: [account, region], reverse: true } as const;
  return paginate({ reader, table: typeRegistrationsTable, range, ...page, invalidToken: invalidNextToken });
}

export function configurationsOf(
  reader: Reader,
  { account, region }: Scope,
  { kind, typeName }: TypeName,
): Promise<TypeConfiguration[]> {
  return reader.list(typeConfigurationsTable, { prefix: [account, region, kind, typeName] });
}

export function saveConfiguration(unit: Unit, configuration: TypeConfiguration): void {
  unit.put(typeConfigurationsTable, configuration);
}

export function findPublisher(reader: Reader, account: string): Promise<Publisher | undefined> {
  return reader.get(publishersTable, [account]);
}

export async function findPublisherById(reader: Reader, publisherId: string): Promise<Publisher | undefined> {
  const [publisher] = await reader.list(publishersTable, { index: 'id', prefix: [publisherId], limit: 1 });
  return publisher;
}

export function savePublisher(unit: Unit, publisher: Publisher): void {
  unit.put(publishersTable, publisher);
}

/** Versions, the oldest first. */
export function publicVersions(
  reader: Reader,
  { region, kind, typeName, publisherId }: TypeName & { region: string; publisherId: string },
): Promise<PublicType[]> {
  return reader.list(publicTypesTable, { prefix: [region, kind, typeName, publisherId] });
}

/** All versions of all types. */
export function publicTypes(reader: Reader, region: string, kind: string): Promise<PublicType[]> {
  return reader.list(publicTypesTable, { prefix: [region, kind] });
}

export function savePublicType(unit: Unit, type: PublicType): void {
  unit.put(publicTypesTable, type);
}
