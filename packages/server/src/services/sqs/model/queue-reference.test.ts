import { describe, expect, test } from 'vitest';
import { checkQueueName, parseQueueArn, parseQueueUrl, queueArn, queueUrl } from './queue-reference.ts';

const caller = { account: '444455556666', region: 'eu-central-1' };
const orders = { account: '111122223333', region: 'eu-central-1', name: 'orders' };

describe('queue URLs', () => {
  test.each([
    'http://127.0.0.1:4566/111122223333/orders',
    'https://sqs.eu-central-1.amazonaws.com/111122223333/orders',
    'https://eu-central-1.queue.amazonaws.com/111122223333/orders',
    'http://localhost:4566/queue/eu-central-1/111122223333/orders',
    '/111122223333/orders',
  ])('%s names the queue whatever its host', (url) => {
    expect(parseQueueUrl(url, caller)).toEqual(orders);
  });

  test.each(['orders', 'orders.fifo'])('%s alone is a queue of the caller', (name) => {
    expect(parseQueueUrl(name, caller)).toEqual({ ...caller, name });
  });

  test.each(['orders.x', 'http://127.0.0.1:4566/orders', 'http://127.0.0.1:4566/1111/orders', ''])(
    '%j is refused',
    (url) => {
      expect(() => parseQueueUrl(url, caller)).toThrow(expect.objectContaining({ code: 'InvalidAddress' }));
    },
  );

  test('are made from the endpoint that the client sees', () => {
    expect(queueUrl('http://madang:1', orders)).toBe('http://madang:1/111122223333/orders');
  });
});

test('an ARN names the same queue there and back', () => {
  expect(parseQueueArn(queueArn(orders))).toEqual(orders);
  expect(parseQueueArn('arn:aws:sns:eu-central-1:111122223333:orders')).toBeUndefined();
});

describe('queue names', () => {
  test.each(['a', 'A-b_9', 'x'.repeat(80)])('%s is allowed', (name) => {
    expect(() => checkQueueName(name, false)).not.toThrow();
  });

  test.each(['', 'a b', 'x'.repeat(81), 'orders.fifo'])('%s is not the name of a standard queue', (name) => {
    expect(() => checkQueueName(name, false)).toThrow('1 to 80 in length');
  });

  test('those of FIFO queues end in .fifo, which counts', () => {
    expect(() => checkQueueName(`${'x'.repeat(75)}.fifo`, true)).not.toThrow();
    for (const name of [`${'x'.repeat(76)}.fifo`, 'orders', '.fifo']) {
      expect(() => checkQueueName(name, true)).toThrow('must end with .fifo suffix');
    }
  });
});
