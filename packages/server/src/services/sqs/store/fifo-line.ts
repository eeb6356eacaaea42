import type { Unit } from '../../../platform/storage/storage.ts';
import type { Message } from '../model/message.ts';
import type { Queue } from '../model/queue.ts';
import { deleteGroup, findGroup, listReadyGroups, nextReadyAt, saveGroup } from './groups.ts';
import type { MessageGroup } from './groups.ts';
import type { Line } from './line.ts';
import { insertMessage, messagesTable, removeMessage, replaceMessage } from './messages.ts';

/**
 * Within a group messages are received in order: nothing behind one that is in flight or delayed, while those before it
 * may be received. The group's row is written with every message that enters or leaves the group: units that would
 * break the order conflict over it.
 */
export class FifoLine implements Line {
  readonly #unit: Unit;
  readonly #contents: string;
  readonly #now: number;
  readonly #changed = new Map<string, MessageGroup>();

  constructor(unit: Unit, { contents }: Queue, now: number) {
    this.#unit = unit;
    this.#contents = contents;
    this.#now = now;
  }

  async enqueue(message: Message): Promise<Message> {
    const { group = '', visibleAt, sentAt } = message;
    const existing = await this.#find(group);
    const order = Math.max(message.order, (existing?.lastOrder ?? 0) + 1);
    const stored = { ...message, order };
    insertMessage(this.#unit, stored);
    const fresh = { contents: this.#contents, group, readyAt: visibleAt, rank: 0 };
    const entered = { ...(existing ?? fresh), lastOrder: order, lastSentAt: sentAt };
    // It stands behind the others, so it changes nothing about when the group is ready.
    if (this.#changed.has(group)) this.#changed.set(group, entered);
    else saveGroup(this.#unit, entered);
    return stored;
  }

  async next(limit: number): Promise<Message[]> {
    const messages: Message[] = [];
    for (const { group } of await listReadyGroups(this.#unit, this.#contents, this.#now, limit)) {
      const ofGroup = await this.#list(group, limit - messages.length);
      const blockedAt = ofGroup.findIndex(({ visibleAt }) => visibleAt > this.#now);
      messages.push(...(blockedAt === -1 ? ofGroup : ofGroup.slice(0, blockedAt)));
      if (messages.length >= limit) break;
    }
    return messages;
  }

  async replace(before: Message, after: Message): Promise<void> {
    replaceMessage(this.#unit, before, after);
    await this.#change(before.group);
  }

  async remove(message: Message): Promise<void> {
    removeMessage(this.#unit, message);
    await this.#change(message.group);
  }

  nextVisibleAt(): Promise<number> {
    return nextReadyAt(this.#unit, this.#contents, this.#now);
  }

  async settle(): Promise<void> {
    for (const group of this.#changed.values()) {
      const [first] = await this.#list(group.group, 1);
      if (first) saveGroup(this.#unit, { ...group, readyAt: first.visibleAt });
      else deleteGroup(this.#unit, group);
    }
    this.#changed.clear();
  }

  #list(group: string, limit: number): Promise<Message[]> {
    return this.#unit.list(messagesTable, { index: 'sequence', prefix: [this.#contents, group], limit });
  }

  async #find(group: string): Promise<MessageGroup | undefined> {
    return this.#changed.get(group) ?? (await findGroup(this.#unit, this.#contents, group));
  }

  /** Notes that the group has to be settled. */
  async #change(group = ''): Promise<void> {
    const changed = await this.#find(group);
    if (!changed) throw new Error(`Group ${group} has messages but no row`);
    this.#changed.set(group, changed);
  }
}
