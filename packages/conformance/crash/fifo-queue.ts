import { queueUrl, textOf } from './api.ts';
import { drain } from './drain.ts';
import type { FoundMessage } from './drain.ts';
import { MessageLedger } from './ledger.ts';
import { deleteOne, receive, send, settleMs } from './message-client.ts';
import type { Client, Workload } from './workload.ts';

const queue = 'orders.fifo';

interface FifoMessage {
  MessageBody: string;
  MessageGroupId: string;
  MessageDeduplicationId: string;
}

/** Groups whose messages are numbered. Sends without an answer are repeated after the restart, as an SDK repeats them. */
export function fifoQueue(): Workload {
  let ledger = new MessageLedger();
  const sent = new Map<string, FifoMessage>();
  const nextNumber = new Map<string, number>();
  const lastSequence = new Map<string, string>();
  let disorders: string[] = [];

  const sender = (name: string, tally: Parameters<Workload['clients']>[1]): Client => ({
    name,
    async step(api, random) {
      const messages = Array.from({ length: random.chance(0.3) ? 1 + random.below(10) : 1 }, () => {
        const group = `${name}${random.below(4)}`;
        const number = (nextNumber.get(group) ?? 0) + 1;
        nextNumber.set(group, number);
        const message = {
          MessageBody: `${group} ${number}`,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${number}`,
        };
        sent.set(message.MessageBody, message);
        return message;
      });
      await send(api, ledger, tally, queue, messages);
    },
  });

  const receiver = (name: string, tally: Parameters<Workload['clients']>[1]): Client => ({
    name,
    async step(api, random) {
      const messages = await receive(api, ledger, tally, queue);
      disorders.push(...orderProblems(messages.map(({ body }) => body)));
      for (const message of messages) {
        // What follows in the group waits for this one: a message left over must not be overtaken by a delete.
        if (random.chance(0.1) || !(await deleteOne(api, ledger, tally, queue, message))) return;
      }
    },
  });

  return {
    name: 'FIFO queue',
    settleMs,
    async prepare(api) {
      const Attributes = { FifoQueue: 'true', VisibilityTimeout: '1' };
      await api.sqs('CreateQueue', { QueueName: queue, Attributes });
    },
    clients(_, tally) {
      ledger = new MessageLedger();
      sent.clear();
      disorders = [];
      return [sender('p', tally), sender('q', tally), receiver('r', tally), receiver('s', tally)];
    },
    async verify(api, tally) {
      for (const bodies of ledger.unansweredSends) {
        for (const body of bodies) await api.sqs('SendMessage', { QueueUrl: queueUrl(queue), ...sent.get(body) });
      }
      const found = await drain(api, queue);
      tally.verified += ledger.answered + found.length;
      return [
        ...ledger.problems(found),
        ...ledger.receiptProblems(found),
        ...disorders,
        ...orderProblems(found.map(({ body }) => body)),
        ...sequenceProblems(found, lastSequence),
      ];
    },
  };
}

/** Within a group numbers only rise. */
function orderProblems(bodies: readonly string[]): string[] {
  const last = new Map<string, number>();
  return bodies.flatMap((body) => {
    const [group = '', number] = body.split(' ');
    const before = last.get(group) ?? 0;
    last.set(group, Number(number));
    return Number(number) > before ? [] : [`group ${group} gave ${number} after ${before}`];
  });
}

/** Sequence numbers rise across restarts, too. */
function sequenceProblems(found: readonly FoundMessage[], last: Map<string, string>): string[] {
  return found.flatMap(({ group, sequenceNumber }) => {
    const before = last.get(group) ?? '';
    last.set(group, sequenceNumber);
    const rises = textOf(sequenceNumber) !== '' && BigInt(sequenceNumber) > BigInt(before === '' ? 0 : before);
    return rises ? [] : [`group ${group}: sequence number ${sequenceNumber} after ${before}`];
  });
}
