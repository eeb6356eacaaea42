import { IamError, quotaExceeded } from '../errors.ts';
import type { HolderKind, InlinePolicy } from './entity.ts';

const managedPolicySize = 6144;
const trustPolicySize = 2048;
const inlineSize: Record<HolderKind, number> = { user: 2048, group: 5120, role: 10_240 };

/** IAM answers documents percent-encoded as in RFC 3986, which is stricter than encodeURIComponent. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, percentEncode);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** White space does not count against IAM's quotas. */
function documentSize(document: string): number {
  return document.replace(/\s+/g, '').length;
}

export function checkManagedPolicySize(document: string): void {
  if (documentSize(document) > managedPolicySize) throw quotaExceeded('PolicySize', managedPolicySize);
}

export function checkTrustPolicySize(document: string): void {
  if (documentSize(document) > trustPolicySize) throw quotaExceeded('ACLSizePerRole', trustPolicySize);
}

/** All inline policies of an entity share one quota. */
export function checkInlineSize(kind: HolderKind, name: string, policies: readonly InlinePolicy[]): void {
  const size = policies.reduce((sum, { document }) => sum + documentSize(document), 0);
  if (size <= inlineSize[kind]) return;
  const message = `Maximum policy size of ${inlineSize[kind]} bytes exceeded for ${kind} ${name}`;
  throw new IamError('LimitExceededException', message);
}
