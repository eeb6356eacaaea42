import { createHmac } from 'node:crypto';

const stepMs = 30_000;

/** RFC 6238 with AWS's choices: SHA-1, six digits, steps of 30 seconds. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, '0');
}

export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / stepMs);
}

/** The step within `window` steps of `center` at which the codes appear one after another. */
export function findStep(
  secret: Uint8Array,
  codes: readonly string[],
  center: number,
  window: number,
): number | undefined {
  for (let distance = 0; distance <= window; distance++) {
    for (const step of distance === 0 ? [center] : [center - distance, center + distance]) {
      if (step >= 0 && codes.every((code, index) => totpCode(secret, step + index) === code)) return step;
    }
  }
  return undefined;
}
