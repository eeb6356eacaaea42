import { topicArn } from './api.ts';
import type { Api } from './api.ts';
import { createTarget, subscribe } from './deliveries.ts';
import { drainUntil } from './drain.ts';
import { publish } from './publishing.ts';
import type { Client, Workload } from './workload.ts';

const topic = topicArn('steps.fifo');
const queues = ['steps-a.fifo', 'steps-b.fifo'];

interface FifoPublication extends Record<string, string> {
  Message: string;
  MessageGroupId: string;
  MessageDeduplicationId: string;
}

/**
 * A FIFO topic with two FIFO queues: what is numbered in each group comes in this order, each number once. Publications
 * without an answer are repeated after the restart, as an SDK repeats them.
 */
export function fifoTopic(): Workload {
  const nextNumber = new Map<string, number>();
  const unanswered = new Set<readonly FifoPublication[]>();
  let published: FifoPublication[] = [];

  const newPublication = (group: string): FifoPublication => {
    const number = (nextNumber.get(group) ?? 0) + 1;
    nextNumber.set(group, number);
    const Message = `${group} ${number}`;
    return { Message, MessageGroupId: group, MessageDeduplicationId: `${group}-${number}` };
  };
  const send = async (api: Api, publications: readonly FifoPublication[]): Promise<void> => {
    unanswered.add(publications);
    await publish(api, topic, publications);
    unanswered.delete(publications);
  };

  return {
    name: 'FIFO topic',
    async prepare(api) {
      await api.sns('CreateTopic', {
        Name: 'steps.fifo',
        'Attributes.entry.1.key': 'FifoTopic',
        'Attributes.entry.1.value': 'true',
      });
      for (const queue of queues) {
        await createTarget(api, queue, 'sns');
        await subscribe(api, topic, queue, true);
      }
    },
    clients(_, tally) {
      published = [];
      const publisher = (name: string): Client => ({
        name: `publisher ${name}`,
        async step(api, random) {
          const publications = Array.from({ length: random.chance(0.3) ? 1 + random.below(10) : 1 }, () =>
            newPublication(`${name}${random.below(3)}`),
          );
          published.push(...publications);
          await send(api, publications);
          tally.answeredWrites++;
        },
      });
      return [publisher('t'), publisher('u')];
    },
    async verify(api, tally) {
      for (const publications of unanswered) await send(api, publications);
      const expected = Map.groupBy(published, ({ MessageGroupId }) => MessageGroupId);
      const problems: string[] = [];
      for (const queue of queues) {
        const found = await drainUntil(api, queue, ({ length }) => length < published.length);
        tally.verified += found.length;
        const groups = Map.groupBy(found, ({ group }) => group);
        for (const group of new Set([...groups.keys(), ...expected.keys()])) {
          const wanted = (expected.get(group) ?? []).map(({ Message }) => Message);
          const came = (groups.get(group) ?? []).map(({ body }) => body);
          problems.push(...orderProblems(`${queue}, group ${group}`, came, wanted));
        }
      }
      return problems;
    },
  };
}

/** The first difference; those after it follow from it. */
function orderProblems(place: string, came: readonly string[], wanted: readonly string[]): string[] {
  const length = Math.max(came.length, wanted.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => came[index] !== wanted[index]);
  return at === undefined ? [] : [`${place}: number ${at + 1} of ${length} is ${came[at]}, not ${wanted[at]}`];
}
