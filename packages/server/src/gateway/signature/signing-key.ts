import { createHmac } from 'node:crypto';
import { sha256Hex } from './canonical-request.ts';

/** `20261122/us-east-1/sqs/aws4_request` */
export interface CredentialScope {
  /** YYYYMMDD */
  date: string;
  region: string;
  service: string;
}

/** Derives signing keys and keeps the last of them: the key of a credential changes once a day. */
export class SigningKeys {
  readonly #keys = new Map<string, Buffer>();
  readonly #limit: number;

  constructor(limit = 1000) {
    this.#limit = limit;
  }

  get(secretAccessKey: string, scope: CredentialScope): Buffer {
    const name = `${secretAccessKey}\0${scope.date}\0${scope.region}\0${scope.service}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = deriveSigningKey(secretAccessKey, scope);
    if (this.#keys.size >= this.#limit) this.#keys.clear();
    this.#keys.set(name, key);
    return key;
  }
}

export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const date = hmac(`AWS4${secretAccessKey}`, scope.date);
  return hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request');
}

export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/** @param timestamp `20261122T101112Z` */
export function stringToSign(timestamp: string, scope: CredentialScope, canonicalRequest: string): string {
  return `AWS4-HMAC-SHA256\n${timestamp}\n${scopeText(scope)}\n${sha256Hex(canonicalRequest)}`;
}

export function hmac(key: string | Buffer, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}
