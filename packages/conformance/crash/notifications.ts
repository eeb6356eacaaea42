import { queueArn, topicArn } from './api.ts';
import type { Api } from './api.ts';
import { createBucket, findObject, put } from './buckets.ts';
import { anyContent } from './content.ts';
import { DeliveryLedger, createTarget, publishedText, subscribe } from './deliveries.ts';
import type { Attempt } from './ledger.ts';
import type { Client, Tally, Workload } from './workload.ts';

const bucket = 'notifying';
const topic = topicArn('object-events');
/** Objects under the one prefix are told to the queue itself, those under the other to a topic that has the queue. */
const queues = { direct: 'events-direct', topic: 'events-by-topic' } as const;
type Route = keyof typeof queues;
const routes: readonly Route[] = ['direct', 'topic'];

interface Notification {
  Records?: { eventName: string; s3: { object: { key: string; eTag?: string } } }[];
}

/** A bucket that tells a queue, and a topic, what becomes of its objects: each change at least once. */
export function notifications(): Workload {
  const ledgers = new Map(routes.map((route) => [route, new DeliveryLedger([queues[route]], eventText)]));
  /** Changes without an answer, by the key concerned. */
  const pending = new Map<string, { attempt: Attempt; isDeletion: boolean }>();

  const client = (route: Route, name: string, round: number, tally: Tally): Client => {
    const live: string[] = [];
    let count = 0;
    const ledger = ledgers.get(route) as DeliveryLedger;
    return {
      name: `notified ${route} ${name}`,
      async step(api, random) {
        const isDeletion = live.length > 0 && random.chance(0.4);
        const key = (isDeletion ? live.shift() : undefined) ?? `${route}/${round}/${name}/${count++}`;
        const { bytes, md5 } = anyContent(key, random);
        const target = `/${bucket}/${key}`;
        const text = isDeletion ? `ObjectRemoved:Delete ${key}` : `ObjectCreated:Put ${key} ${md5}`;
        const attempt = ledger.send([text]);
        pending.set(key, { attempt, isDeletion });
        await api.s3(isDeletion ? { method: 'DELETE', target } : put(target, bytes));
        pending.delete(key);
        attempt.answered();
        if (!isDeletion) live.push(key);
        tally.answeredWrites++;
      },
    };
  };

  return {
    name: 'notifications',
    prepare,
    clients: (round, tally) => routes.flatMap((route) => ['a', 'b'].map((name) => client(route, name, round, tally))),
    async verify(api, tally) {
      // A change and its event are one: what took effect without an answer is told, and nothing else is.
      for (const [key, { attempt, isDeletion }] of pending) {
        const isThere = (await findObject(api, `/${bucket}/${key}`)) !== undefined;
        if (isThere === isDeletion) attempt.refused();
        else attempt.answered();
      }
      pending.clear();
      const problems: string[] = [];
      for (const ledger of ledgers.values()) problems.push(...(await ledger.settle(api, tally)));
      return problems;
    },
  };
}

async function prepare(api: Api): Promise<void> {
  await createBucket(api, bucket);
  await createTarget(api, queues.direct, 's3');
  await createTarget(api, queues.topic, 'sns');
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topic,
  };
  await api.sns('CreateTopic', {
    Name: 'object-events',
    'Attributes.entry.1.key': 'Policy',
    'Attributes.entry.1.value': JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  await subscribe(api, topic, queues.topic, false);
  const rules = [
    ruleOf('Queue', `<Queue>${queueArn(queues.direct)}</Queue>`, 'direct'),
    ruleOf('Topic', `<Topic>${topic}</Topic>`, 'topic'),
  ];
  const body = `<NotificationConfiguration>${rules.join('')}</NotificationConfiguration>`;
  await api.s3({ method: 'PUT', target: `/${bucket}?notification`, body });
}

function ruleOf(kind: 'Queue' | 'Topic', destination: string, route: Route): string {
  const events = '<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event>';
  const filter = `<FilterRule><Name>prefix</Name><Value>${route}/</Value></FilterRule>`;
  return `<${kind}Configuration>${destination}${events}<Filter><S3Key>${filter}</S3Key></Filter></${kind}Configuration>`;
}

/** Undefined for the test messages that a new configuration sends. */
function eventText(body: string): string | undefined {
  const message = JSON.parse(body) as Notification & { Message?: string };
  const { Records } = message.Message === undefined ? message : (JSON.parse(publishedText(body)) as Notification);
  const [record] = Records ?? [];
  if (record === undefined) return undefined;
  const { key, eTag } = record.s3.object;
  const isCreated = record.eventName.startsWith('ObjectCreated');
  return `${record.eventName} ${decodeURIComponent(key)}${isCreated ? ` ${eTag}` : ''}`;
}
