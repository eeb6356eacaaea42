import { canonicalRequest, sha256Hex } from '../../server/src/gateway/signature/canonical-request.ts';
import { deriveSigningKey, hmac, scopeText, stringToSign } from '../../server/src/gateway/signature/signing-key.ts';
import { fetchTrusting } from './own-certificate.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface UnsignedRequest {
  method: string;
  url: URL;
  /** Lower-case names; all of them are signed. */
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

/** The headers of the request with its Signature Version 4, made now. */
export function signedHeaders(
  request: UnsignedRequest,
  credentials: Credentials,
  { service, region }: { service: string; region: string },
): Record<string, string> {
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = { date: timestamp.slice(0, 8), region, service };
  const payloadHash = sha256Hex(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-date': timestamp,
    ...(service === 's3' && { 'x-amz-content-sha256': payloadHash }),
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const { pathname: path, search } = request.url;
  const signed = { method: request.method, path, query: search.slice(1), headers };
  const canonical = canonicalRequest(signed, service, names, payloadHash);
  const key = deriveSigningKey(credentials.secretAccessKey, scope);
  const signature = hmac(key, stringToSign(timestamp, scope, canonical)).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const { host: _setByFetch, ...sent } = headers;
  return { ...sent, authorization };
}

/** The keys in the environment, where there are any. */
export function environmentCredentials(): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: process.env['AWS_SESSION_TOKEN'] || undefined };
}

/** Posts to one of Madang's own routes, signed with the keys in the environment where there are any. */
export async function postSigned(url: URL): Promise<Response> {
  const credentials = environmentCredentials();
  if (credentials === undefined) return fetchTrusting(url, { method: 'POST' });
  const request = { method: 'POST', url, headers: {}, body: '' };
  const headers = signedHeaders(request, credentials, { service: 'madang', region: 'us-east-1' });
  return fetchTrusting(url, { method: 'POST', headers });
}
