import { createChecksum } from '../../../platform/checksum.ts';
import type { ChecksumAlgorithm } from '../../../platform/checksum.ts';
import { S3Error, invalidRequest, notImplemented } from '../errors.ts';

export type S3ChecksumAlgorithm = ChecksumAlgorithm;

export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

export interface StoredChecksum {
  algorithm: S3ChecksumAlgorithm;
  type: ChecksumType;
  /** Base64; a composite one ends in `-N`, the number of parts. */
  value: string;
}

/** Members of the API that carry checksums. */
export interface ChecksumMembers {
  ChecksumCRC32?: string | undefined;
  ChecksumCRC32C?: string | undefined;
  ChecksumCRC64NVME?: string | undefined;
  ChecksumMD5?: string | undefined;
  ChecksumSHA1?: string | undefined;
  ChecksumSHA256?: string | undefined;
  ChecksumSHA512?: string | undefined;
  ChecksumXXHASH64?: string | undefined;
  ChecksumXXHASH3?: string | undefined;
  ChecksumXXHASH128?: string | undefined;
}

export interface ClaimedChecksum {
  algorithm: S3ChecksumAlgorithm;
  /** Absent where it comes in a trailer. */
  value?: string;
}

/** What S3 computes where a client names none. */
export const defaultAlgorithm: S3ChecksumAlgorithm = 'CRC64NVME';

const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'MD5', 'SHA1', 'SHA256', 'SHA512'] as const;
const absentAlgorithms = ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const;
const memberNames = algorithms.map((name) => [name, `Checksum${name}`] as const);
const memberOf = Object.fromEntries(memberNames) as Record<S3ChecksumAlgorithm, keyof ChecksumMembers>;
const absentMembers = absentAlgorithms.map((name) => [name, `Checksum${name}`] as const);

/** The checksum that a request gives in its headers, or in a body's element. */
export function claimedIn(members: ChecksumMembers): ClaimedChecksum | undefined {
  for (const [name, member] of absentMembers) if (members[member] !== undefined) throw absentAlgorithm(name);
  let claimed: ClaimedChecksum | undefined;
  for (const [algorithm, member] of memberNames) {
    const value = members[member];
    if (value === undefined) continue;
    if (claimed)
      throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
    claimed = { algorithm, value };
  }
  return claimed;
}

/** The checksum that comes after a body, by the header that announces it. */
export function claimedInTrailer(announced: string | string[] | undefined): ClaimedChecksum | undefined {
  if (announced === undefined) return undefined;
  const name = /x-amz-checksum-(\w+)/i.exec(String(announced))?.[1]?.toUpperCase();
  return name === undefined ? undefined : { algorithm: requireAlgorithm(name) };
}

export function requireAlgorithm(name: string): S3ChecksumAlgorithm {
  const algorithm = algorithms.find((known) => known === name);
  if (algorithm) return algorithm;
  if (absentAlgorithms.some((known) => known === name)) throw absentAlgorithm(name);
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

function absentAlgorithm(name: string): S3Error {
  return notImplemented(`The checksum algorithm ${name}`);
}

export function checksumMember({
  algorithm,
  value,
}: {
  algorithm: S3ChecksumAlgorithm;
  value: string;
}): ChecksumMembers {
  return { [memberOf[algorithm]]: value };
}

export function checksumMembers(
  checksum: StoredChecksum | undefined,
): ChecksumMembers & { ChecksumType?: ChecksumType } {
  return checksum ? { ...checksumMember(checksum), ChecksumType: checksum.type } : {};
}

/** CRCs of parts give that of the whole, other digests do not. */
function isCrc(algorithm: S3ChecksumAlgorithm): boolean {
  return algorithm.startsWith('CRC');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export function checksumTypeOf(algorithm: S3ChecksumAlgorithm, asked: ChecksumType | undefined): ChecksumType {
  if (asked !== undefined && asked !== 'COMPOSITE' && asked !== 'FULL_OBJECT') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible = type === 'FULL_OBJECT' ? isCrc(algorithm) : algorithm !== 'CRC64NVME';
  if (isPossible) return type;
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

export function digestOf(algorithm: S3ChecksumAlgorithm, bytes: Uint8Array): string {
  return createChecksum(algorithm).update(bytes).digest().toString('base64');
}

export function compositeChecksum(algorithm: S3ChecksumAlgorithm, parts: readonly string[]): string {
  const checksum = createChecksum(algorithm);
  for (const part of parts) checksum.update(Buffer.from(part, 'base64'));
  return `${checksum.digest().toString('base64')}-${parts.length}`;
}

export function badDigest(algorithm: string): S3Error {
  return new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}
