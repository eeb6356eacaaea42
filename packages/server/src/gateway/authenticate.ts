import type { Clock } from '../platform/clock.ts';
import type { Credential, CredentialSource, Principal } from '../platform/identity.ts';
import type { Protocol, ServiceIndexEntry } from '../protocol/model.ts';
import { securityError } from './security-errors.ts';
import { sha256Hex } from './signature/canonical-request.ts';
import type { SignedRequest } from './signature/canonical-request.ts';
import { ChunkSignatures } from './signature/chunk-signature.ts';
import { findSignature } from './signature/presented-signature.ts';
import type { PresentedSignature } from './signature/presented-signature.ts';
import { SigningKeys } from './signature/signing-key.ts';
import { checkPresented, checkSignature } from './signature/verify-signature.ts';
import type { Refusal } from './signature/verify-signature.ts';

export type AuthMode = 'open' | 'iam';

export interface Caller {
  principal: Principal;
  region: string;
  /** Present where the signatures of a streamed body's chunks must be verified. */
  chunkSignatures?: ChunkSignatures;
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

export type Authenticate = (
  request: SignedRequest,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
) => Promise<Caller>;

/** Finds out who makes a request: by any credentials in `open` mode, by a verified signature in `iam` mode. */
export function createAuthenticator(options: AuthenticationOptions): Authenticate {
  const keys = new SigningKeys();
  return (request, target, body) => {
    const presented = findSignature(request);
    if (presented !== undefined && 'problem' in presented) {
      if (options.mode === 'open') return Promise.resolve(rootCaller(options, undefined));
      throw securityError('incomplete-signature', presented.message, target.service, target.protocol);
    }
    return options.mode === 'open'
      ? authenticateOpen(presented, target, options)
      : authenticateSigned(request, presented, target, body, options, keys);
  };
}

async function authenticateOpen(
  presented: PresentedSignature | undefined,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Promise<Caller> {
  if (presented === undefined) return rootCaller(options, undefined);
  const now = options.clock.now();
  if (presented.form === 'query') {
    refuse(checkPresented(presented, target.service.service, presented.scope.service, now), target);
  }
  // Only keys of AWS's own form can have been issued here; the usual `test` needs no look-up.
  const credential = /^A[KS]IA/.test(presented.accessKeyId)
    ? await findCredential(presented.accessKeyId, options.sources)
    : undefined;
  if (credential === undefined) return rootCaller(options, presented);
  if (credential.expiresAt !== undefined && credential.expiresAt <= now) {
    refuse({ problem: 'expired-token', message: 'The security token included in the request is expired' }, target);
  }
  return used(credential, presented, target, options);
}

async function authenticateSigned(
  request: SignedRequest,
  presented: PresentedSignature | undefined,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
  options: AuthenticationOptions,
  keys: SigningKeys,
): Promise<Caller> {
  if (presented === undefined) {
    if (target.anonymousAllowed) return { principal: anonymous, region: options.region };
    const message = target.service.service === 's3' ? 'Access Denied' : 'Request is missing Authentication Token';
    throw securityError('missing-token', message, target.service, target.protocol);
  }
  const now = options.clock.now();
  refuse(checkPresented(presented, target.service.service, target.service.signingName, now), target);
  const credential = await findCredential(presented.accessKeyId, options.sources);
  if (credential === undefined || !credential.active) {
    return refuse({ problem: 'unknown-key', message: unknownKeyMessage(target) }, target);
  }
  const payloadHash = payloadHashOf(request, presented, target, body);
  refuse(checkSignature(request, presented, credential, payloadHash, keys, now), target);
  const caller = used(credential, presented, target, options);
  if (!payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256')) return caller;
  const key = keys.get(credential.secretAccessKey, presented.scope);
  return { ...caller, chunkSignatures: new ChunkSignatures({ key, ...presented }) };
}

/** What the client says the body's hash is; for a buffered body that it does not say it of, the body's own. */
function payloadHashOf(
  request: SignedRequest,
  presented: PresentedSignature,
  target: AuthenticatedTarget,
  body: Uint8Array | undefined,
): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (typeof declared === 'string') {
    const isHash = /^[0-9a-f]{64}$/.test(declared);
    if (isHash && body !== undefined && sha256Hex(body) !== declared) {
      refuse({ problem: 'wrong-signature', message: 'The provided x-amz-content-sha256 header does not match what was computed.' }, target);
    }
    return declared;
  }
  if (target.service.service === 's3' && presented.form === 'query') return 'UNSIGNED-PAYLOAD';
  return sha256Hex(body ?? '');
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
  presented: PresentedSignature,
  target: AuthenticatedTarget,
  options: AuthenticationOptions,
): Caller {
  const region = presented.scope.region || options.region;
  credential.source.used?.(credential, target.service.signingName, region);
  return { principal: credential.principal, region };
}

function rootCaller(options: AuthenticationOptions, presented: PresentedSignature | undefined): Caller {
  const keyId = presented?.accessKeyId ?? '';
  const account = /^\d{12}$/.test(keyId) ? keyId : options.account;
  return { principal: rootPrincipal(account), region: presented?.scope.region || options.region };
}

export function rootPrincipal(account: string): Principal {
  return { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
}

const anonymous: Principal = { kind: 'anonymous', account: 'anonymous', arn: '*', userId: 'anonymous' };

function unknownKeyMessage(target: AuthenticatedTarget): string {
  return target.service.service === 's3'
    ? 'The AWS Access Key Id you provided does not exist in our records.'
    : 'The security token included in the request is invalid.';
}

function refuse(refusal: Refusal, target: AuthenticatedTarget): never;
function refuse(refusal: Refusal | undefined, target: AuthenticatedTarget): void;
function refuse(refusal: Refusal | undefined, target: AuthenticatedTarget): void {
  if (refusal !== undefined) throw securityError(refusal.problem, refusal.message, target.service, target.protocol);
}
