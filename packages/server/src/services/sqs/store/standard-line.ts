import type { Unit } from '../../../platform/storage/storage.ts';
import { isNoisy } from '../model/fairness.ts';
import type { Message } from '../model/message.ts';
import type { Queue } from '../model/queue.ts';
import { deleteGroup, findGroup, listNoisyGroups, listReadyGroups, nextReadyAt, saveGroup } from './groups.ts';
import type { MessageGroup } from './groups.ts';
import type { Line } from './line.ts';
import * as messages from './messages.ts';
import { saveQueue } from './queues.ts';

const ungrouped = '';

/**
 * Messages are received by the time at which they became visible; groups that are noisy stand back. As on FIFO
 * queues a group's row is written with every message that enters or leaves it. Messages without a group, the usual
 * case, cost nothing of this.
 */
export class StandardLine implements Line {
  readonly #unit: Unit;
  readonly #contents: string;
  readonly #now: number;
  readonly #changed = new Set<string>();
  #queue: Queue;

  constructor(unit: Unit, queue: Queue, now: number) {
    this.#unit = unit;
    this.#queue = queue;
    this.#contents = queue.contents;
    this.#now = now;
  }

  async enqueue(message: Message): Promise<Message> {
    messages.insertMessage(this.#unit, message);
    if (message.group !== undefined) await this.#enterGroup(message.group, message);
    return message;
  }

  async next(limit: number): Promise<Message[]> {
    const found = await this.#list(ungrouped, limit);
    if (!this.#queue.isFair) return found;
    for (const { group } of await listReadyGroups(this.#unit, this.#contents, this.#now, limit)) {
      found.push(...(await this.#list(group, limit)));
    }
    found.sort((a, b) => a.visibleAt - b.visibleAt || a.order - b.order);
    if (found.length >= limit) return found.slice(0, limit);
    for (const { group, readyAt } of await listNoisyGroups(this.#unit, this.#contents)) {
      if (found.length >= limit) break;
      if (readyAt <= this.#now) found.push(...(await this.#list(group, limit - found.length)));
    }
    return found;
  }

  async replace(before: Message, after: Message): Promise<void> {
    messages.replaceMessage(this.#unit, before, after);
    if (before.group !== undefined) this.#changed.add(before.group);
  }

  async remove(message: Message): Promise<void> {
    messages.removeMessage(this.#unit, message);
    if (message.group !== undefined) this.#changed.add(message.group);
  }

  async nextVisibleAt(): Promise<number> {
    const from = [this.#contents, ungrouped, this.#now + 1];
    const range = { index: 'available', prefix: [this.#contents, ungrouped], from, limit: 1 } as const;
    const [next] = await this.#unit.list(messages.messagesTable, range);
    const ofGroups = this.#queue.isFair ? await nextReadyAt(this.#unit, this.#contents, this.#now) : Infinity;
    return Math.min(next?.visibleAt ?? Infinity, ofGroups);
  }

  async settle(): Promise<void> {
    if (this.#changed.size === 0) return;
    const inFlight = await messages.countInFlightAtMost(this.#unit, this.#contents);
    for (const group of this.#changed) {
      const row = await findGroup(this.#unit, this.#contents, group);
      if (row) await this.#settleGroup(row, inFlight);
    }
    this.#changed.clear();
  }

  async #settleGroup(row: MessageGroup, inFlightOfQueue: number): Promise<void> {
    const prefix = [this.#contents, row.group];
    const [first] = await this.#unit.list(messages.messagesTable, { index: 'available', prefix, limit: 1 });
    if (!first) return deleteGroup(this.#unit, row);
    const inFlight = await messages.countGroupInFlight(this.#unit, this.#contents, row.group);
    const noisy = isNoisy({
      inFlight,
      inFlightOfQueue,
      wasNoisy: row.rank > 0,
      isWaiting: first.visibleAt <= this.#now,
      sinceLastSendMs: this.#now - row.lastSentAt,
    });
    saveGroup(this.#unit, { ...row, readyAt: first.visibleAt, rank: noisy ? Math.max(1, inFlight) : 0 });
  }

  async #enterGroup(group: string, { visibleAt, sentAt }: Message): Promise<void> {
    if (!this.#queue.isFair) {
      this.#queue = { ...this.#queue, isFair: true };
      saveQueue(this.#unit, this.#queue);
    }
    const row = await findGroup(this.#unit, this.#contents, group);
    const { rank = 0, readyAt = Infinity } = row ?? {};
    const earliest = Math.min(readyAt, visibleAt);
    saveGroup(this.#unit, { contents: this.#contents, group, rank, readyAt: earliest, lastSentAt: sentAt });
  }

  #list(group: string, limit: number): Promise<Message[]> {
    const prefix = [this.#contents, group];
    const to = [...prefix, this.#now + 1];
    return this.#unit.list(messages.messagesTable, { index: 'available', prefix, to, limit });
  }
}
