import { describe, expect, test } from 'vitest';
import type { SendMessageBatchRequest, SendMessageBatchResult } from '../../../../generated/types/sqs.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/service.ts';
import { QueueSender } from './queue-sender.ts';

const topic = 'arn:aws:sns:us-east-1:000000000000:t';
const queue = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** A sender to queues that answer as told; `batches` are the bodies that they got. */
function senderTo(answer: (batch: string[]) => Partial<SendMessageBatchResult> = () => ({})) {
  const batches: string[][] = [];
  const sqs = {
    async SendMessageBatch({ Entries }: SendMessageBatchRequest) {
      const batch = Entries.map(({ MessageBody }) => MessageBody);
      batches.push(batch);
      return { Failed: [], ...answer(batch) };
    },
  };
  const sender = new QueueSender({ callAs: () => ({ sqs }) } as unknown as Platform);
  const sendAll = (name: string, bodies: string[]) =>
    Promise.all(bodies.map((MessageBody) => sender.trySend(topic, queue(name), { MessageBody })));
  return { sender, batches, sendAll };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe('messages of one moment', () => {
  test('go in batches of ten', async () => {
    const { batches, sendAll } = senderTo();
    expect(await sendAll('q', numbers(25))).toEqual(numbers(25).map(() => undefined));
    expect(batches).toEqual([numbers(10), numbers(20).slice(10), numbers(25).slice(20)]);
  });

  test('go in batches of no more than a mebibyte', async () => {
    const { batches, sendAll } = senderTo();
    await sendAll(
      'q',
      ['a', 'b', 'c'].map((letter) => letter.repeat(500_000)),
    );
    expect(batches.map(({ length }) => length)).toEqual([2, 1]);
  });

  test('fail one by one', async () => {
    const { sendAll } = senderTo(() => ({
      Failed: [{ Id: '1', Code: 'InvalidParameterValue', Message: 'too long', SenderFault: true }],
    }));
    expect(await sendAll('q', numbers(3))).toMatchObject([undefined, { permanent: true }, undefined]);
  });

  test('do not overtake in a FIFO queue what will be tried again', async () => {
    const { batches, sendAll } = senderTo(() => {
      throw new AwsError('InternalFailure', 'later', { status: 500 });
    });
    const errors = await sendAll('q.fifo', numbers(15));
    expect(errors.every((error) => error?.permanent === false)).toBe(true);
    expect(batches).toEqual([numbers(10)]);
    expect(await sendAll('q.fifo', ['again'])).toHaveLength(1);
  });
});

test('deliveries wait for their turn in order, and one above the bound goes alone', async () => {
  const { sender } = senderTo();
  const entered: string[] = [];
  const enter = (name: string, deliveries: number) => sender.enter(deliveries).then(() => entered.push(name));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await enter('first', 600);
  const rest = [enter('huge', 5000), enter('small', 1)];
  await turn();
  expect(entered).toEqual(['first']);
  sender.leave(600);
  await turn();
  expect(entered).toEqual(['first', 'huge']);
  sender.leave(5000);
  await Promise.all(rest);
  expect(entered).toEqual(['first', 'huge', 'small']);
});
