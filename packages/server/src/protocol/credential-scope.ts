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
  if (!credential.endsWith('/aws4_request')) return undefined;
  const serviceEnd = credential.length - '/aws4_request'.length;
  const regionEnd = credential.lastIndexOf('/', serviceEnd - 1);
  const dateEnd = credential.lastIndexOf('/', regionEnd - 1);
  if (dateEnd < 0 || dateEnd === regionEnd) return undefined;
  const service = credential.slice(regionEnd + 1, serviceEnd);
  const region = credential.slice(dateEnd + 1, regionEnd);
  if (/^\d{8}$/.test(region)) return { accessKeyId: credential.slice(0, dateEnd), region: '', service };
  const keyEnd = credential.lastIndexOf('/', dateEnd - 1);
  return { accessKeyId: credential.slice(0, Math.max(keyEnd, 0)), region, service };
}
