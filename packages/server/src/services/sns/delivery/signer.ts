import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Platform } from '../../../platform/service.ts';
import { textToSign } from '../model/notification.ts';
import type { Notification, NotificationSignature } from '../model/notification.ts';
import { findSigningKey, keepSigningKey } from '../store/signing-keys.ts';
import type { SigningKey } from '../store/signing-keys.ts';

const signInPool = promisify(sign);
const certificateYears = 10;

/** Signs notifications, outside of the event loop's thread. The key is made when it is first needed, or about to be. */
export class Signer {
  readonly #platform: Platform;
  #loading: Promise<LoadedKey> | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Begins to make the key, which takes a while. Should that fail, whoever signs is told. */
  prepare(): void {
    this.#load().catch(() => undefined);
  }

  /** Version 1 is SHA1 with RSA, version 2 SHA256. */
  async sign(notification: Notification, version: string, endpoint: string): Promise<NotificationSignature> {
    const { id, key } = await this.#load();
    const algorithm = version === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
    const signature = await signInPool(algorithm, Buffer.from(textToSign(notification)), key);
    return {
      SignatureVersion: version,
      Signature: signature.toString('base64'),
      SigningCertURL: `${endpoint}${certificatePath(id)}`,
    };
  }

  /** The certificate behind a SigningCertURL. */
  async certificate(id: string): Promise<string | undefined> {
    const loaded = await this.#loading;
    if (loaded?.id === id) return loaded.certificate;
    const stored = await findSigningKey(this.#platform.storage);
    return stored?.id === id ? stored.certificate : undefined;
  }

  #load(): Promise<LoadedKey> {
    this.#loading ??= this.#findOrMake().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #findOrMake(): Promise<LoadedKey> {
    const { storage } = this.#platform;
    let stored = await findSigningKey(storage);
    if (!stored) {
      const made = await makeKey(this.#platform);
      stored = await storage.transact((unit) => keepSigningKey(unit, made));
    }
    return { ...stored, key: createPrivateKey(stored.privateKey) };
  }
}

interface LoadedKey extends SigningKey {
  key: KeyObject;
}

function certificatePath(id: string): string {
  return `/SimpleNotificationService-${id}.pem`;
}

/** The id in the path of a certificate's URL. */
export function certificateId(path: string): string | undefined {
  return /^\/SimpleNotificationService-([0-9a-f]{32})\.pem$/.exec(path)?.[1];
}

async function makeKey({ clock, ids }: Platform): Promise<SigningKey> {
  const { generate } = await import('selfsigned');
  const notBeforeDate = new Date(clock.now() - 86_400_000);
  const notAfterDate = new Date(clock.now() + certificateYears * 365 * 86_400_000);
  const options = { keySize: 2048 as const, algorithm: 'sha256', notBeforeDate, notAfterDate };
  const made = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], options);
  return { id: ids.hex(32), privateKey: made.private, certificate: made.cert };
}
