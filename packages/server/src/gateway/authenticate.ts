import type { Clock } from '../platform/clock.ts';
import { AwsError } from '../platform/errors.ts';
import type { Credential, CredentialSource, Principal } from '../platform/identity.ts';
import type { FormSignature, LegacyFormSignature } from '../platform/service.ts';
import type { CredentialScope } from '../protocol/credential-scope.ts';
import type { Protocol, ServiceIndexEntry } from '../protocol/model.ts';
import { securityError } from './security-errors.ts';
import type { SecurityProblem } from './security-errors.ts';
import { sha256Hex } from './signature/canonical-request.ts';
import type { SignedRequest } from './signature/canonical-request.ts';
import { ChunkSignatures } from './signature/chunk-signature.ts';
import {
  checkLegacyExpiry,
  checkLegacySignature,
  checkLegacyText,
  findLegacySignature,
} from './signature/legacy-signature.ts';
import { findSignature, parseCredential } from './signature/presented-signature.ts';
import type { PresentedSignature, SignatureProblem } from './signature/presented-signature.ts';
import { s3FormError, unsignedHeadersError } from './signature/s3-form.ts';
import { SigningKeys } from './signature/signing-key.ts';
import { checkPresented, checkSignature, checkTextSignature } from './signature/verify-signature.ts';
import type { Refusal } from './signature/verify-signature.ts';

export type AuthMode = 'open' | 'iam';

export interface Caller {
  principal: Principal;
  region: string;
  /** Present where the signatures of a streamed body's chunks must be verified. */
  chunkSignatures?: ChunkSignatures;
  /** The SHA-256 that was signed for a body that streams, in hexadecimal digits. */
  payloadHash?: string;
}

export interface AuthenticationOptions {
  mode: AuthMode;
  clock: Clock;
  sources: readonly CredentialSource[];
  /** Account of requests whose credentials name none. */
  account: string;
  /** Region of requests whose signature names none. */
  region: string;
}

export interface AuthenticatedTarget {
  service: ServiceIndexEntry;
  protocol: Protocol;
  /** The operation may be called without credentials. */
  anonymousAllowed: boolean;
}

/** A request with what it says of its signature's scope, which `open` mode takes at its word. */
export interface RequestToAuthenticate extends SignedRequest {
  signing?: CredentialScope | undefined;
}

export type Authenticate = (
  request: RequestToAuthenticate,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
) => Caller | Promise<Caller>;

/** Finds out who makes a request: by any credentials in `open` mode, by a verified signature in `iam` mode. */
export function createAuthenticator(options: AuthenticationOptions): Authenticate {
  const keys = new SigningKeys();
  return options.mode === 'open'
    ? (request, target) => authenticateOpen(request, target, options)
    : (request, target, body) => authenticateSigned(request, target, body, options, keys);
}

export type AuthenticateForm = (
  form: FormSignature | LegacyFormSignature,
  target: AuthenticatedTarget,
) => Promise<Caller>;

/** A form's signature holds as long as a presigned address at most; its policy usually says less. */
const formValidSeconds = 7 * 24 * 3600;

/** Finds out who signed a form that a browser posts. */
export function createFormAuthenticator(options: AuthenticationOptions): AuthenticateForm {
  const keys = new SigningKeys();
  return async (form, target) => {
    if ('accessKeyId' in form) return authenticateLegacyForm(form, target, options);
    const { date: timestamp, signature, sessionToken } = form;
    const parsed = parseCredential(form.credential);
    if (parsed === undefined) {
      const message = `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${form.credential.slice(0, 200)}'`;
      throw securityError('incomplete-signature', message, target.service, target.protocol);
    }
    const token = sessionToken === undefined ? {} : { sessionToken };
    const given = { form: 'query', ...parsed, timestamp, signature, ...token } as const;
    const presented: PresentedSignature = { ...given, signedHeaders: [], expiresSeconds: formValidSeconds };
    if (options.mode === 'open') {
      const signing = { accessKeyId: parsed.accessKeyId, ...parsed.scope };
      return authenticateOpen({ method: 'POST', path: '', query: '', headers: {}, signing }, target, options);
    }
    const now = options.clock.now();
    refuse(checkPresented(presented, target.service.service, target.service.signingName, now), target);
    const credential = await requireCredential(presented, target, options);
    refuse(checkTextSignature(form.text, presented, credential, keys, now), target);
    return used(credential, parsed.scope.region, target, options);
  };
}

