import { describe, expect, test } from 'vitest';
import type { ChecksumAlgorithm } from './checksum.ts';
import { checksumLengths, createChecksum } from './checksum.ts';

/** The published check values: digests of the nine digits. */
const CHECKS: [ChecksumAlgorithm, string][] = [
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
];

/** Bit by bit, as the polynomials are defined. */
function slowCrc(bytes: Uint8Array, polynomial: bigint, width: bigint): string {
  const ones = (1n << width) - 1n;
  let crc = ones;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  }
  return (crc ^ ones).toString(16).padStart(Number(width) / 4, '0');
}

describe.each(CHECKS)('%s', (algorithm, check) => {
  test('gives its check value, in one piece and in many', () => {
    const digits = Buffer.from('123456789');
    expect(createChecksum(algorithm).update(digits).digest().toString('hex')).toBe(check);
    const pieces = createChecksum(algorithm);
    for (const digit of digits) pieces.update(Buffer.of(digit));
    expect(pieces.digest().toString('hex')).toBe(check);
    expect(check).toHaveLength(checksumLengths[algorithm] * 2);
  });
});

test('CRCs agree with their definition at every length and alignment', () => {
  const bytes = Buffer.from(Array.from({ length: 80 }, (_, at) => (at * 73 + 11) & 0xff));
  for (let from = 0; from < 9; from++) {
    for (let to = from; to <= bytes.length; to += 7) {
      const part = bytes.subarray(from, to);
      const of = (algorithm: ChecksumAlgorithm) => createChecksum(algorithm).update(part).digest().toString('hex');
      expect(of('CRC32C')).toBe(slowCrc(part, 0x82f63b78n, 32n));
      expect(of('CRC64NVME')).toBe(slowCrc(part, 0x9a6c9329ac4bc9b5n, 64n));
    }
  }
});
