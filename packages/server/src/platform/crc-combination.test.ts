import { describe, expect, test } from 'vitest';
import { createChecksum } from './checksum.ts';
import { combineCrcs } from './crc-combination.ts';

describe.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s', (algorithm) => {
  const crc = (bytes: Uint8Array) => createChecksum(algorithm).update(bytes).digest();

  test.each([[[5, 4]], [[0, 9]], [[9, 0]], [[1, 1000, 1000, 1000, 17]], [[300_000, 70_001]]])(
    'pieces of %j bytes give the CRC of the whole',
    (sizes) => {
      const pieces = sizes.map((size, at) => Buffer.from(Array.from({ length: size }, (_, i) => (i * 31 + at) & 255)));
      const combined = combineCrcs(
        algorithm,
        pieces.map((piece) => ({ crc: crc(piece), size: piece.length })),
      );
      expect(combined.toString('hex')).toBe(crc(Buffer.concat(pieces)).toString('hex'));
    },
  );
});
