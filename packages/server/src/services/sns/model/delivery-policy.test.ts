import { describe, expect, test } from 'vitest';
import {
  awsEndpointRetry,
  deliveryPolicyProblem,
  effectiveSubscriptionPolicy,
  httpDelivery,
  retryDelayMs,
} from './delivery-policy.ts';

function delays(policy: string): (number | undefined)[] {
  const { retry } = httpDelivery(undefined, policy);
  return Array.from({ length: retry.numRetries + 1 }, (_, index) => retryDelayMs(retry, index + 1));
}

describe('retries', () => {
  test('of web servers are three by default, 20 seconds apart', () => {
    expect(delays('{}')).toEqual([20_000, 20_000, 20_000, undefined]);
  });

  test('go through all phases', () => {
    const policy = {
      minDelayTarget: 1,
      maxDelayTarget: 9,
      numRetries: 8,
      numNoDelayRetries: 1,
      numMinDelayRetries: 2,
      numMaxDelayRetries: 1,
      backoffFunction: 'linear',
    };
    const expected = [0, 1000, 1000, 3000, 5000, 7000, 9000, 9000, undefined];
    expect(delays(JSON.stringify({ healthyRetryPolicy: policy }))).toEqual(expected);
  });

  test.each(['linear', 'arithmetic', 'geometric', 'exponential'])(
    '%s backoff rises to the longest delay',
    (backoffFunction) => {
      const policy = { minDelayTarget: 1, maxDelayTarget: 60, numRetries: 10, backoffFunction };
      const found = delays(JSON.stringify({ healthyRetryPolicy: policy })).slice(0, -1) as number[];
      expect(found.at(-1)).toBe(60_000);
      expect(found.every((delay, index) => index === 0 || delay > (found[index - 1] ?? 0))).toBe(true);
    },
  );

  test('of AWS endpoints go on for 23 days', () => {
    let total = 0;
    for (let failures = 1; failures <= awsEndpointRetry.numRetries; failures++)
      total += retryDelayMs(awsEndpointRetry, failures) ?? 0;
    expect(Math.floor(total / 86_400_000)).toBe(23);
    expect(retryDelayMs(awsEndpointRetry, awsEndpointRetry.numRetries + 1)).toBeUndefined();
  });
});

describe('a policy', () => {
  test.each([
    ['nonsense', 'failed to parse JSON'],
    ['{"http": {"surprise": {}}}', 'unrecognized JSON element "surprise"'],
    ['{"http": {"defaultHealthyRetryPolicy": {"minDelayTarget": 30}}}', 'minDelayTarget must be less than or equal'],
    ['{"http": {"defaultHealthyRetryPolicy": {"numRetries": 101}}}', 'numRetries must be between 0 and 100'],
    [
      '{"http": {"defaultHealthyRetryPolicy": {"numRetries": 100, "minDelayTarget": 60, "maxDelayTarget": 60}}}',
      'total retry time',
    ],
    ['{"http": {"defaultHealthyRetryPolicy": {"backoffFunction": "cubic"}}}', 'backoffFunction cubic'],
    ['{"http": {"defaultThrottlePolicy": {"maxReceivesPerSecond": 0}}}', 'maxReceivesPerSecond'],
    ['{"http": {"defaultRequestPolicy": {"headerContentType": "image/png"}}}', 'headerContentType image/png'],
  ])('%s is refused', (policy, problem) => {
    expect(deliveryPolicyProblem(policy, 'topic')).toContain(problem);
  });

  test("of a topic can forbid the subscriptions' own", () => {
    const topic = {
      http: { disableSubscriptionOverrides: true, defaultRequestPolicy: { headerContentType: 'text/csv' } },
    };
    const own = JSON.stringify({ requestPolicy: { headerContentType: 'text/html' } });
    expect(httpDelivery(JSON.stringify(topic), own).contentType).toBe('text/csv');
    expect(httpDelivery(undefined, own).contentType).toBe('text/html');
  });

  test('in effect tells every default', () => {
    expect(JSON.parse(effectiveSubscriptionPolicy(undefined, undefined))).toEqual({
      healthyRetryPolicy: {
        minDelayTarget: 20,
        maxDelayTarget: 20,
        numRetries: 3,
        numMaxDelayRetries: 0,
        numNoDelayRetries: 0,
        numMinDelayRetries: 0,
        backoffFunction: 'linear',
      },
      sicklyRetryPolicy: null,
      throttlePolicy: null,
      requestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
      guaranteed: false,
    });
  });
});
