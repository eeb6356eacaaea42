/** Polynomials in reflected form, as the CRCs of `checksum.ts` use them. */
const polynomials = {
  CRC32: { width: 32n, polynomial: 0xedb8_8320n },
  CRC32C: { width: 32n, polynomial: 0x82f6_3b78n },
  CRC64NVME: { width: 64n, polynomial: 0x9a6c_9329_ac4b_c9b5n },
} as const;

export type CombinableCrc = keyof typeof polynomials;

export function isCombinable(algorithm: string): algorithm is CombinableCrc {
  return Object.hasOwn(polynomials, algorithm);
}

/**
 * The CRC of bytes after one another from the CRCs of the pieces and their sizes. To append n bytes to a piece is to
 * multiply its CRC by x^8n modulo the polynomial; the ones that all CRCs here begin and end with cancel out.
 */
export function combineCrcs(algorithm: CombinableCrc, pieces: readonly { crc: Buffer; size: number }[]): Buffer {
  const field = fieldOf(algorithm);
  // Most pieces have the same size.
  const powers = new Map<number, bigint>();
  let combined = 0n;
  for (const { crc, size } of pieces) {
    const power = powers.get(size) ?? field.power(size);
    powers.set(size, power);
    combined = field.multiply(power, combined) ^ BigInt(`0x${crc.toString('hex')}`);
  }
  return Buffer.from(combined.toString(16).padStart(Number(field.width) / 4, '0'), 'hex');
}

/** Polynomials over two elements modulo the CRC's own; the highest bit is the coefficient of x^0. */
function fieldOf(algorithm: CombinableCrc) {
  const { width, polynomial } = polynomials[algorithm];
  const one = 1n << (width - 1n);
  const multiply = (a: bigint, b: bigint): bigint => {
    let product = 0n;
    let shifted = b;
    for (let bit = one; bit > 0n; bit >>= 1n) {
      if (a & bit) product ^= shifted;
      shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
    }
    return product;
  };
  /** x^8n. */
  const power = (bytes: number): bigint => {
    let result = one;
    let square = one >> 8n;
    for (let rest = BigInt(bytes); rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = multiply(result, square);
      square = multiply(square, square);
    }
    return result;
  };
  return { width, multiply, power };
}
