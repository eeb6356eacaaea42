import { canonicalRequest, sha256Hex } from '../../server/src/gateway/signature/canonical-request.ts';
import { deriveSigningKey, hmac, scopeText, stringToSign } from '../../server/src/gateway/signature/signing-key.ts';

/** Posts to one of Madang's own routes, signed with the keys in the environment where there are any. */
export async function postSigned(url: URL): Promise<Response> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!accessKeyId || !secretAccessKey) return fetch(url, { method: 'POST' });
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = { date: timestamp.slice(0, 8), region: 'us-east-1', service: 'madang' };
  const headers = { host: url.host, 'x-amz-date': timestamp };
  const names = Object.keys(headers);
  const request = { method: 'POST', path: url.pathname, query: '', headers };
  const canonical = canonicalRequest(request, scope.service, names, sha256Hex(''));
  const key = deriveSigningKey(secretAccessKey, scope);
  const signature = hmac(key, stringToSign(timestamp, scope, canonical)).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return fetch(url, { method: 'POST', headers: { 'x-amz-date': timestamp, authorization } });
}
