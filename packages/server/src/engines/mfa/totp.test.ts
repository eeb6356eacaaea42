import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { qrCode } from './qr-code.ts';
import { findStep, totpCode, totpStep } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

it('makes the codes of RFC 6238, cut to six digits', () => {
  const codes = [59, 1_111_111_109, 1_234_567_890, 20_000_000_000].map((seconds) =>
    totpCode(secret, totpStep(seconds * 1000)),
  );
  expect(codes).toEqual(['287082', '081804', '005924', '353130']);
});

it('finds the step at which codes follow each other, the nearest first', () => {
  const codes = [totpCode(secret, 103), totpCode(secret, 104)];
  expect(findStep(secret, codes, 100, 5)).toBe(103);
  expect(findStep(secret, codes, 100, 2)).toBeUndefined();
  expect(findStep(secret, codes.toReversed(), 100, 5)).toBeUndefined();
});

it('reads the base32 that it writes, and nothing else', () => {
  for (let length = 0; length < 12; length++) {
    const bytes = secret.subarray(0, length);
    expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
  }
  expect(encodeBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  expect(decodeBase32('mzxw6ytboi======')?.toString()).toBe('foobar');
  expect(decodeBase32('10')).toBeUndefined();
});

it('draws QR codes in three sizes', () => {
  expect(qrCode('a'.repeat(154))).toHaveLength(45);
  expect(qrCode('a'.repeat(271))).toHaveLength(57);
  expect(qrCode('a'.repeat(520))).toHaveLength(77);
  expect(qrCode('a'.repeat(521))).toBeUndefined();
  // As a camera's decoder read it back when this was written.
  const rows = qrCode('otpauth://totp/ann?secret=MZXW6YTBOI')?.map((row) => row.map(Number).join(''));
  expect(
    createHash('sha256')
      .update(rows?.join('\n') ?? '')
      .digest('hex')
      .slice(0, 16),
  ).toBe('7237bd723e2c6c34');
});
