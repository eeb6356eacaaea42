import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Ids } from '../../../platform/ids.ts';
import { IamError } from '../errors.ts';

export interface PasswordPolicy {
  minimumLength: number;
  requireSymbols: boolean;
  requireNumbers: boolean;
  requireUppercase: boolean;
  requireLowercase: boolean;
  usersMayChange: boolean;
  maxAgeDays: number;
  reusePrevention: number;
  hardExpiry: boolean;
}

export interface PasswordHash {
  /** Base64. */
  salt: string;
  hash: string;
}

/** The longest memory that a policy can ask for. */
export const rememberedPasswords = 24;

const hashBytes = 32;
const deriveKey = promisify<string, Buffer, number, Buffer>(scrypt);

const classes = {
  uppercase: /[A-Z]/,
  lowercase: /[a-z]/,
  number: /[0-9]/,
  symbol: /[!@#$%^&*()_+\-=[\]{}|']/,
} as const;

export async function hashPassword(password: string, ids: Ids): Promise<PasswordHash> {
  const salt = Buffer.from(ids.bytes(16));
  const hash = await deriveKey(password, salt, hashBytes);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function isPassword(password: string, { salt, hash }: PasswordHash): Promise<boolean> {
  const derived = await deriveKey(password, Buffer.from(salt, 'base64'), hashBytes);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64'));
}

export function requireStrong(password: string, policy: PasswordPolicy | undefined, userName: string): void {
  if (policy === undefined) return requireDefaultStrength(password, userName);
  if (password.length < policy.minimumLength) throw tooShort(policy.minimumLength);
  requireClass(policy.requireUppercase, password, classes.uppercase, 'uppercase letter');
  requireClass(policy.requireLowercase, password, classes.lowercase, 'lowercase letter');
  requireClass(policy.requireNumbers, password, classes.number, 'number');
  requireClass(policy.requireSymbols, password, classes.symbol, 'symbol');
}

export async function requireNew(
  password: string,
  policy: PasswordPolicy | undefined,
  used: readonly PasswordHash[],
): Promise<void> {
  for (const hash of used.slice(0, policy?.reusePrevention ?? 0)) {
    if (await isPassword(password, hash)) throw violation('Password has been used before and cannot be reused');
  }
}

/** Without a policy of the account's own AWS asks for eight characters of three kinds. */
function requireDefaultStrength(password: string, userName: string): void {
  if (password.length < 8) throw tooShort(8);
  const kinds = Object.values(classes).filter((kind) => kind.test(password)).length;
  if (kinds < 3) {
    throw violation(
      'Password should include a minimum of three of the following mix of character types: uppercase, lowercase, numbers, and symbols',
    );
  }
  if (password.toLowerCase() === userName.toLowerCase()) {
    throw violation('Password should not be identical to your account name or email address');
  }
}

function requireClass(required: boolean, password: string, kind: RegExp, name: string): void {
  if (required && !kind.test(password)) throw violation(`Password should have at least one ${name}`);
}

function tooShort(length: number): IamError {
  return violation(`Password should have a minimum length of ${length}`);
}

function violation(message: string): IamError {
  return new IamError('PasswordPolicyViolationException', message);
}
