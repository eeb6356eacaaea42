import { Readable } from 'node:stream';
import type { PutObjectRequest } from '../../../../generated/types/s3.ts';
import type {
  FormSignature,
  LegacyFormSignature,
  WebContext,
  WebRequest,
  WebResponse,
} from '../../../platform/service.ts';
import { invalidArgument, methodNotAllowed, S3Error } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { allowedSizes, checkPostPolicy, parsePostPolicy } from '../model/post-policy.ts';
import type { FormFields, PostPolicy } from '../model/post-policy.ts';
import { requireBucket } from '../store/buckets.ts';
import { formMembers } from './form-members.ts';
import { readUploadForm } from './multipart-form.ts';
import { bucketAndKey } from './target.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export async function uploadForm(request: WebRequest, context: WebContext): Promise<WebResponse> {
  const { platform } = context;
  const { bucket: name, key: path } = bucketAndKey(request);
  if (path !== '' || name === '') throw methodNotAllowed('POST', path === '' ? 'SERVICE' : 'OBJECT');
  const form = await readUploadForm(request.body, request.headers['content-type'] ?? '');
  const bucket = await requireBucket(platform.storage, name);
  const template = form.fields.get('key');
  if (template === undefined) throw missingField('key');
  const Key = template.replaceAll('${filename}', () => form.fileName);
  if (Key === '') throw invalidArgument('key', '', 'User key must have a length greater than 0.');
  const { principal, policy } = await authorisation(form.fields, bucket, context);
  const { account, region } = bucket;
  const conditions = { ...context.conditions, 's3:authType': 'POST' };
  const { s3 } = platform.callAs({ principal, account, region, conditions });
  const { least, most } = policy ? allowedSizes(policy) : { least: 0, most: Infinity };
  const Body = Readable.from(withinSizes(form.file, least, most), { objectMode: false });
  const input: PutObjectRequest = { Bucket: name, Key, ...formMembers(form.fields), Body };
  const { ETag = '', VersionId } = await s3.PutObject(input);
  return answer(form.fields, { bucket: name, key: Key, etag: ETag, versionId: VersionId }, context);
}

async function authorisation(fields: FormFields, bucket: Bucket, context: WebContext) {
  const text = fields.get('policy');
  if (text === undefined) return { principal: (await context.identify()).principal, policy: undefined };
  const { principal } = await context.identifyForm(signatureOf(fields, text));
  const policy: PostPolicy = parsePostPolicy(text);
  checkPostPolicy(policy, fields, bucket.name, context.platform.clock.now());
  return { principal, policy };
}

function signatureOf(fields: FormFields, text: string): FormSignature | LegacyFormSignature {
  const needed = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw missingField(name);
    return value;
  };
  const sessionToken = fields.get('x-amz-security-token');
  const token = sessionToken === undefined ? {} : { sessionToken };
  if (!fields.has('x-amz-algorithm') && !fields.has('x-amz-credential')) {
    return { text, accessKeyId: needed('awsaccesskeyid'), signature: needed('signature'), ...token };
  }
  const [credential, date, signature] = [needed('x-amz-credential'), needed('x-amz-date'), needed('x-amz-signature')];
  return { text, credential, date, signature, ...token };
}

async function* withinSizes(
  file: AsyncGenerator<Buffer, void>,
  least: number,
  most: number,
): AsyncGenerator<Buffer, void> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > most) {
      const message = 'Your proposed upload exceeds the maximum allowed size';
      throw new S3Error('EntityTooLarge', message, { ProposedSize: size, MaxSizeAllowed: most });
    }
    yield chunk;
  }
  if (size < least) {
    const message = 'Your proposed upload is smaller than the minimum allowed size';
    throw new S3Error('EntityTooSmall', message, { ProposedSize: size, MinSizeAllowed: least });
  }
}

interface Uploaded {
  bucket: string;
  key: string;
  etag: string;
  versionId: string | undefined;
}

function answer(fields: FormFields, uploaded: Uploaded, { endpoint, requestId }: WebContext): WebResponse {
  const { bucket, key, etag, versionId } = uploaded;
  const location = `${endpoint}/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`;
  const headers = {
    etag,
    location,
    'x-amz-request-id': requestId,
    ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
  };
  const redirect = redirectUrl(fields.get('success_action_redirect') ?? fields.get('redirect'), uploaded);
  if (redirect !== undefined) return { status: 303, headers: { ...headers, location: redirect }, body: '' };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers, body: '' };
  if (status !== '201') return { status: 204, headers, body: '' };
  const elements = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const xml = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${xml.join('')}</PostResponse>`;
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

/** Undefined for what is no address, which AWS passes over. */
function redirectUrl(redirect: string | undefined, { bucket, key, etag }: Uploaded): string | undefined {
  const url = redirect === undefined ? null : URL.parse(redirect);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.searchParams.append('bucket', bucket);
  url.searchParams.append('key', key);
  url.searchParams.append('etag', etag);
  return url.href;
}

function missingField(name: string): S3Error {
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  return invalidArgument(name, '', message);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