async function authenticateLegacyForm(
  form: LegacyFormSignature,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Promise<Caller> {
  const { accessKeyId, text } = form;
  if (options.mode === 'open') {
    const signing = { accessKeyId, region: '', service: target.service.signingName };
    return authenticateOpen({ method: 'POST', path: '', query: '', headers: {}, signing }, target, options);
  }
  const credential = await requireCredential(form, target, options);
  refuse(checkLegacyText(text, form, credential, options.clock.now()), target);
  return used(credential, '', target, options);
}

/** Undefined where there is no signature of version 2, which only S3 knows. */
async function authenticateLegacy(
  request: SignedRequest,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Promise<Caller | undefined> {
  const legacy = target.service.service === 's3' ? findLegacySignature(request) : undefined;
  if (legacy === undefined) return undefined;
  const now = options.clock.now();
  refuse(checkLegacyExpiry(legacy, now), target);
  if (options.mode === 'open') {
    const signing = { accessKeyId: legacy.accessKeyId, region: '', service: 's3' };
    return authenticateOpen({ ...request, query: '', signing }, target, options);
  }
  const credential = await requireCredential(legacy, target, options);
  refuse(checkLegacySignature(request, legacy, credential, now), target);
  return used(credential, '', target, options);
}

function authenticateOpen(
  request: RequestToAuthenticate,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Caller | Promise<Caller> {
  const { signing } = request;
  if (signing === undefined) return authenticateUnsigned(request, target, options);
  if (request.query.includes('X-Amz-Expires=')) {
    const now = options.clock.now();
    const presented = requireComplete(request, target);
    if (presented) refuse(checkPresented(presented, target.service.service, presented.scope.service, now), target);
  }
  // Only keys of AWS's own form can have been issued here; the usual `test` needs no look-up.
  const mayBeIssued = /^A[KS]IA/.test(signing.accessKeyId);
  return mayBeIssued ? authenticateIssued(signing, target, options) : rootCaller(options, signing);
}

async function authenticateUnsigned(
  request: SignedRequest,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Promise<Caller> {
  return (await authenticateLegacy(request, target, options)) ?? rootCaller(options, undefined);
}

async function authenticateIssued(
  signing: CredentialScope,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Promise<Caller> {
  const credential = await findCredential(signing.accessKeyId, options.sources);
  if (credential === undefined) return rootCaller(options, signing);
  if (credential.expiresAt !== undefined && credential.expiresAt <= options.clock.now()) {
    refuse({ problem: 'expired-token', message: 'The security token included in the request is expired' }, target);
  }
  return used(credential, signing.region, target, options);
}

const securityProblems: Record<SignatureProblem['problem'], SecurityProblem> = {
  incomplete: 'incomplete-signature',
  unsupported: 'incomplete-signature',
  'wrong scope': 'wrong-scope',
};

function requireComplete(request: SignedRequest, target: AuthenticatedTarget): PresentedSignature | undefined {
  const error = target.service.service === 's3' ? s3FormError(request) : undefined;
  if (error !== undefined) throw error;
  const presented = findSignature(request);
  if (presented === undefined || !('problem' in presented)) return presented;
  const { problem, message } = presented;
  throw securityError(securityProblems[problem], message, target.service, target.protocol);
}

async function authenticateSigned(
  request: SignedRequest,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
  options: AuthenticationOptions,
  keys: SigningKeys,
): Promise<Caller> {
  const presented = requireComplete(request, target);
  if (presented === undefined) {
    const legacy = await authenticateLegacy(request, target, options);
    if (legacy !== undefined) return legacy;
    if (target.anonymousAllowed) return { principal: anonymous, region: options.region };
    const message = target.service.service === 's3' ? 'Access Denied' : 'Request is missing Authentication Token';
    throw securityError('missing-token', message, target.service, target.protocol);
  }
  const now = options.clock.now();
  refuse(checkPresented(presented, target.service.service, target.service.signingName, now), target);
  const unsigned = target.service.service === 's3' ? unsignedHeadersError(request, presented) : undefined;
  if (unsigned !== undefined) throw unsigned;
  const credential = await requireCredential(presented, target, options);
  const payloadHash = payloadHashOf(request, presented, target, body);
  refuse(checkSignature(request, presented, credential, payloadHash, keys, now), target);
  const caller = used(credential, presented.scope.region, target, options);
  if (body === undefined && isHash(payloadHash) && isDeclared(request)) return { ...caller, payloadHash };
  if (!payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256')) return caller;
  const key = keys.get(credential.secretAccessKey, presented.scope);
  return { ...caller, chunkSignatures: new ChunkSignatures({ key, ...presented }) };
}

/** What the client says of the body; where it says nothing that can be checked, the body's own hash. */
function payloadHashOf(
  request: SignedRequest,
  { form }: PresentedSignature,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
): string {
  const isS3 = target.service.service === 's3';
  const declared =
    request.headers['x-amz-content-sha256'] ?? (isS3 && form === 'query' ? queryHash(request) : undefined);
  if (typeof declared !== 'string' || !(isHash(declared) || /^(?:UNSIGNED|STREAMING)-/.test(declared))) {
    return sha256Hex(body ?? '');
  }
  const computed = isHash(declared) && body !== undefined ? sha256Hex(body) : declared;
  if (computed === declared) return declared;
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  if (!isS3) return refuse({ problem: 'wrong-signature', message }, target);
  const members = { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed };
  throw new AwsError('XAmzContentSHA256Mismatch', message, { status: 400, members });
}

function queryHash({ query }: SignedRequest): string {
  return /(?:^|&)X-Amz-Content-Sha256=([^&]*)/i.exec(query)?.[1] ?? 'UNSIGNED-PAYLOAD';
}

function isDeclared({ headers, query }: SignedRequest): boolean {
  return headers['x-amz-content-sha256'] !== undefined || /X-Amz-Content-Sha256=/i.test(query);
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

async function requireCredential(
  { accessKeyId }: { accessKeyId: string },
  target: AuthenticatedTarget,
  { sources }: AuthenticationOptions,
): Promise<Credential & { source: CredentialSource }> {
  const credential = await findCredential(accessKeyId, sources);
  if (credential?.active) return credential;
  const message = 'The security token included in the request is invalid.';
  return refuse({ problem: 'unknown-key', message, members: { AWSAccessKeyId: accessKeyId } }, target);
}

async function findCredential(
  accessKeyId: string,
  sources: readonly CredentialSource[],
): Promise<(Credential & { source: CredentialSource }) | undefined> {
  for (const source of sources) {
    const credential = await source.find(accessKeyId);
    if (credential !== undefined) return { ...credential, source };
  }
  return undefined;
}

function used(
  credential: Credential & { source: CredentialSource },
  signedRegion: string,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Caller {
  const region = signedRegion || options.region;
  credential.source.used?.(credential, target.service.signingName, region);
  return { principal: credential.principal, region };
}

function rootCaller(options: AuthenticationOptions, signing: CredentialScope | undefined): Caller {
  const keyId = signing?.accessKeyId ?? '';
  const account = /^\d{12}$/.test(keyId) ? keyId : options.account;
  return { principal: rootPrincipal(account), region: signing?.region || options.region };
}

export function rootPrincipal(account: string): Principal {
  return { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
}

const anonymous: Principal = { kind: 'anonymous', account: 'anonymous', arn: '*', userId: 'anonymous' };

function refuse(refusal: Refusal, target: AuthenticatedTarget): never;
function refuse(refusal: Refusal | undefined, target: AuthenticatedTarget): void;
function refuse(refusal: Refusal | undefined, target: AuthenticatedTarget): void {
  if (refusal === undefined) return;
  const { problem, message, members } = refusal;
  throw securityError(problem, message, target.service, target.protocol, members);
}
