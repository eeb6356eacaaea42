import { createPrivateKey } from 'node:crypto';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, invalidInput, quotaExceeded } from '../errors.ts';
import { pageOfList } from '../model/page.ts';
import { mergeTags, newTags, removeTags } from '../model/tags.ts';
import { ProviderStore, type SamlProvider, samlProvidersTable } from '../store/identity-providers.ts';

const providersPerAccount = 100;
const privateKeysPerProvider = 2;
const centuryMs = 100 * 365 * 86_400_000;

export const samlProviderOperations = {
  async CreateSAMLProvider(input, context) {
    const arn = `arn:aws:iam::${context.account}:saml-provider/${input.Name}`;
    const store = storeOf(context);
    if (await store.find(arn)) {
      throw new IamError('EntityAlreadyExistsException', `SAMLProvider ${input.Name} already exists.`);
    }
    if ((await store.list()).length >= providersPerAccount) {
      throw quotaExceeded('SamlProvidersPerAccount', providersPerAccount);
    }
    const tags = newTags(input.Tags, 'TagsPerSamlProvider', context.request);
    const provider: SamlProvider = {
      account: context.account,
      arn,
      createdAt: context.now,
      tags,
      uuid: context.request.platform.ids.base32(22),
      metadata: input.SAMLMetadataDocument,
      validUntil: requireMetadata(input.SAMLMetadataDocument, context.now),
      encryption: input.AssertionEncryptionMode,
      privateKeys: [],
    };
    store.put(withPrivateKey(provider, input.AddPrivateKey, context));
    return { SAMLProviderArn: arn, ...(tags.length > 0 && { Tags: tags }) };
  },

  async GetSAMLProvider({ SAMLProviderArn }, context) {
    const provider = await requireProvider(context, SAMLProviderArn);
    return {
      SAMLProviderUUID: provider.uuid,
      SAMLMetadataDocument: provider.metadata,
      CreateDate: new Date(provider.createdAt),
      ValidUntil: new Date(provider.validUntil),
      Tags: provider.tags,
      AssertionEncryptionMode: provider.encryption,
      PrivateKeyList: provider.privateKeys.map(({ id, addedAt }) => ({ KeyId: id, Timestamp: new Date(addedAt) })),
    };
  },

  async ListSAMLProviders(_input, context) {
    const providers = await storeOf(context).list();
    return {
      SAMLProviderList: providers.map(({ arn, createdAt, validUntil }) => ({
        Arn: arn,
        CreateDate: new Date(createdAt),
        ValidUntil: new Date(validUntil),
      })),
    };
  },

  async UpdateSAMLProvider(input, context) {
    const provider = await requireProvider(context, input.SAMLProviderArn);
    const metadata = input.SAMLMetadataDocument;
    const updated: SamlProvider = {
      ...provider,
      ...(metadata !== undefined && { metadata, validUntil: requireMetadata(metadata, context.now) }),
      encryption: input.AssertionEncryptionMode ?? provider.encryption,
      privateKeys: provider.privateKeys.filter(({ id }) => id !== input.RemovePrivateKey),
    };
    if (input.RemovePrivateKey !== undefined && updated.privateKeys.length === provider.privateKeys.length) {
      throw new IamError('NoSuchEntityException', `Private key ${input.RemovePrivateKey} cannot be found.`);
    }
    storeOf(context).put(withPrivateKey(updated, input.AddPrivateKey, context));
    return { SAMLProviderArn: provider.arn };
  },

  async DeleteSAMLProvider({ SAMLProviderArn }, context) {
    storeOf(context).delete(await requireProvider(context, SAMLProviderArn));
  },

  async TagSAMLProvider({ SAMLProviderArn, Tags }, context) {
    const provider = await requireProvider(context, SAMLProviderArn);
    const tags = mergeTags(provider.tags, Tags, 'TagsPerSamlProvider', context.request);
    storeOf(context).put({ ...provider, tags });
  },

  async UntagSAMLProvider({ SAMLProviderArn, TagKeys }, context) {
    const provider = await requireProvider(context, SAMLProviderArn);
    storeOf(context).put({ ...provider, tags: removeTags(provider.tags, TagKeys, context.request) });
  },

  async ListSAMLProviderTags({ SAMLProviderArn, ...request }, context) {
    const { arn, tags } = await requireProvider(context, SAMLProviderArn);
    const { items, end } = pageOfList(`tags of ${arn}`, tags, request, ({ Key }) => Key);
    return { Tags: items, ...end };
  },
} satisfies Partial<IamHandlers>;

function storeOf({ request, account }: IamContext): ProviderStore<SamlProvider> {
  return new ProviderStore(samlProvidersTable, request.unit, account);
}

async function requireProvider(context: IamContext, arn: string): Promise<SamlProvider> {
  const provider = await storeOf(context).find(arn);
  if (provider) return provider;
  throw new IamError('NoSuchEntityException', `SAMLProvider ${arn} does not exist.`);
}

/** Until when a metadata document is valid; without an end of its own for a hundred years. */
function requireMetadata(document: string, nowMs: number): number {
  const root = /<(?:[\w.-]+:)?EntityDescriptor\b([^>]*)>/.exec(document);
  const isWhole = /<\/(?:[\w.-]+:)?EntityDescriptor>\s*$/.test(document);
  const hasProvider = /<(?:[\w.-]+:)?IDPSSODescriptor\b/.test(document);
  const hasCertificate = /<(?:[\w.-]+:)?X509Certificate>/.test(document);
  if (!root?.[1]?.includes('entityID') || !isWhole || !hasProvider || !hasCertificate) {
    throw invalidInput('Could not parse metadata');
  }
  const validUntil = Date.parse(/validUntil="([^"]+)"/.exec(root[1])?.[1] ?? '');
  return Number.isNaN(validUntil) ? nowMs + centuryMs : validUntil;
}

function withPrivateKey(provider: SamlProvider, pem: string | undefined, context: IamContext): SamlProvider {
  if (pem === undefined) return provider;
  if (provider.privateKeys.length >= privateKeysPerProvider) {
    throw quotaExceeded('PrivateKeysPerSamlProvider', privateKeysPerProvider);
  }
  try {
    createPrivateKey(pem);
  } catch (cause) {
    throw new IamError('InvalidInputException', 'The private key is not valid PEM.', { cause });
  }
  const key = { id: context.request.platform.ids.base32(22), pem, addedAt: context.now };
  return { ...provider, privateKeys: [...provider.privateKeys, key] };
}
