import { queueUrl } from './api.ts';
import { drain } from './drain.ts';
import { MessageLedger } from './ledger.ts';
import { changeVisibility, deleteAll, deleteOne, messageBody, receive, send, settleMs } from './message-client.ts';
import type { Client, Workload } from './workload.ts';

const queue = 'work';

/** Senders and receivers that share a standard queue. */
export function standardQueue(): Workload {
  let ledger = new MessageLedger();
  return {
    name: 'standard queue',
    settleMs,
    async prepare(api) {
      await api.sqs('CreateQueue', { QueueName: queue, Attributes: { VisibilityTimeout: '1' } });
    },
    clients(round, tally) {
      ledger = new MessageLedger();
      const sender = (name: string): Client => {
        let count = 0;
        return {
          name,
          async step(api, random) {
            const messages = Array.from({ length: random.chance(0.3) ? 1 + random.below(10) : 1 }, () => ({
              MessageBody: messageBody(`${round}/${name}/${count++}`, random),
              ...(random.chance(0.1) && { DelaySeconds: 1 }),
              ...(random.chance(0.1) && { MessageAttributes: { kind: { DataType: 'String', StringValue: name } } }),
            }));
            await send(api, ledger, tally, queue, messages);
          },
        };
      };
      const receiver = (name: string): Client => ({
        name,
        async step(api, random) {
          const messages = await receive(api, ledger, tally, queue);
          const [first, ...rest] = messages;
          if (first === undefined || random.chance(0.1)) return;
          if (random.chance(0.2)) await changeVisibility(api, tally, queue, first, random.below(2));
          else await deleteOne(api, ledger, tally, queue, first);
          if (random.chance(0.7)) await deleteAll(api, ledger, tally, queue, rest);
        },
      });
      return [sender('a'), sender('b'), receiver('c'), receiver('d'), receiver('e')];
    },
    async verify(api, tally) {
      const found = await drain(api, queue);
      tally.verified += ledger.answered + found.length;
      tally.doubtful += ledger.doubtfulDeletes;
      return [...ledger.problems(found), ...ledger.receiptProblems(found)];
    },
  };
}

const archive = 'archive';

/** A queue that is only sent to: its messages live through all rounds, and are compared one by one at the end. */
export function archiveQueue(): Workload {
  const ledger = new MessageLedger();
  let answered = 0;
  let unanswered = 0;
  return {
    name: 'archive',
    async prepare(api) {
      await api.sqs('CreateQueue', { QueueName: archive });
    },
    clients(round, tally) {
      let count = 0;
      const step: Client['step'] = async (api, random) => {
        unanswered++;
        await send(api, ledger, tally, archive, [{ MessageBody: messageBody(`${round}/${count++}`, random) }]);
        unanswered--;
        answered++;
      };
      return [{ name: archive, step }];
    },
    async verify(api, tally) {
      const name = 'ApproximateNumberOfMessages';
      const { Attributes } = await api.sqs('GetQueueAttributes', {
        QueueUrl: queueUrl(archive),
        AttributeNames: [name],
      });
      const held = Number((Attributes as Record<string, string>)[name]);
      tally.verified++;
      const isRight = held >= answered && held <= answered + unanswered;
      return isRight ? [] : [`the archive counts ${held}, was sent ${answered} to ${answered + unanswered}`];
    },
    async verifyAtEnd(api, tally) {
      const found = await drain(api, archive);
      tally.verified += ledger.answered;
      return ledger.problems(found);
    },
  };
}
