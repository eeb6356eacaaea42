import type { IncomingHttpHeaders } from 'node:http';

/** Who signed a request, and for what, as the request itself says; nothing is verified here. */
export interface CredentialScope {
  accessKeyId: string;
  /** Empty in SigV4A, whose signatures are valid in several regions. */
  region: string;
  /** Signing name: `sqs`, `monitoring`, `states`. */
  service: string;
}

/** The scope in the Authorization header, or in a presigned URL. */
export function credentialScope(headers: IncomingHttpHeaders, query: string): CredentialScope | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const at = authorization.indexOf('Credential=');
    if (at < 0) return undefined;
    const comma = authorization.indexOf(',', at);
    return parseScope(authorization.slice(at + 11, comma < 0 ? undefined : comma).trim());
  }
  if (!query.includes('X-Amz-Credential=')) return undefined;
  const value = /(?:^|&)X-Amz-Credential=([^&]*)/.exec(query)?.[1];
  return value === undefined ? undefined : parseScope(value.replace(/%2F/gi, '/'));
}

/** `AKID/20260131/us-east-1/sqs/aws4_request`; the key may itself contain slashes. */
function parseScope(credential: string): CredentialScope | undefined {
  const parts = credential.split('/');
  if (parts.length < 4 || parts.at(-1) !== 'aws4_request') return undefined;
  const service = parts.at(-2) as string;
  if (/^\d{8}$/.test(parts.at(-3) as string)) return { accessKeyId: parts.slice(0, -3).join('/'), region: '', service };
  return { accessKeyId: parts.slice(0, -4).join('/'), region: parts.at(-3) as string, service };
}
