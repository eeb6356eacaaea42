import type { Step } from './load.ts';
import { call, jsonRequest, queryRequest } from './requests.ts';

export interface Scenario {
  name: string;
  /** Part of the bare server's requests per second that is asked for. */
  target: number;
  /** Makes what the load needs; the same for every subject that speaks AWS. */
  prepare(port: number): Promise<void>;
  makeStep(port: number): (connection: number) => Step;
}

const iamVersion = '2010-05-08';
const stsVersion = '2011-06-15';

export const scenarios: Scenario[] = [
  fixed('GetCallerIdentity', 0.55, queryRequest('sts', stsVersion, 'GetCallerIdentity'), async () => undefined),
  fixed('GetUser', 0.55, queryRequest('iam', iamVersion, 'GetUser', { UserName: 'bench' }), async (port) => {
    await call(port, queryRequest('iam', iamVersion, 'CreateUser', { UserName: 'bench' }));
  }),
  queue('GetQueueAttributes', 0.55, (url) => repeat(sqs('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] }))),
  queue('SendMessage, durable', 0.4, (url) => repeat(sqs('SendMessage', { QueueUrl: url, MessageBody: 'm'.repeat(100) }))),
  queue('send, receive, delete in turn', 0.4, inTurn),
];

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
    makeStep: (port) => () => makeStep(`http://127.0.0.1:${port}/000000000000/${queueName}`),
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
