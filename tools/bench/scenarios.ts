import type { Step } from './load.ts';
import { call, jsonRequest, queryRequest, s3Request } from './requests.ts';

export interface Scenario {
  name: string;
  /** Part of the bare server's requests per second that is asked for, if any is. */
  target?: number;
  /** Makes what the load needs; the same for every subject that speaks AWS. */
  prepare(port: number): Promise<void>;
  makeStep(port: number): (connection: number) => Step;
}

/** moto's own, so that all subjects get the same bytes. */
export const account = '123456789012';

/** Names are used again: an account may have no more than 100,000 parameters. */
const parameter = { Value: 'value', Type: 'String', Tier: 'Advanced', Overwrite: true };

const iamVersion = '2010-05-08';
const stsVersion = '2011-06-15';
export const snsVersion = '2010-03-31';

export const scenarios: Scenario[] = [
  fixed('GetCallerIdentity', 0.55, queryRequest('sts', stsVersion, 'GetCallerIdentity'), async () => undefined),
  fixed('GetUser', 0.55, queryRequest('iam', iamVersion, 'GetUser', { UserName: 'bench' }), async (port) => {
    await call(port, queryRequest('iam', iamVersion, 'CreateUser', { UserName: 'bench' }));
  }),
  queue('GetQueueAttributes', 0.55, (url) =>
    repeat(sqs('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] })),
  ),
  queue('SendMessage, durable', 0.4, (url) =>
    repeat(sqs('SendMessage', { QueueUrl: url, MessageBody: 'm'.repeat(100) })),
  ),
  queue('send, receive, delete in turn', 0.4, inTurn),
  fixed('GetObject 1 KiB', 0.5, s3Request('GET', '/bench/object'), async (port) => {
    await call(port, s3Request('PUT', '/bench'));
    await call(port, s3Request('PUT', '/bench/object', 'o'.repeat(1024)));
  }),
  {
    ...putObject('PutObject 1 KiB, durable', (run, connection, count) => `${run}/${connection}/${count}`),
    target: 0.35,
  },
  putObject('PutObject over another', (_run, connection, count) => `${connection}/${count % 1000}`),
  fixed('GetParameter', 0.5, ssm('GetParameter', { Name: '/bench/name' }), async (port) => {
    await call(port, ssm('PutParameter', { Name: '/bench/name', Value: 'value', Type: 'String', Overwrite: true }));
  }),
  {
    name: 'PutParameter, durable',
    target: 0.35,
    prepare: async () => undefined,
    makeStep: () => (connection) => {
      let count = 0;
      return () => ssm('PutParameter', { Name: `/put/${connection}/${count++ % 1000}`, ...parameter });
    },
  },
  fixed(
    'Publish, durable',
    0.35,
    queryRequest('sns', snsVersion, 'Publish', { TopicArn: topicArn('bench'), Message: 'm'.repeat(100) }),
    async (port) => {
      await call(port, queryRequest('sns', snsVersion, 'CreateTopic', { Name: 'bench' }));
    },
  ),
];

/** The key is made of the number of the load, of the connection, and of the request on it. */
function putObject(name: string, keyOf: (run: number, connection: number, count: number) => string): Scenario {
  let runs = 0;
  return {
    name,
    prepare: async (port) => {
      await call(port, s3Request('PUT', '/bench-put'));
    },
    makeStep: () => {
      const run = runs++;
      return (connection) => {
        let count = 0;
        return () => s3Request('PUT', `/bench-put/${keyOf(run, connection, count++)}`, 'o'.repeat(1024));
      };
    },
  };
}

function ssm(operation: string, input: object): Buffer {
  return jsonRequest('ssm', `AmazonSSM.${operation}`, input);
}

export function topicArn(name: string): string {
  return `arn:aws:sns:us-east-1:${account}:${name}`;
}

export function sqs(operation: string, input: object): Buffer {
  return jsonRequest('sqs', `AmazonSQS.${operation}`, input);
}

function fixed(name: string, target: number, bytes: Buffer, prepare: Scenario['prepare']): Scenario {
  return { name, target, prepare, makeStep: () => () => repeat(bytes) };
}

/** Each run uses one queue of its own. */
function queue(name: string, target: number, makeStep: (url: string) => Step): Scenario {
  const queueName = `bench-${name.replace(/\W+/g, '-')}`;
  return {
    name,
    target,
    prepare: async (port) => {
      await call(port, sqs('CreateQueue', { QueueName: queueName }));
    },
    makeStep: (port) => () => makeStep(`http://127.0.0.1:${port}/${account}/${queueName}`),
  };
}

function repeat(bytes: Buffer): Step {
  return () => bytes;
}

export function inTurn(url: string): Step {
  const send = sqs('SendMessage', { QueueUrl: url, MessageBody: 'm'.repeat(100) });
  const receive = sqs('ReceiveMessage', { QueueUrl: url });
  let sent = false;
  return (last) => {
    const handle = last === undefined ? undefined : /"ReceiptHandle": ?"([^"]+)"/.exec(last.body)?.[1];
    if (handle !== undefined) return sqs('DeleteMessage', { QueueUrl: url, ReceiptHandle: handle });
    sent = !sent;
    return sent ? send : receive;
  };
}
