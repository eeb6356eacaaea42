import type { SignedRequest } from './canonical-request.ts';
import type { CredentialScope } from './signing-key.ts';

/** What a request says of its signature, in a header or in a presigned query. Nothing of it is verified yet. */
export interface PresentedSignature {
  form: 'header' | 'query';
  accessKeyId: string;
  scope: CredentialScope;
  /** `20261122T101112Z` */
  timestamp: string;
  signedHeaders: string[];
  signature: string;
  sessionToken?: string;
  /** Presigned only. */
  expiresSeconds?: number;
}

export interface SignatureProblem {
  problem: 'incomplete' | 'unsupported' | 'wrong scope';
  message: string;
}

export function findSignature(request: SignedRequest): PresentedSignature | SignatureProblem | undefined {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) return fromHeader(request, authorization);
  return request.query.includes('X-Amz-') ? fromQuery(request) : undefined;
}

function fromHeader(request: SignedRequest, authorization: string): PresentedSignature | SignatureProblem | undefined {
  if (!authorization.startsWith('AWS4-')) {
    if (!/^AWS[ 4]/.test(authorization)) return undefined;
    return { problem: 'unsupported', message: 'Only AWS4-HMAC-SHA256 signatures are supported here.' };
  }
  if (!authorization.startsWith('AWS4-HMAC-SHA256')) {
    const algorithm = authorization.split(' ', 1)[0] ?? '';
    return {
      problem: 'unsupported',
      message: `Signature algorithm ${algorithm} is not supported here; use AWS4-HMAC-SHA256.`,
    };
  }
  const parts = new Map<string, string>();
  for (const part of authorization.slice('AWS4-HMAC-SHA256'.length).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  const timestamp = singleHeader(request, 'x-amz-date') ?? compactDate(singleHeader(request, 'date'));
  if (missing.length > 0 || timestamp === undefined) return incompleteHeader(missing, timestamp, authorization);
  const credential = parseCredential(parts.get('Credential') ?? '');
  if (credential === undefined) return badCredential(parts.get('Credential') ?? '');
  return {
    form: 'header',
    ...credential,
    timestamp,
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    ...optionalToken(singleHeader(request, 'x-amz-security-token')),
  };
}

function incompleteHeader(missing: string[], timestamp: string | undefined, authorization: string): SignatureProblem {
  const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (timestamp === undefined) {
    complaints.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return {
    problem: 'incomplete',
    message: `${complaints.join(' ')} Authorization=${authorization.split(' ', 1)[0] ?? ''}`,
  };
}

function badCredential(credential: string): SignatureProblem {
  const [terminal, ...others] = credential.split('/').reverse();
  if (others.length === 4 && terminal !== 'aws4_request') {
    const message = `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminal?.slice(0, 100)}'.`;
    return { problem: 'wrong scope', message };
  }
  return {
    problem: 'incomplete',
    message: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 200)}'`,
  };
}

function fromQuery(request: SignedRequest): PresentedSignature | SignatureProblem | undefined {
  const query = new URLSearchParams(request.query);
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm === null && query.get('X-Amz-Credential') === null) return undefined;
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    return {
      problem: 'unsupported',
      message: `Signature algorithm ${algorithm ?? '(none)'} is not supported here; use AWS4-HMAC-SHA256.`,
    };
  }
  const required = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'];
  const missing = required.filter((name) => !query.get(name));
  if (missing.length > 0) {
    return {
      problem: 'incomplete',
      message: missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' '),
    };
  }
  const credential = parseCredential(query.get('X-Amz-Credential') ?? '');
  if (credential === undefined) return badCredential(query.get('X-Amz-Credential') ?? '');
  return {
    form: 'query',
    ...credential,
    timestamp: query.get('X-Amz-Date') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    expiresSeconds: Number(query.get('X-Amz-Expires') ?? 'NaN'),
    ...optionalToken(query.get('X-Amz-Security-Token') ?? undefined),
  };
}

function optionalToken(sessionToken: string | undefined): { sessionToken?: string } {
  return sessionToken === undefined ? {} : { sessionToken };
}

export function parseCredential(text: string): { accessKeyId: string; scope: CredentialScope } | undefined {
  const [accessKeyId, date, region, service, term, ...rest] = text.split('/');
  if (!accessKeyId || !date || region === undefined || !service || term !== 'aws4_request' || rest.length > 0)
    return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function singleHeader(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A Date header may be in either form. */
function compactDate(date: string | undefined): string | undefined {
  if (date !== undefined && !Number.isNaN(parseTimestamp(date))) return date;
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Milliseconds since 1970 of `20261122T101112Z`; NaN where it is not of that form. */
export function parseTimestamp(timestamp: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  return match ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`) : Number.NaN;
}
