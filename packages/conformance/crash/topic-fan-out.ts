import { topicArn } from './api.ts';
import { DeliveryLedger, createTarget, publishedText, subscribe } from './deliveries.ts';
import { publish } from './publishing.ts';
import type { Client, Workload } from './workload.ts';

const topic = topicArn('news');
const enveloped = 'news-enveloped';
const queues = ['news-raw', 'news-raw-too', enveloped];

/** A standard topic with three queues. */
export function topicFanOut(): Workload {
  const ledger = new DeliveryLedger(queues, publishedText);
  return {
    name: 'topic to three queues',
    async prepare(api) {
      await api.sns('CreateTopic', { Name: 'news' });
      for (const queue of queues) {
        await createTarget(api, queue, 'sns');
        await subscribe(api, topic, queue, queue !== enveloped);
      }
    },
    clients(round, tally) {
      const publisher = (name: string): Client => {
        let count = 0;
        return {
          name: `publisher ${name}`,
          async step(api, random) {
            const texts = Array.from(
              { length: random.chance(0.2) ? 1 + random.below(10) : 1 },
              () => `${round}/${name}/${count++} ${random.pick(['x', 'é', '漢', '😀', '<&>'])}`,
            );
            const attempt = ledger.send(texts);
            await publish(
              api,
              topic,
              texts.map((Message) => ({ Message })),
            );
            attempt.answered();
            tally.answeredWrites++;
          },
        };
      };
      return [publisher('p'), publisher('q')];
    },
    verify: (api, tally) => ledger.settle(api, tally),
  };
}
