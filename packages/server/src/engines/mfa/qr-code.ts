import { generatorPolynomial, remainder } from './reed-solomon.ts';

/** Some sizes of ISO/IEC 18004, all at error correction level L. */
interface Version {
  number: number;
  checkBytesPerBlock: number;
  blocks: number;
  /** Centres of the alignment patterns, in both directions. */
  alignment: readonly number[];
}

const versions: readonly Version[] = [
  { number: 7, checkBytesPerBlock: 20, blocks: 2, alignment: [6, 22, 38] },
  { number: 10, checkBytesPerBlock: 18, blocks: 4, alignment: [6, 28, 50] },
  { number: 15, checkBytesPerBlock: 22, blocks: 6, alignment: [6, 26, 48, 70] },
];

/** True modules are dark. */
export type QrCode = readonly (readonly boolean[])[];

/** Undefined where the text is too long: more than 520 bytes. */
export function qrCode(text: string): QrCode | undefined {
  const bytes = [...Buffer.from(text)];
  const version = versions.find((each) => bytes.length + headerBytes(each) <= dataBytes(each));
  if (!version) return undefined;
  const grid = new Grid(version);
  grid.drawPatterns();
  grid.drawData(codewords(bytes, version));
  grid.mask();
  return grid.dark;
}

function headerBytes({ number }: Version): number {
  // Mode and terminator are half a byte each, around a length of one or two bytes.
  return number < 10 ? 2 : 3;
}

function totalBytes({ number, alignment }: Version): number {
  const centres = alignment.length;
  const alignmentModules = (25 * centres - 10) * centres - 55;
  const versionModules = 36;
  return Math.floor(((16 * number + 128) * number + 64 - alignmentModules - versionModules) / 8);
}

function dataBytes(version: Version): number {
  return totalBytes(version) - version.blocks * version.checkBytesPerBlock;
}

/** Data and check bytes of all blocks, interleaved. */
function codewords(bytes: number[], version: Version): number[] {
  const data = padded(bytes, version);
  const generator = generatorPolynomial(version.checkBytesPerBlock);
  const shortLength = Math.floor(data.length / version.blocks);
  const shortBlocks = version.blocks - (data.length % version.blocks);
  const blocks: number[][] = [];
  let start = 0;
  for (let index = 0; index < version.blocks; index++) {
    const end = start + shortLength + Number(index >= shortBlocks);
    blocks.push(data.slice(start, end));
    start = end;
  }
  const checks = blocks.map((block) => remainder(block, generator));
  return [...interleave(blocks), ...interleave(checks)];
}

function interleave(blocks: readonly number[][]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_unused, index) => blocks.flatMap((block) => block[index] ?? [])).flat();
}

/** Byte mode: four bits of mode, the length, the bytes, four zero bits, and 0xec 0x11 in turn up to the end. */
function padded(bytes: number[], version: Version): number[] {
  const lengthBits = version.number < 10 ? 8 : 16;
  const bits = `0100${bytes.length.toString(2).padStart(lengthBits, '0')}${bytes
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')}0000`;
  const data = (bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2));
  for (let pad = 0xec; data.length < dataBytes(version); pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

class Grid {
  readonly dark: boolean[][];
  readonly #version: Version;
  readonly #size: number;
  readonly #reserved: boolean[][];

  constructor(version: Version) {
    this.#version = version;
    this.#size = version.number * 4 + 17;
    const empty = () => Array.from({ length: this.#size }, () => Array.from({ length: this.#size }, () => false));
    this.dark = empty();
    this.#reserved = empty();
  }

  drawPatterns(): void {
    const last = this.#size - 1;
    for (let at = 0; at < this.#size; at++) {
      this.#set(at, 6, at % 2 === 0);
      this.#set(6, at, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [last - 3, 3],
      [3, last - 3],
    ] as const)
      this.#drawRings(x, y, 4, [2, 4]);
    const { alignment } = this.#version;
    const [first, end] = [alignment[0], alignment.at(-1)];
    for (const x of alignment) {
      for (const y of alignment) {
        const atFinder = (x === first && y !== undefined && (y === first || y === end)) || (x === end && y === first);
        if (!atFinder) this.#drawRings(x, y, 2, [1]);
      }
    }
    this.#drawFormat();
    this.#drawVersion();
  }

  /** Zigzag from the lower right, two columns at a time, past the vertical timing pattern. */
  drawData(data: readonly number[]): void {
    let bit = 0;
    for (let right = this.#size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const upwards = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.#size; step++) {
        const y = upwards ? this.#size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#reserved[y]?.[x]) continue;
          const byte = data[bit >>> 3] ?? 0;
          this.#paint(x, y, ((byte >>> (7 - (bit & 7))) & 1) === 1);
          bit++;
        }
      }
    }
  }

  /** Mask 0, a chessboard. Any mask can be read; the best one only helps poor cameras. */
  mask(): void {
    for (let y = 0; y < this.#size; y++) {
      for (let x = 0; x < this.#size; x++) {
        if (!this.#reserved[y]?.[x] && (x + y) % 2 === 0) this.#paint(x, y, !this.dark[y]?.[x]);
      }
    }
  }

  /** Concentric squares around a centre, light at the given distances. */
  #drawRings(centreX: number, centreY: number, radius: number, light: readonly number[]): void {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const distance = Math.max(Math.abs(dx), Math.abs(dy));
        this.#set(centreX + dx, centreY + dy, !light.includes(distance));
      }
    }
  }

  /** Level L and mask 0, with their check bits, twice. */
  #drawFormat(): void {
    const format = 0x77c4;
    const bit = (index: number) => ((format >>> index) & 1) === 1;
    const last = this.#size - 1;
    for (let index = 0; index <= 5; index++) this.#set(8, index, bit(index));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let index = 9; index < 15; index++) this.#set(14 - index, 8, bit(index));
    for (let index = 0; index < 8; index++) this.#set(last - index, 8, bit(index));
    for (let index = 8; index < 15; index++) this.#set(8, last - 14 + index, bit(index));
    this.#set(8, last - 7, true);
  }

  #drawVersion(): void {
    const { number } = this.#version;
    let check = number;
    for (let step = 0; step < 12; step++) check = (check << 1) ^ ((check >>> 11) * 0x1f25);
    const bits = (number << 12) | check;
    for (let index = 0; index < 18; index++) {
      const dark = ((bits >>> index) & 1) === 1;
      const [near, far] = [Math.floor(index / 3), this.#size - 11 + (index % 3)];
      this.#set(far, near, dark);
      this.#set(near, far, dark);
    }
  }

  #set(x: number, y: number, dark: boolean): void {
    const row = this.#reserved[y];
    if (row === undefined || x < 0 || x >= this.#size) return;
    row[x] = true;
    this.#paint(x, y, dark);
  }

  #paint(x: number, y: number, dark: boolean): void {
    const row = this.dark[y];
    if (row) row[x] = dark;
  }
}
