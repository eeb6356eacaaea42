import { hash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadRequest } from '../../../../generated/types/s3.ts';
import { combineCrcs, isCombinable } from '../../../platform/crc-combination.ts';
import { S3Error, invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import { badDigest, claimedIn, compositeChecksum } from './checksum.ts';
import type { StoredChecksum } from './checksum.ts';
import type { Part, Upload } from './upload.ts';

const leastPartBytes = 5 * 1024 * 1024;

/** The parts that the client wants the object to be made of, in order. Throws where the upload has them not so. */
export function chosenParts(
  upload: Upload,
  asked: readonly CompletedPart[] | undefined,
  parts: readonly Part[],
): Part[] {
  if (asked === undefined || asked.length === 0) throw malformedXml();
  const known = new Map(parts.map((part) => [part.partNumber, part]));
  const chosen: Part[] = [];
  for (const { PartNumber, ETag, ...checksums } of asked) {
    if (PartNumber === undefined || ETag === undefined) throw malformedXml();
    if (PartNumber < 1) throw invalidArgument('PartNumber', PartNumber, 'PartNumber must be >= 1');
    if (PartNumber <= (chosen.at(-1)?.partNumber ?? 0)) throw invalidOrder(upload.id);
    const part = known.get(PartNumber);
    if (part?.etag !== ETag.replaceAll('"', '')) throw invalidPart(upload.id, PartNumber, ETag);
    requireChecksum(upload, part, checksums);
    chosen.push(part);
  }
  for (const part of chosen.slice(0, -1)) if (part.size < leastPartBytes) throw partTooSmall(part);
  return chosen;
}

function requireChecksum(upload: Upload, part: Part, members: Omit<CompletedPart, 'ETag' | 'PartNumber'>): void {
  const claimed = claimedIn(members);
  if (claimed === undefined) {
    if (upload.checksumType !== 'COMPOSITE') return;
    const name = upload.checksumAlgorithm?.toLowerCase();
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
    );
  }
  const isSame = part.checksum?.algorithm === claimed.algorithm && part.checksum.value === claimed.value;
  if (!isSame) throw invalidPart(upload.id, part.partNumber, part.etag);
}

/** The MD5 of the parts' MD5s, and their number. */
export function etagOfParts(parts: readonly Part[]): string {
  return `${hash('md5', Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex'))))}-${parts.length}`;
}

/** Undefined where the parts have no checksums of one kind. */
export function checksumOfParts(upload: Upload, parts: readonly Part[]): StoredChecksum | undefined {
  const algorithm = upload.checksumAlgorithm ?? parts[0]?.checksum?.algorithm;
  if (algorithm === undefined || parts.some(({ checksum }) => checksum?.algorithm !== algorithm)) return undefined;
  const values = parts.map(({ checksum }) => checksum?.value ?? '');
  const type = upload.checksumType ?? (isCombinable(algorithm) ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type === 'COMPOSITE') return { algorithm, type, value: compositeChecksum(algorithm, values) };
  if (!isCombinable(algorithm)) return undefined;
  const pieces = parts.map(({ size }, at) => ({ crc: Buffer.from(values[at] ?? '', 'base64'), size }));
  return { algorithm, type, value: combineCrcs(algorithm, pieces).toString('base64') };
}

/** What the request says of the whole object has to hold. */
export function checkClaims(
  input: CompleteMultipartUploadRequest,
  { size, checksum }: { size: number; checksum: StoredChecksum | undefined },
): void {
  const { MpuObjectSize, ChecksumType } = input;
  if (MpuObjectSize !== undefined && MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  if (ChecksumType !== undefined && checksum && ChecksumType !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const claimed = claimedIn(input);
  if (claimed === undefined) return;
  const given = claimed.value?.replace(/-\d+$/, '');
  const isSame = checksum?.algorithm === claimed.algorithm && checksum.value.replace(/-\d+$/, '') === given;
  if (!isSame) throw badDigest(claimed.algorithm);
}

function invalidOrder(uploadId: string): S3Error {
  return new S3Error(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId: uploadId },
  );
}

function invalidPart(uploadId: string, partNumber: number, etag: string): S3Error {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new S3Error('InvalidPart', message, {
    UploadId: uploadId,
    PartNumber: partNumber,
    ETag: etag.replaceAll('"', ''),
  });
}

function partTooSmall({ size, partNumber, etag }: Part): S3Error {
  return new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: size,
    MinSizeAllowed: leastPartBytes,
    PartNumber: partNumber,
    ETag: etag,
  });
}
