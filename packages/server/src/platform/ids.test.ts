import { describe, expect, it } from 'vitest';
import { accountOfAccessKey, createIds, seededRandomBytes } from './ids.ts';

describe('ids', () => {
  const ids = createIds();

  it('have the forms of AWS', () => {
    expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.hex(17)).toMatch(/^[0-9a-f]{17}$/);
    expect(ids.digits(6)).toMatch(/^\d{6}$/);
    expect(ids.alphanumeric(22)).toMatch(/^[A-Za-z0-9]{22}$/);
    expect(ids.lowerAlphanumeric(10)).toMatch(/^[a-z0-9]{10}$/);
    expect(ids.uniqueId('AROA')).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(ids.accessKeyId('ASIA', '123456789012')).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(ids.secretAccessKey()).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(ids.bytes(5_000)).toHaveLength(5_000);
  });

  it.each(['000000000000', '000000000001', '123456789012', '999999999999'])(
    'access keys tell account %s',
    (account) => {
      expect(accountOfAccessKey(ids.accessKeyId('AKIA', account))).toBe(account);
    },
  );

  it('finds no account in other access keys', () => {
    for (const id of ['000000000000', 'AKIAIOSFODNN7EXAMPLE', 'test', 'AIDAQQQQQQQQQQQQQQQQ']) {
      expect(accountOfAccessKey(id)).toBeUndefined();
    }
  });

  it('differ', () => {
    const many = new Set(Array.from({ length: 20_000 }, () => ids.base32(16)));
    expect(many.size).toBe(20_000);
    const keys = new Set(Array.from({ length: 5_000 }, () => ids.accessKeyId('AKIA', '000000000000')));
    expect(keys.size).toBe(5_000);
  });

  it('use every letter, and fractions fill the unit interval', () => {
    expect(new Set(ids.base32(5_000)).size).toBe(32);
    expect(new Set(ids.alphanumeric(10_000)).size).toBe(62);
    const fractions = Array.from({ length: 1_000 }, () => ids.fraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(Math.max(...fractions) - Math.min(...fractions)).toBeGreaterThan(0.5);
  });

  it('repeat themselves for the same seed', () => {
    expect(sample('one')).toEqual(sample('one'));
    expect(sample('one')).not.toEqual(sample('two'));
    expect(sample('one')[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

function sample(seed: string): string[] {
  const ids = createIds(seededRandomBytes(seed));
  return [ids.uuid(), ids.hex(70), ids.secretAccessKey(), ids.uniqueId('AIDA')];
}
