import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import type { Platform, RequestContext } from '../../platform/service.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { wholeSeconds } from './model/whole-seconds.ts';
import { type LastUsed, putLastUsed, readLastUsed } from './store/last-used.ts';

const writeDelayMs = 5000;

/**
 * Notes the uses of access keys and roles in memory, on the path of every request, and writes the last of each
 * a few seconds later. AWS's own record lags by minutes; what a crash loses here is less.
 */
export class UsageRecorder {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #log: Logger;
  #pending = new Map<string, LastUsed>();
  #scheduled = false;

  constructor({ storage, clock, log }: Pick<Platform, 'storage' | 'clock' | 'log'>) {
    this.#storage = storage;
    this.#clock = clock;
    this.#log = log;
  }

  record(use: Omit<LastUsed, 'at'>): void {
    this.#pending.set(use.id, { ...use, at: wholeSeconds(this.#clock.now()) });
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.setTimeout(() => void this.#write(), writeDelayMs);
  }

  pending(id: string): LastUsed | undefined {
    return this.#pending.get(id);
  }

  async #write(): Promise<void> {
    const uses = this.#pending;
    this.#pending = new Map();
    this.#scheduled = false;
    try {
      await this.#storage.transact(async (unit) => {
        for (const use of uses.values()) putLastUsed(unit, use);
      });
    } catch (error) {
      this.#log.warn('iam.usage-not-written', { error: String(error), uses: uses.size });
    }
  }
}

const recorders = new WeakMap<Platform, UsageRecorder>();

/** One for the process: who records and who asks share it. */
export function usageRecorder(platform: Platform): UsageRecorder {
  const recorder = recorders.get(platform) ?? new UsageRecorder(platform);
  recorders.set(platform, recorder);
  return recorder;
}

/** Last use of an access key or of a role, by its id. */
export async function lastUsed({ account, platform, unit }: RequestContext, id: string): Promise<LastUsed | undefined> {
  return usageRecorder(platform).pending(id) ?? (await readLastUsed(unit, account, id));
}
