import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, invalidInput, quotaExceeded } from '../errors.ts';
import { pageOfList } from '../model/page.ts';
import { mergeTags, newTags, removeTags } from '../model/tags.ts';
import { type OidcProvider, oidcProvidersTable, ProviderStore } from '../store/identity-providers.ts';

const clientIdsPerProvider = 100;
const thumbprintsPerProvider = 5;
const providersPerAccount = 100;

export const oidcProviderOperations = {
  async CreateOpenIDConnectProvider({ Url, ClientIDList = [], ThumbprintList = [], Tags }, context) {
    const url = requireIssuer(Url);
    const arn = `arn:aws:iam::${context.account}:oidc-provider/${url}`;
    const store = storeOf(context);
    if (await store.find(arn)) {
      throw new IamError('EntityAlreadyExistsException', `Provider with url ${Url} already exists.`);
    }
    if ((await store.list()).length >= providersPerAccount) {
      throw quotaExceeded('OpenIdConnectProvidersPerAccount', providersPerAccount);
    }
    const clientIds = [...new Set(ClientIDList)];
    if (clientIds.length > clientIdsPerProvider) {
      throw quotaExceeded('ClientIdsPerOpenIdConnectProvider', clientIdsPerProvider);
    }
    requireThumbprints(ThumbprintList);
    const tags = newTags(Tags, 'TagsPerOpenIdConnectProvider', context.request);
    store.put({
      account: context.account,
      arn,
      createdAt: context.now,
      tags,
      url,
      clientIds,
      thumbprints: ThumbprintList,
    });
    return { OpenIDConnectProviderArn: arn, ...(tags.length > 0 && { Tags: tags }) };
  },

  async GetOpenIDConnectProvider({ OpenIDConnectProviderArn }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: new Date(provider.createdAt),
      Tags: provider.tags,
    };
  },

  async ListOpenIDConnectProviders(_input, context) {
    const providers = await storeOf(context).list();
    return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
  },

  async UpdateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    requireThumbprints(ThumbprintList);
    storeOf(context).put({ ...provider, thumbprints: ThumbprintList });
  },

  async AddClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    if (provider.clientIds.includes(ClientID)) return;
    if (provider.clientIds.length >= clientIdsPerProvider) {
      throw quotaExceeded('ClientIdsPerOpenIdConnectProvider', clientIdsPerProvider);
    }
    storeOf(context).put({ ...provider, clientIds: [...provider.clientIds, ClientID] });
  },

  async RemoveClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    storeOf(context).put({ ...provider, clientIds: provider.clientIds.filter((id) => id !== ClientID) });
  },

  /** Deleting a provider that is not there is no error. */
  async DeleteOpenIDConnectProvider({ OpenIDConnectProviderArn }, context) {
    const store = storeOf(context);
    const provider = await store.find(OpenIDConnectProviderArn);
    if (provider) store.delete(provider);
  },

  async TagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    const tags = mergeTags(provider.tags, Tags, 'TagsPerOpenIdConnectProvider', context.request);
    storeOf(context).put({ ...provider, tags });
  },

  async UntagOpenIDConnectProvider({ OpenIDConnectProviderArn, TagKeys }, context) {
    const provider = await requireProvider(context, OpenIDConnectProviderArn);
    storeOf(context).put({ ...provider, tags: removeTags(provider.tags, TagKeys, context.request) });
  },

  async ListOpenIDConnectProviderTags({ OpenIDConnectProviderArn, ...request }, context) {
    const { arn, tags } = await requireProvider(context, OpenIDConnectProviderArn);
    const { items, end } = pageOfList(`tags of ${arn}`, tags, request, ({ Key }) => Key);
    return { Tags: items, ...end };
  },
} satisfies Partial<IamHandlers>;

function storeOf({ request, account }: IamContext): ProviderStore<OidcProvider> {
  return new ProviderStore(oidcProvidersTable, request.unit, account);
}

async function requireProvider(context: IamContext, arn: string): Promise<OidcProvider> {
  const provider = await storeOf(context).find(arn);
  if (provider) return provider;
  throw new IamError('NoSuchEntityException', `OpenIDConnect Provider not found for arn ${arn}`);
}

/** The issuer without its scheme. AWS takes HTTPS only; issuers on this machine may do without. */
function requireIssuer(address: string): string {
  const url = URL.parse(address);
  const isLocal = url?.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (!url || (url.protocol !== 'https:' && !isLocal) || url.search !== '' || url.hash !== '') {
    throw invalidInput('Invalid Open ID Connect Provider URL');
  }
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function requireThumbprints(thumbprints: readonly string[]): void {
  if (thumbprints.length > thumbprintsPerProvider)
    throw invalidInput('Thumbprint list must contain fewer than 5 entries.');
  if (!thumbprints.every((thumbprint) => /^[0-9a-fA-F]{40}$/.test(thumbprint))) {
    throw invalidInput('Thumbprint must be a hexadecimal string of 40 characters.');
  }
}
