import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { formerProperties, isChanged, presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone, newTags, tagsOf, updateTags } from './answers.ts';

interface ServerCertificateProperties {
  ServerCertificateName: string;
  CertificateBody: string;
  CertificateChain?: string;
  PrivateKey: string;
  Path?: string;
}

const longestName = 128;

/** AWS::IAM::ServerCertificate */
export const serverCertificateResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { CertificateBody, CertificateChain, PrivateKey, Path, ...named } = propertiesOf(desired);
    const ServerCertificateName = named.ServerCertificateName ?? context.generatedName({ maxLength: longestName });
    const { Tags, more } = newTags(desired['Tags'], context);
    const { ServerCertificateMetadata } = await iam.UploadServerCertificate({
      ServerCertificateName,
      CertificateBody,
      CertificateChain,
      PrivateKey,
      Path,
      Tags,
    });
    if (more.length > 0) await iam.TagServerCertificate({ ServerCertificateName, Tags: more });
    return { ServerCertificateName, Arn: ServerCertificateMetadata?.Arn };
  },

  async read(existing, context) {
    const { ServerCertificateName } = propertiesOf(existing.properties);
    const call = context.call.iam.GetServerCertificate({ ServerCertificateName });
    const { ServerCertificate } = (await unlessGone(call, gone)) ?? {};
    if (!ServerCertificate) return undefined;
    const { Arn, Path } = ServerCertificate.ServerCertificateMetadata;
    return presentProperties({
      ServerCertificateName,
      Arn,
      Path,
      CertificateBody: ServerCertificate.CertificateBody,
      CertificateChain: ServerCertificate.CertificateChain,
      Tags: ownTags(tagsOf(ServerCertificate.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { ServerCertificateName } = propertiesOf(existing.properties);
    const { Path = '/' } = propertiesOf(desired);
    const former = await formerProperties(serverCertificateResource, existing, context);
    if (isChanged('Path', former, desired)) await iam.UpdateServerCertificate({ ServerCertificateName, NewPath: Path });
    const { ServerCertificate } = await iam.GetServerCertificate({ ServerCertificateName });
    await updateTags(
      ServerCertificate.Tags,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagServerCertificate({ ServerCertificateName, Tags }),
        untag: (TagKeys) => iam.UntagServerCertificate({ ServerCertificateName, TagKeys }),
      },
    );
    return { Arn: ServerCertificate.ServerCertificateMetadata.Arn };
  },

  async delete({ properties }, { call: { iam } }) {
    const { ServerCertificateName } = propertiesOf(properties);
    await unlessGone(iam.DeleteServerCertificate({ ServerCertificateName }), gone);
  },

  async list({ call: { iam } }) {
    return everyItem(
      (page) => iam.ListServerCertificates(page),
      ({ ServerCertificateMetadataList }) =>
        ServerCertificateMetadataList.map(({ ServerCertificateName }): ResourceProperties => ({
          ServerCertificateName,
        })),
    );
  },
};

function propertiesOf(properties: ResourceProperties): ServerCertificateProperties {
  return properties as unknown as ServerCertificateProperties;
}
