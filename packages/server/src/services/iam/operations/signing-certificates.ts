import { X509Certificate } from 'node:crypto';
import type * as Iam from '../../../../generated/types/iam.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, quotaExceeded } from '../errors.ts';
import { pageOfList } from '../model/page.ts';
import type { SigningCertificate } from '../store/user-credentials.ts';
import { ownerOf, requireSettable } from '../user-credential.ts';

const certificatesPerUser = 2;

export const signingCertificateOperations = {
  async UploadSigningCertificate({ UserName, CertificateBody }, context) {
    const user = await namedUserOrCaller(context, UserName);
    const { owner, ownerName } = ownerOf(context, user);
    const { signingCertificates } = context.credentials;
    requireCurrentCertificate(CertificateBody, context.now);
    const existing = await signingCertificates.ofOwner(owner);
    if (existing.some(({ body }) => body.trim() === CertificateBody.trim())) {
      throw new IamError('DuplicateCertificateException', 'The certificate is already associated with this user.');
    }
    if (existing.length >= certificatesPerUser) throw quotaExceeded('SigningCertificatesPerUser', certificatesPerUser);
    const row: SigningCertificate = {
      account: context.account,
      owner,
      id: context.request.platform.ids.base32(32),
      createdAt: context.now,
      body: CertificateBody,
      status: 'Active',
    };
    signingCertificates.put(row);
    if (user !== undefined) context.users.count(user, 'signingCertificates', 1);
    return { Certificate: describe(row, ownerName) };
  },

  async ListSigningCertificates({ UserName, ...request }, context) {
    const { owner, ownerName } = ownerOf(context, await namedUserOrCaller(context, UserName));
    const rows = await context.credentials.signingCertificates.ofOwner(owner);
    const { items, end } = pageOfList(`certificates of ${owner}`, rows, request, ({ id }) => id);
    return { Certificates: items.map((row) => describe(row, ownerName)), ...end };
  },

  async UpdateSigningCertificate({ UserName, CertificateId, Status }, context) {
    const { row } = await requireCertificate(context, UserName, CertificateId);
    requireSettable(Status, 'signing certificate');
    context.credentials.signingCertificates.put({ ...row, status: Status });
  },

  async DeleteSigningCertificate({ UserName, CertificateId }, context) {
    const { row, user } = await requireCertificate(context, UserName, CertificateId);
    context.credentials.signingCertificates.delete(row);
    if (user !== undefined) context.users.count(user, 'signingCertificates', -1);
  },
} satisfies Partial<IamHandlers>;

function requireCurrentCertificate(body: string, nowMs: number): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(body);
  } catch (cause) {
    throw new IamError('MalformedCertificateException', 'Certificate is not valid PEM.', { cause });
  }
  if (Date.parse(certificate.validTo) < nowMs) {
    throw new IamError('InvalidCertificateException', 'The certificate has expired.');
  }
}

async function requireCertificate(context: IamContext, userName: string | undefined, id: string) {
  const user = await namedUserOrCaller(context, userName);
  const row = await context.credentials.signingCertificates.find(ownerOf(context, user).owner, id);
  if (row === undefined) {
    throw new IamError('NoSuchEntityException', `The Certificate with id ${id} cannot be found.`);
  }
  return { row, user };
}

function describe(row: SigningCertificate, UserName: string): Iam.SigningCertificate {
  return {
    UserName,
    CertificateId: row.id,
    CertificateBody: row.body,
    Status: row.status,
    UploadDate: new Date(row.createdAt),
  };
}
