import type { ListTypesInput, TypeSummary } from '../../../../generated/types/cloudformation.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { typeArn } from '../model/registered-type.ts';
import type { ProvisioningType, PublicType, RegisteredType, TypeKind } from '../model/registered-type.ts';
import { schemasOf } from '../resource-schemas.ts';
import { findVersion, publicTypes, typesOf } from '../store/types.ts';
import { findAwsType, provisioningTypes } from './aws-types.ts';
import { registryError } from './type-lookup.ts';

/** A line of the list; what it says is looked up for its page only. */
export interface ListedType {
  /** Unique in the list, which is in its order. */
  key: string;
  typeName: string;
  provisioningType(): Promise<ProvisioningType | undefined>;
  summary(): Promise<TypeSummary>;
}

type Category = NonNullable<NonNullable<ListTypesInput['Filters']>['Category']>;

const categories: Readonly<Record<'PUBLIC' | 'PRIVATE', readonly Category[]>> = {
  PUBLIC: ['AWS_TYPES', 'THIRD_PARTY'],
  PRIVATE: ['REGISTERED', 'ACTIVATED'],
};

/** All types of the kind that the input asks for, by name; its filters on how they are provisioned are left to the caller. */
export async function listTypes(
  { Visibility = 'PRIVATE', Type: kind = 'RESOURCE', DeprecatedStatus = 'LIVE', Filters = {} }: ListTypesInput,
  request: RequestContext,
): Promise<ListedType[]> {
  const { Category, PublisherId, TypeNamePrefix = '' } = Filters;
  if (Category !== undefined && Category !== 'ACTIVATED' && !categories[Visibility].includes(Category)) {
    throw registryError(`Category ${Category} is not one of extensions with visibility ${Visibility}.`);
  }
  const wanted = Category === undefined ? categories[Visibility] : [Category];
  const lists = await Promise.all(wanted.map((category) => listCategory(category, kind, DeprecatedStatus, request)));
  const listed = lists.flat().filter(({ typeName, publisherId }) => {
    if (PublisherId !== undefined && publisherId !== PublisherId) return false;
    return typeName.startsWith(TypeNamePrefix);
  });
  return listed.sort((one, other) => (one.key < other.key ? -1 : 1));
}

interface CategoryItem extends ListedType {
  publisherId?: string | undefined;
}

async function listCategory(
  category: Category,
  kind: TypeKind,
  status: 'LIVE' | 'DEPRECATED',
  request: RequestContext,
): Promise<CategoryItem[]> {
  const { unit, region } = request;
  if (category === 'AWS_TYPES') return kind === 'RESOURCE' && status === 'LIVE' ? awsTypes(request) : [];
  if (category === 'THIRD_PARTY') {
    if (status === 'DEPRECATED') return [];
    const latest = new Map<string, PublicType>();
    for (const type of await publicTypes(unit, region, kind)) latest.set(`${type.typeName} ${type.publisherId}`, type);
    return [...latest].map(([key, type]) => publicItem(key, type));
  }
  const own = (await typesOf(unit, request, kind)).filter((type) => type.status === status);
  const isActivated = category === 'ACTIVATED';
  return own.filter(({ activated }) => (activated !== undefined) === isActivated).map((type) => ownItem(type, request));
}

function awsTypes({ platform, region }: RequestContext): CategoryItem[] {
  const schemas = schemasOf(platform);
  // Names of transforms are told apart without reading their schemas.
  const names = schemas.names().filter((name) => !name.startsWith('AWS::Serverless::'));
  return names.map((typeName) => ({
    key: typeName,
    typeName,
    publisherId: undefined,
    provisioningType: async () => provisioningTypes(schemas).get(typeName),
    summary: async () => ({
      Type: 'RESOURCE',
      TypeName: typeName,
      TypeArn: typeArn({ account: '', region, kind: 'RESOURCE', typeName }),
      Description: findAwsType(schemas, typeName)?.description ?? `Resource Type definition for ${typeName}`,
    }),
  }));
}

function publicItem(key: string, type: PublicType): CategoryItem {
  const { typeName, kind, region, publisherId, publicVersion, publishedAt, definition } = type;
  return {
    key,
    typeName,
    publisherId,
    provisioningType: async () => definition.provisioningType,
    summary: async () => ({
      Type: kind,
      TypeName: typeName,
      TypeArn: typeArn({ account: '', region, kind, typeName, publisherId }),
      LastUpdated: new Date(publishedAt),
      Description: definition.description,
      PublisherId: publisherId,
      LatestPublicVersion: publicVersion,
      PublisherIdentity: 'AWS_Marketplace',
    }),
  };
}

function ownItem(type: RegisteredType, { unit }: RequestContext): CategoryItem {
  const { kind, typeName, defaultVersionId, updatedAt, activated } = type;
  const version = () => findVersion(unit, type, { kind, typeName, versionId: defaultVersionId });
  return {
    key: typeName,
    typeName,
    publisherId: activated?.publisherId,
    provisioningType: async () => (await version())?.definition.provisioningType,
    summary: async () => ({
      Type: kind,
      TypeName: typeName,
      DefaultVersionId: defaultVersionId,
      TypeArn: typeArn(type),
      LastUpdated: new Date(updatedAt),
      Description: (await version())?.definition.description,
      PublisherId: activated?.publisherId,
      OriginalTypeName: activated?.originalTypeName,
      PublicVersionNumber: activated?.publicVersion,
      IsActivated: activated === undefined ? undefined : true,
    }),
  };
}
