/**
 * CRCs that Node.js lacks, eight bytes a step: table `n` says what a byte does to the sum once `n` bytes follow it.
 * The tables lie one after another in one array.
 */
const TABLES = 8;

/** CRC-32C, the Castagnoli polynomial. */
export class Crc32c {
  #value = -1;

  update(bytes: Uint8Array): this {
    let crc = this.#value;
    let at = 0;
    for (const end = bytes.length - 7; at < end; at += 8) {
      crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      crc =
        C[0x700 | (crc & 0xff)]! ^
        C[0x600 | ((crc >>> 8) & 0xff)]! ^
        C[0x500 | ((crc >>> 16) & 0xff)]! ^
        C[0x400 | (crc >>> 24)]! ^
        C[0x300 | bytes[at + 4]!]! ^
        C[0x200 | bytes[at + 5]!]! ^
        C[0x100 | bytes[at + 6]!]! ^
        C[bytes[at + 7]!]!;
    }
    for (; at < bytes.length; at++) crc = C[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
    this.#value = crc;
    return this;
  }

  digest(): Buffer {
    const digest = Buffer.allocUnsafe(4);
    digest.writeInt32BE(~this.#value);
    return digest;
  }
}

/** CRC-64/NVME as two halves of 32 bits: JavaScript has no fast integers beyond. */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): this {
    let high = this.#high;
    let low = this.#low;
    let at = 0;
    for (const end = bytes.length - 7; at < end; at += 8) {
      const l = low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
      const h = high ^ (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24));
      const i0 = 0x700 | (l & 0xff);
      const i1 = 0x600 | ((l >>> 8) & 0xff);
      const i2 = 0x500 | ((l >>> 16) & 0xff);
      const i3 = 0x400 | (l >>> 24);
      const i4 = 0x300 | (h & 0xff);
      const i5 = 0x200 | ((h >>> 8) & 0xff);
      const i6 = 0x100 | ((h >>> 16) & 0xff);
      const i7 = h >>> 24;
      high = H[i0]! ^ H[i1]! ^ H[i2]! ^ H[i3]! ^ H[i4]! ^ H[i5]! ^ H[i6]! ^ H[i7]!;
      low = L[i0]! ^ L[i1]! ^ L[i2]! ^ L[i3]! ^ L[i4]! ^ L[i5]! ^ L[i6]! ^ L[i7]!;
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ bytes[at]!) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ L[index]!;
      high = (high >>> 8) ^ H[index]!;
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  digest(): Buffer {
    const digest = Buffer.allocUnsafe(8);
    digest.writeInt32BE(~this.#high);
    digest.writeInt32BE(~this.#low, 4);
    return digest;
  }
}

/** Halves of the tables for a reflected polynomial; one of 32 bits only has a low half. */
function crcTables(polynomialHigh: number, polynomialLow: number): { high: Int32Array; low: Int32Array } {
  const high = new Int32Array(TABLES * 256);
  const low = new Int32Array(TABLES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) [h, l] = [h ^ polynomialHigh, l ^ polynomialLow];
    }
    [high[byte], low[byte]] = [h, l];
  }
  for (let at = 256; at < low.length; at++) {
    const [h, l] = [high[at - 256]!, low[at - 256]!];
    high[at] = (h >>> 8) ^ high[l & 0xff]!;
    low[at] = ((l >>> 8) | (h << 24)) ^ low[l & 0xff]!;
  }
  return { high, low };
}

const { low: C } = crcTables(0, 0x82f6_3b78);
const { high: H, low: L } = crcTables(0x9a6c_9329, 0xac4b_c9b5);
