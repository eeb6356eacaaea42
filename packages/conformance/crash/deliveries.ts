import { queueArn } from './api.ts';
import type { Api } from './api.ts';
import { drainUntil } from './drain.ts';
import type { FoundMessage } from './drain.ts';
import type { Attempt } from './ledger.ts';
import type { Tally } from './workload.ts';

/**
 * What was accepted for delivery to some queues, each of which must get it at least once. A text is what tells one
 * delivery from another.
 */
export class DeliveryLedger {
  readonly #queues: readonly string[];
  readonly #textOf: (body: string) => string | undefined;
  /** Of all rounds: a delivery may come once more after a later restart. */
  readonly #attempted = new Set<string>();
  readonly #unanswered = new Set<string>();
  #accepted = new Set<string>();

  /** Messages without a text are no deliveries. */
  constructor(queues: readonly string[], textOf: (body: string) => string | undefined) {
    this.#queues = queues;
    this.#textOf = textOf;
  }

  send(texts: readonly string[]): Attempt {
    for (const text of texts) {
      this.#attempted.add(text);
      this.#unanswered.add(text);
    }
    return {
      answered: () => {
        for (const text of texts) {
          this.#unanswered.delete(text);
          this.#accepted.add(text);
        }
      },
      refused: () => {
        for (const text of texts) {
          this.#unanswered.delete(text);
          this.#attempted.delete(text);
        }
      },
    };
  }

  /** Waits for all that is due, says what did not come or should not have come, and begins anew. */
  async settle(api: Api, tally: Tally): Promise<string[]> {
    const delivered = new Map(this.#queues.map((queue) => [queue, [] as string[]]));
    await this.#collect(api, delivered);
    // What came to one queue was accepted, although nobody was told, and is due in the others.
    const seen = new Set([...delivered.values()].flat());
    this.#accepted = this.#accepted.union(this.#unanswered.intersection(seen));
    await this.#collect(api, delivered);
    const problems = [...delivered].flatMap(([queue, texts]) => this.#problemsOf(queue, texts));
    for (const texts of delivered.values())
      tally.duplicates += texts.length - this.#accepted.intersection(new Set(texts)).size;
    tally.verified += this.#accepted.size * this.#queues.length;
    this.#accepted = new Set();
    this.#unanswered.clear();
    return problems;
  }

  async #collect(api: Api, delivered: ReadonlyMap<string, string[]>): Promise<void> {
    for (const [queue, texts] of delivered) {
      const isMissing = (found: readonly FoundMessage[]): boolean =>
        this.#accepted.difference(new Set([...texts, ...this.#textsOf(found)])).size > 0;
      texts.push(...this.#textsOf(await drainUntil(api, queue, isMissing)));
    }
  }

  #textsOf(found: readonly FoundMessage[]): string[] {
    return found.map(({ body }) => this.#textOf(body)).filter((text) => text !== undefined);
  }

  #problemsOf(queue: string, texts: readonly string[]): string[] {
    const seen = new Set(texts);
    const lost = [...this.#accepted.difference(seen)].map((text) => `accepted, but never came to ${queue}: ${text}`);
    const invented = [...seen.difference(this.#attempted)].map((text) => `never sent, but in ${queue}: ${text}`);
    return [...lost, ...invented];
  }
}

/** Creates a queue into which a service may send. */
export async function createTarget(api: Api, name: string, service: 's3' | 'sns'): Promise<void> {
  const Principal = { Service: `${service}.amazonaws.com` };
  const Statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queueArn(name) };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const Attributes = { Policy, ...(name.endsWith('.fifo') && { FifoQueue: 'true' }) };
  await api.sqs('CreateQueue', { QueueName: name, Attributes });
}

export async function subscribe(api: Api, topic: string, queue: string, isRaw: boolean): Promise<void> {
  const attributes = { 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': String(isRaw) };
  await api.sns('Subscribe', { TopicArn: topic, Protocol: 'sqs', Endpoint: queueArn(queue), ...attributes });
}

/** The text that was published, whether it came raw or in the envelope of SNS. */
export function publishedText(body: string): string {
  return body.startsWith('{') ? (JSON.parse(body) as { Message: string }).Message : body;
}
