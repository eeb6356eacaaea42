import { createPrivateKey, X509Certificate } from 'node:crypto';
import type * as Iam from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import { entityArn } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import { mergeTags, newTags, removeTags } from '../model/tags.ts';
import { type ServerCertificate, ServerCertificateStore } from '../store/server-certificates.ts';

export const serverCertificateOperations = {
  async UploadServerCertificate(input, context) {
    const { ServerCertificateName, Path = '/', CertificateBody, PrivateKey, CertificateChain, Tags } = input;
    const certificate = parseCertificate(CertificateBody);
    requireKeyOf(certificate, PrivateKey);
    if (CertificateChain !== undefined) parseChain(CertificateChain);
    const row: ServerCertificate = {
      account: context.account,
      name: ServerCertificateName,
      path: Path,
      id: context.request.platform.ids.uniqueId('ASCA'),
      createdAt: context.now,
      body: CertificateBody,
      chain: CertificateChain,
      privateKey: PrivateKey,
      expiresAt: Date.parse(certificate.validTo),
      tags: newTags(Tags, 'TagsPerServerCertificate', context.request),
    };
    await storeOf(context).create(row);
    return { ServerCertificateMetadata: describe(row), ...(row.tags.length > 0 && { Tags: row.tags }) };
  },

  async GetServerCertificate({ ServerCertificateName }, context) {
    const row = await storeOf(context).require(ServerCertificateName);
    return {
      ServerCertificate: {
        ServerCertificateMetadata: describe(row),
        CertificateBody: row.body,
        CertificateChain: row.chain,
        Tags: row.tags,
      },
    };
  },

  async ListServerCertificates(input, context) {
    const { items, end } = await storeOf(context).page(input);
    return { ServerCertificateMetadataList: items.map(describe), ...end };
  },

  async UpdateServerCertificate({ ServerCertificateName, NewServerCertificateName, NewPath }, context) {
    const store = storeOf(context);
    const row = await store.require(ServerCertificateName);
    await store.rename(row, NewServerCertificateName ?? row.name, NewPath ?? row.path);
  },

  async DeleteServerCertificate({ ServerCertificateName }, context) {
    const store = storeOf(context);
    store.delete(await store.require(ServerCertificateName));
  },

  async TagServerCertificate({ ServerCertificateName, Tags }, context) {
    const store = storeOf(context);
    const row = await store.require(ServerCertificateName);
    const tags = mergeTags(row.tags, Tags, 'TagsPerServerCertificate', context.request);
    store.update({ ...row, tags });
  },

  async UntagServerCertificate({ ServerCertificateName, TagKeys }, context) {
    const store = storeOf(context);
    const row = await store.require(ServerCertificateName);
    store.update({ ...row, tags: removeTags(row.tags, TagKeys, context.request) });
  },

  async ListServerCertificateTags({ ServerCertificateName, ...request }, context) {
    const { id, tags } = await storeOf(context).require(ServerCertificateName);
    const { items, end } = pageOfList(`tags of ${id}`, tags, request, ({ Key }) => Key);
    return { Tags: items, ...end };
  },
} satisfies Partial<IamHandlers>;

function storeOf({ request, account }: IamContext): ServerCertificateStore {
  return new ServerCertificateStore(request.unit, account);
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    const message = 'Unable to parse certificate. Please ensure the certificate is in PEM format.';
    throw new IamError('MalformedCertificateException', message, { cause });
  }
}

function parseChain(pem: string): void {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [pem];
  for (const certificate of certificates) parseCertificate(certificate);
}

function requireKeyOf(certificate: X509Certificate, pem: string): void {
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(pem));
  } catch (cause) {
    const message = 'Unable to parse private key. Please ensure the key is in PEM format and not encrypted.';
    throw new IamError('MalformedCertificateException', message, { cause });
  }
  if (!matches) {
    throw new IamError('KeyPairMismatchException', 'Certificate body and private key do not match.');
  }
}

function describe(row: ServerCertificate): Iam.ServerCertificateMetadata {
  return {
    Path: row.path,
    ServerCertificateName: row.name,
    ServerCertificateId: row.id,
    Arn: entityArn('server-certificate', row),
    UploadDate: new Date(row.createdAt),
    Expiration: new Date(row.expiresAt),
  };
}
