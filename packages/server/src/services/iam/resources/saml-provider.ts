import type * as Iam from '../../../../generated/types/iam.ts';
import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { gone, newTags, tagsOf, updateTags } from './answers.ts';

interface SamlProviderProperties {
  Arn: string;
  Name?: string;
  SamlMetadataDocument: string;
  AssertionEncryptionMode?: Iam.CreateSAMLProviderRequest['AssertionEncryptionMode'];
  AddPrivateKey?: string;
  RemovePrivateKey?: string;
}

const longestName = 128;

/** AWS::IAM::SAMLProvider */
export const samlProviderResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { SamlMetadataDocument, AssertionEncryptionMode, AddPrivateKey, ...named } = propertiesOf(desired);
    const Name = named.Name ?? context.generatedName({ maxLength: longestName });
    const { Tags, more } = newTags(desired['Tags'], context);
    const { SAMLProviderArn = '' } = await iam.CreateSAMLProvider({
      Name,
      SAMLMetadataDocument: SamlMetadataDocument,
      AssertionEncryptionMode,
      AddPrivateKey,
      Tags,
    });
    if (more.length > 0) await iam.TagSAMLProvider({ SAMLProviderArn, Tags: more });
    const { SAMLProviderUUID } = await iam.GetSAMLProvider({ SAMLProviderArn });
    return { Name, Arn: SAMLProviderArn, SamlProviderUUID: SAMLProviderUUID };
  },

  async read(existing, context) {
    const { Arn } = propertiesOf(existing.properties);
    const provider = await unlessGone(context.call.iam.GetSAMLProvider({ SAMLProviderArn: Arn }), gone);
    if (!provider) return undefined;
    const keys = provider.PrivateKeyList ?? [];
    return presentProperties({
      Arn,
      Name: Arn.slice(Arn.indexOf('/') + 1),
      SamlProviderUUID: provider.SAMLProviderUUID,
      SamlMetadataDocument: provider.SAMLMetadataDocument,
      AssertionEncryptionMode: provider.AssertionEncryptionMode,
      PrivateKeyList:
        keys.length === 0
          ? undefined
          : keys.map(({ KeyId, Timestamp }) => ({ KeyId, Timestamp: Timestamp?.toISOString() })),
      Tags: ownTags(tagsOf(provider.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { Arn: SAMLProviderArn } = propertiesOf(existing.properties);
    const { SamlMetadataDocument: SAMLMetadataDocument, AssertionEncryptionMode } = propertiesOf(desired);
    await iam.UpdateSAMLProvider({ SAMLProviderArn, SAMLMetadataDocument, AssertionEncryptionMode });
    const { Tags: current } = await iam.GetSAMLProvider({ SAMLProviderArn });
    await updateTags(
      current,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagSAMLProvider({ SAMLProviderArn, Tags }),
        untag: (TagKeys) => iam.UntagSAMLProvider({ SAMLProviderArn, TagKeys }),
      },
    );
  },

  async delete({ properties }, { call: { iam } }) {
    await unlessGone(iam.DeleteSAMLProvider({ SAMLProviderArn: propertiesOf(properties).Arn }), gone);
  },

  async list({ call: { iam } }) {
    const { SAMLProviderList = [] } = await iam.ListSAMLProviders({});
    return SAMLProviderList.map(({ Arn }) => ({ Arn }));
  },
};

function propertiesOf(properties: ResourceProperties): SamlProviderProperties {
  return properties as unknown as SamlProviderProperties;
}
