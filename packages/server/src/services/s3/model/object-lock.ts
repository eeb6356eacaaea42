import type { ObjectLockConfiguration, ObjectLockRetention } from '../../../../generated/types/s3.ts';
import { accessDenied, invalidRequest, malformedXml, S3Error } from '../errors.ts';
import type { Retention } from './object.ts';

type RetentionMode = Retention['mode'];

/** What protects a version from being deleted. */
export interface ObjectLock {
  retention?: Retention;
  legalHold?: boolean;
}

/** The lock parts of a request that writes an object. */
export interface ObjectLockInput {
  ObjectLockMode?: RetentionMode | undefined;
  ObjectLockRetainUntilDate?: Date | undefined;
  ObjectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
}

const dayMs = 86_400_000;

/** Throws where the version may not go. `bypass`: the caller asks for it and may. */
export function requireUnlocked(lock: ObjectLock | undefined, moment: { now: number; bypass: boolean }): void {
  if (lock && isLocked(lock, moment)) throw protectedByLock();
}

export function isLocked(
  { retention, legalHold }: ObjectLock,
  { now, bypass }: { now: number; bypass: boolean },
): boolean {
  const isRetained = retention !== undefined && retention.until > now && !(bypass && retention.mode === 'GOVERNANCE');
  return legalHold === true || isRetained;
}

/** The retention after PutObjectRetention: it may be made stricter at any time, laxer only under governance. */
export function changedRetention(
  current: Retention | undefined,
  input: ObjectLockRetention,
  { now, bypass }: { now: number; bypass: boolean },
): Retention | undefined {
  if ((input.Mode === undefined) !== (input.RetainUntilDate === undefined)) throw malformedXml();
  const wanted = parseRetention(input.Mode, input.RetainUntilDate, now);
  if (current === undefined || current.until <= now) return wanted;
  const isStricter =
    wanted !== undefined &&
    wanted.until >= current.until &&
    (wanted.mode === current.mode || current.mode === 'GOVERNANCE');
  if (!isStricter && (current.mode === 'COMPLIANCE' || !bypass)) throw protectedByLock();
  return wanted;
}

/** The lock of a new version: what the request says, or the bucket's default. */
export function lockOfNewVersion(
  input: ObjectLockInput,
  configuration: ObjectLockConfiguration | undefined,
  now: number,
): ObjectLock | undefined {
  const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus } = input;
  const asks = ObjectLockMode ?? ObjectLockRetainUntilDate ?? ObjectLockLegalHoldStatus;
  if (configuration?.ObjectLockEnabled !== 'Enabled') {
    if (asks !== undefined) throw missingLockConfiguration();
    return undefined;
  }
  if (ObjectLockMode !== undefined && ObjectLockMode !== 'GOVERNANCE' && ObjectLockMode !== 'COMPLIANCE') {
    throw invalidArgument('Unknown wormMode directive.');
  }
  if (ObjectLockLegalHoldStatus !== undefined && !/^(ON|OFF)$/.test(ObjectLockLegalHoldStatus)) {
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'");
  }
  const retention =
    parseRetention(ObjectLockMode, ObjectLockRetainUntilDate, now) ?? defaultRetention(configuration, now);
  const legalHold = ObjectLockLegalHoldStatus === 'ON';
  if (!retention && !legalHold) return undefined;
  return { ...(retention && { retention }), ...(legalHold && { legalHold }) };
}

/** What is to stay as it is has to arrive as it was sent. */
export function requireLockChecksum(lock: ObjectLock, isClaimed: boolean, what: 'Put Object' | 'Put Part'): void {
  if (isClaimed || (lock.retention === undefined && lock.legalHold === undefined)) return;
  throw invalidRequest(
    `Content-MD5 OR x-amz-checksum- HTTP header is required for ${what} requests with Object Lock parameters`,
  );
}

export function lockOutput(lock: ObjectLock | undefined): ObjectLockInput {
  if (!lock) return {};
  const { retention, legalHold } = lock;
  return {
    ...(retention && { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: new Date(retention.until) }),
    ...(legalHold !== undefined && { ObjectLockLegalHoldStatus: legalHold ? 'ON' : 'OFF' }),
  };
}

export function checkLockConfiguration({ ObjectLockEnabled, Rule }: ObjectLockConfiguration): void {
  if (ObjectLockEnabled !== 'Enabled') throw malformedXml();
  if (!Rule) return;
  const { Mode, Days, Years } = Rule.DefaultRetention ?? {};
  if (Mode === undefined || (Days === undefined) === (Years === undefined)) throw malformedXml();
  if ((Days ?? Years ?? 0) < 1) throw invalidArgument('Default retention period must be a positive integer value');
  if ((Days ?? 0) > 36_500 || (Years ?? 0) > 100) throw invalidArgument('Default retention period too large');
}

export function missingLockConfiguration(): S3Error {
  return invalidRequest('Bucket is missing Object Lock Configuration');
}

function parseRetention(mode: RetentionMode | undefined, date: Date | undefined, now: number): Retention | undefined {
  if (mode === undefined && date === undefined) return undefined;
  if (mode === undefined || date === undefined) {
    throw invalidArgument('x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied');
  }
  const until = date.getTime();
  if (until <= now) throw invalidArgument('The retain until date must be in the future!');
  return { mode, until };
}

function defaultRetention({ Rule }: ObjectLockConfiguration, now: number): Retention | undefined {
  const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
  return Mode && { mode: Mode, until: now + (Days ?? (Years ?? 0) * 365) * dayMs };
}

function protectedByLock(): S3Error {
  return accessDenied('Access Denied because object protected by object lock.');
}

function invalidArgument(message: string): S3Error {
  return new S3Error('InvalidArgument', message);
}
