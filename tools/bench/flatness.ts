import { load } from './load.ts';
import type { Step } from './load.ts';
import { call, queryRequest, s3Request } from './requests.ts';
import { account, inTurn, sqs } from './scenarios.ts';
import { startMadang } from './subjects.ts';

interface Population {
  name: string;
  /** Adds one more of what there are to be many of. */
  add: (index: number) => Buffer;
  prepare: (port: number) => Promise<void>;
  /** Operations whose cost must not grow with the population. */
  operations: Record<string, (port: number) => Step>;
}

const iamVersion = '2010-05-08';
const queueUrl = (port: number): string => `http://127.0.0.1:${port}/${account}/flat`;
const many = Number(process.env['BENCH_POPULATION'] ?? 100_000);

/** Cost of an operation with 10 and with 100,000 rows, as a ratio. */
export async function flatness(port: number): Promise<void> {
  process.stdout.write(`\ncost with ${many} rows as a multiple of that with 10 (at most 1.5)\n`);
  const wanted = process.argv[3];
  for (const population of populations.filter(({ name }) => wanted === undefined || name === wanted)) {
    const madang = await startMadang(port);
    try {
      await population.prepare(port);
      await fill(port, population, 0, 10);
      const before = await measure(port, population);
      await fill(port, population, 10, many);
      const after = await measure(port, population);
      for (const name of Object.keys(population.operations)) {
        const ratio = (before[name] ?? Number.NaN) / (after[name] ?? Number.NaN);
        const rates = `${before[name]?.toFixed(0)} -> ${after[name]?.toFixed(0)}/s`;
        process.stdout.write(`${population.name.padEnd(10)} ${name.padEnd(24)} ${ratio.toFixed(2)}  (${rates})\n`);
      }
    } finally {
      await madang.stop();
    }
  }
}

const populations: Population[] = [
  {
    name: 'messages',
    prepare: (port) => call(port, sqs('CreateQueue', { QueueName: 'flat' })).then(() => undefined),
    add: (index) =>
      sqs('SendMessageBatch', {
        QueueUrl: `http://127.0.0.1/${account}/flat`,
        Entries: Array.from({ length: 10 }, (_, entry) => ({ Id: String(entry), MessageBody: `m${index}-${entry}` })),
      }),
    operations: {
      'send, receive, delete': (port) => inTurn(queueUrl(port)),
      GetQueueAttributes: (port) => () =>
        sqs('GetQueueAttributes', { QueueUrl: queueUrl(port), AttributeNames: ['All'] }),
    },
  },
  {
    name: 'queues',
    prepare: (port) => call(port, sqs('CreateQueue', { QueueName: 'flat' })).then(() => undefined),
    add: (index) => sqs('CreateQueue', { QueueName: `q${index}` }),
    operations: {
      SendMessage: (port) => () => sqs('SendMessage', { QueueUrl: queueUrl(port), MessageBody: 'x' }),
      GetQueueUrl: () => () => sqs('GetQueueUrl', { QueueName: 'flat' }),
      'ListQueues, 10 a page': () => () => sqs('ListQueues', { MaxResults: 10 }),
    },
  },
  {
    name: 'users',
    prepare: (port) =>
      call(port, queryRequest('iam', iamVersion, 'CreateUser', { UserName: 'flat' })).then(() => undefined),
    add: (index) => queryRequest('iam', iamVersion, 'CreateUser', { UserName: `u${index}` }),
    operations: {
      GetUser: () => () => queryRequest('iam', iamVersion, 'GetUser', { UserName: 'flat' }),
      'ListUsers, 10 a page': () => () => queryRequest('iam', iamVersion, 'ListUsers', { MaxItems: '10' }),
      TagUser: () => () =>
        queryRequest('iam', iamVersion, 'TagUser', {
          UserName: 'flat',
          'Tags.member.1.Key': 'k',
          'Tags.member.1.Value': 'v',
        }),
    },
  },
  {
    name: 'objects',
    prepare: (port) => call(port, s3Request('PUT', '/flat')).then(() => undefined),
    add: (index) => s3Request('PUT', `/flat/object-${index}`, 'o'),
    operations: {
      GetObject: () => () => s3Request('GET', '/flat/object-1'),
      PutObject: () => () => s3Request('PUT', '/flat/object-1', 'o'),
      'ListObjectsV2, 10 a page': () => () => s3Request('GET', '/flat?list-type=2&max-keys=10'),
    },
  },
];

async function fill(port: number, population: Population, from: number, to: number): Promise<void> {
  const perRequest = population.name === 'messages' ? 10 : 1;
  let next = from;
  await load(
    port,
    () => () => {
      next += perRequest;
      return population.add(next);
    },
    { seconds: 600, until: () => next >= to },
  );
}

async function measure(port: number, population: Population): Promise<Record<string, number>> {
  const rates: Record<string, number> = {};
  for (const [name, makeStep] of Object.entries(population.operations)) {
    await load(port, () => makeStep(port), { seconds: 0.5 });
    rates[name] = (await load(port, () => makeStep(port), { seconds: 2 })).requestsPerSecond;
  }
  return rates;
}
