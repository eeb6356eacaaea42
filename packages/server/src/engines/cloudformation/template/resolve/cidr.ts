import { isIP } from 'node:net';
import { templateError } from '../template-error.ts';

interface Block {
  base: bigint;
  bits: 32 | 128;
  prefix: number;
}

/** Fn::Cidr: `count` blocks of `cidrBits` host bits out of the beginning of `block`. */
export function cidrBlocks(block: string, count: number, cidrBits?: number): string[] {
  const { base, bits, prefix } = parseBlock(block);
  const hostBits = cidrBits ?? (bits === 32 ? 8 : 64);
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    throw templateError(`Fn::Cidr requires a count between 1 and 256, not ${count}`);
  }
  if (!Number.isInteger(hostBits) || hostBits < 1 || hostBits > bits) {
    throw templateError(`Fn::Cidr requires CIDR bits between 1 and ${bits}, not ${hostBits}`);
  }
  const length = bits - hostBits;
  if (length < prefix || BigInt(count) > 1n << BigInt(length - prefix)) {
    throw templateError(`Fn::Cidr cannot fit ${count} blocks of ${hostBits} CIDR bits into ${block}`);
  }
  const step = 1n << BigInt(hostBits);
  return Array.from({ length: count }, (_, index) => `${formatAddress(base + step * BigInt(index), bits)}/${length}`);
}

function parseBlock(text: string): Block {
  const [address = '', mask = ''] = text.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const prefix = Number(mask);
  if (version === 0 || !/^[0-9]{1,3}$/.test(mask) || prefix > bits) {
    throw templateError(`Fn::Cidr requires an IP address block, not ${text}`);
  }
  const host = BigInt(bits - prefix);
  return { base: (parseAddress(address, version) >> host) << host, bits, prefix };
}

function parseAddress(address: string, version: number): bigint {
  if (version === 4) return joinParts(address.split('.').map(Number), 8n);
  const [head = '', rest] = shortForm(address).split('::');
  const left = groups(head);
  const right = groups(rest ?? '');
  const zeros = rest === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => 0);
  return joinParts([...left, ...zeros, ...right], 16n);
}

function groups(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

function joinParts(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}

function formatAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const groups16 = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  return shortForm(groups16.join(':'));
}

/** A URL writes its address in the form of RFC 5952, without dotted parts. */
function shortForm(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
