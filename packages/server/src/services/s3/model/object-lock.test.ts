import { describe, expect, it } from 'vitest';
import { changedRetention, checkLockConfiguration, lockOfNewVersion, requireUnlocked } from './object-lock.ts';

const now = Date.UTC(2026, 0, 1);
const later = now + 1000;
const denied = expect.objectContaining({ code: 'AccessDenied' });
const invalid = expect.objectContaining({ code: 'InvalidArgument' });
const malformed = expect.objectContaining({ code: 'MalformedXML' });

describe('requireUnlocked', () => {
  it('keeps retained and held versions', () => {
    const governed = { retention: { mode: 'GOVERNANCE', until: later } } as const;
    const compliant = { retention: { mode: 'COMPLIANCE', until: later } } as const;
    expect(() => requireUnlocked(governed, { now, bypass: false })).toThrow(denied);
    expect(() => requireUnlocked(governed, { now, bypass: true })).not.toThrow();
    expect(() => requireUnlocked(compliant, { now, bypass: true })).toThrow(denied);
    expect(() => requireUnlocked(compliant, { now: later, bypass: false })).not.toThrow();
    expect(() => requireUnlocked({ legalHold: true }, { now: later, bypass: true })).toThrow(denied);
    expect(() => requireUnlocked(undefined, { now, bypass: false })).not.toThrow();
  });
});

describe('changedRetention', () => {
  const to = (Mode: 'GOVERNANCE' | 'COMPLIANCE', at: number) => ({ Mode, RetainUntilDate: new Date(at) });

  it('lengthens freely and shortens only under governance with the bypass', () => {
    const current = { mode: 'GOVERNANCE', until: later } as const;
    const options = { now, bypass: false };
    expect(changedRetention(current, to('GOVERNANCE', later + 1), options)).toEqual({
      mode: 'GOVERNANCE',
      until: later + 1,
    });
    expect(changedRetention(current, to('COMPLIANCE', later), options)).toEqual({ mode: 'COMPLIANCE', until: later });
    expect(() => changedRetention(current, to('GOVERNANCE', later - 1), options)).toThrow(denied);
    expect(changedRetention(current, to('GOVERNANCE', later - 1), { now, bypass: true })?.until).toBe(later - 1);
    expect(changedRetention(current, {}, { now, bypass: true })).toBeUndefined();
  });

  it('never loosens compliance', () => {
    const current = { mode: 'COMPLIANCE', until: later } as const;
    expect(() => changedRetention(current, to('GOVERNANCE', later + 1), { now, bypass: true })).toThrow(denied);
    expect(() => changedRetention(current, {}, { now, bypass: true })).toThrow(denied);
    expect(changedRetention(current, to('COMPLIANCE', later + 1), { now, bypass: false })?.until).toBe(later + 1);
  });

  it('wants both parts and a date to come', () => {
    expect(() => changedRetention(undefined, { Mode: 'GOVERNANCE' }, { now, bypass: false })).toThrow(malformed);
    expect(() => changedRetention(undefined, to('GOVERNANCE', now), { now, bypass: false })).toThrow(invalid);
  });
});

describe('lockOfNewVersion', () => {
  const enabled = { ObjectLockEnabled: 'Enabled' } as const;

  it('takes the default of the bucket', () => {
    const configuration = { ...enabled, Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2 } } } as const;
    expect(lockOfNewVersion({}, configuration, now)?.retention).toEqual({
      mode: 'COMPLIANCE',
      until: now + 2 * 86_400_000,
    });
    const own = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date(later) } as const;
    expect(lockOfNewVersion(own, configuration, now)?.retention).toEqual({ mode: 'GOVERNANCE', until: later });
    expect(lockOfNewVersion({}, enabled, now)).toBeUndefined();
    expect(lockOfNewVersion({ ObjectLockLegalHoldStatus: 'ON' }, enabled, now)).toEqual({ legalHold: true });
  });

  it('needs a bucket with object lock', () => {
    const input = { ObjectLockLegalHoldStatus: 'ON' } as const;
    expect(() => lockOfNewVersion(input, undefined, now)).toThrow(expect.objectContaining({ code: 'InvalidRequest' }));
  });
});

it('checks the default of a bucket', () => {
  const withDefault = (DefaultRetention: object) => () =>
    checkLockConfiguration({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } });
  expect(withDefault({ Mode: 'GOVERNANCE', Days: 1 })).not.toThrow();
  expect(withDefault({ Mode: 'GOVERNANCE', Days: 1, Years: 1 })).toThrow(
    expect.objectContaining({ code: 'MalformedXML' }),
  );
  expect(withDefault({ Mode: 'GOVERNANCE', Days: 0 })).toThrow(invalid);
});
