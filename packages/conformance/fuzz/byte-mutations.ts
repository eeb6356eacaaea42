import type { Random } from '../crash/random.ts';
import { hostileText } from './dictionary.ts';

/** Changes, adds or repeats bytes. */
export function mutateBytes(body: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(body);
  if (bytes.length === 0) return Buffer.from(hostileText(random));
  switch (random.below(4)) {
    case 0:
      for (let count = 1 + random.below(8); count > 0; count--) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    case 1:
      return spliced(bytes, Buffer.from(Array.from({ length: 1 + random.below(20) }, () => random.below(256))), random);
    case 2:
      return spliced(bytes, Buffer.from(hostileText(random)), random);
    default:
      return spliced(bytes, bytes.subarray(random.below(bytes.length)), random);
  }
}

export function spliced(body: Buffer, inserted: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  const until = random.chance(0.5) ? at : Math.min(body.length, at + random.below(30));
  return Buffer.concat([body.subarray(0, at), inserted, body.subarray(until)]);
}

/** Something that opens and never closes, over and over. */
export function nestings(random: Random): Buffer {
  const unit = random.pick<Buffer>([
    ...[
      '[',
      '{"a":',
      '<a>',
      '<a b="',
      '&amp;',
      '<!--',
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '.member.1',
      '&A.1.A.1=1',
    ].map((text) => Buffer.from(text)),
    // CBOR: lists, maps, tags, strings without an end, and lengths that nothing can have.
    ...[
      [0x81],
      [0x9f],
      [0xa1, 0x61, 0x61],
      [0xbf],
      [0xc1],
      [0x7f],
      [0x5f],
      [0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ].map((bytes) => Buffer.from(bytes)),
  ]);
  const count = random.pick([2, 100, 3000, 50_000]);
  return Buffer.alloc(Math.min(unit.length * count, 300_000), unit);
}
