import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import {
  formerProperties,
  isChanged,
  listChanges,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { gone, newTags, tagsOf, updateTags } from './answers.ts';

interface OidcProviderProperties {
  Arn: string;
  Url: string;
  ClientIdList?: string[];
  ThumbprintList?: string[];
}

/** AWS::IAM::OIDCProvider */
export const oidcProviderResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { Url, ClientIdList: ClientIDList, ThumbprintList } = propertiesOf(desired);
    const { Tags, more } = newTags(desired['Tags'], context);
    const { OpenIDConnectProviderArn = '' } = await iam.CreateOpenIDConnectProvider({
      Url,
      ClientIDList,
      ThumbprintList,
      Tags,
    });
    if (more.length > 0) await iam.TagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags: more });
    return { Arn: OpenIDConnectProviderArn };
  },

  async read(existing, context) {
    const { Arn, Url } = propertiesOf(existing.properties);
    const call = context.call.iam.GetOpenIDConnectProvider({ OpenIDConnectProviderArn: Arn });
    const provider = await unlessGone(call, gone);
    if (!provider) return undefined;
    return presentProperties({
      Arn,
      // IAM leaves out the scheme.
      Url: Url ?? `https://${provider.Url}`,
      ClientIdList: provider.ClientIDList,
      ThumbprintList: provider.ThumbprintList,
      Tags: ownTags(tagsOf(provider.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { Arn: OpenIDConnectProviderArn } = propertiesOf(existing.properties);
    const { ClientIdList, ThumbprintList = [] } = propertiesOf(desired);
    const former = await formerProperties(oidcProviderResource, existing, context);
    if (isChanged('ThumbprintList', former, desired)) {
      await iam.UpdateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList });
    }
    const { added, removed } = listChanges(propertiesOf(former).ClientIdList, ClientIdList);
    for (const ClientID of removed) {
      await iam.RemoveClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    }
    for (const ClientID of added) {
      await iam.AddClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    }
    const { Tags: current } = await iam.GetOpenIDConnectProvider({ OpenIDConnectProviderArn });
    await updateTags(
      current,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags }),
        untag: (TagKeys) => iam.UntagOpenIDConnectProvider({ OpenIDConnectProviderArn, TagKeys }),
      },
    );
  },

  async delete({ properties }, { call: { iam } }) {
    const { Arn } = propertiesOf(properties);
    await unlessGone(iam.DeleteOpenIDConnectProvider({ OpenIDConnectProviderArn: Arn }), gone);
  },

  async list({ call: { iam } }) {
    const { OpenIDConnectProviderList = [] } = await iam.ListOpenIDConnectProviders({});
    return OpenIDConnectProviderList.map(({ Arn }) => ({ Arn }));
  },
};

function propertiesOf(properties: ResourceProperties): OidcProviderProperties {
  return properties as unknown as OidcProviderProperties;
}
