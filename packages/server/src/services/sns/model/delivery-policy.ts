import { isJsonObject, parseJsonObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

/** How often and when a delivery that failed is tried again. Delays are in seconds. */
export interface RetryPolicy {
  minDelayTarget: number;
  maxDelayTarget: number;
  numRetries: number;
  numMaxDelayRetries: number;
  numNoDelayRetries: number;
  numMinDelayRetries: number;
  backoffFunction: BackoffFunction;
}

export interface HttpDelivery {
  retry: RetryPolicy;
  maxReceivesPerSecond?: number;
  contentType: string;
}

type BackoffFunction = keyof typeof backoff;

/** Part of the way from the shortest to the longest delay, after step `i` of `n`. */
const backoff = {
  linear: (i: number, n: number) => i / n,
  arithmetic: (i: number, n: number) => (i * (i + 1)) / (n * (n + 1)),
  geometric: (i: number, n: number) => (1.5 ** i - 1) / (1.5 ** n - 1),
  exponential: (i: number, n: number) => (2 ** i - 1) / (2 ** n - 1),
};

const defaultRetry: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

/** Of deliveries to SQS and Lambda; over 23 days. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export const awsEndpointRetry: RetryPolicy = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numMaxDelayRetries: 100_000,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
};

const defaultContentType = 'text/plain; charset=UTF-8';
const longestRetrySeconds = 3600;

const contentTypes = new Set([
  'text/plain',
  'application/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'text/html',
  'text/css',
  'text/csv',
  'text/xml',
  'application/soap+xml',
  'application/octet-stream',
  'application/xhtml+xml',
  'application/atom+xml',
  'application/javascript',
  'application/jwt',
  'application/postscript',
  'application/rtf',
  'application/sql',
  'application/zip',
  'application/vnd.ms-excel',
  'application/pdf',
  'text/javascript',
  'text/markdown',
  'text/rtf',
  'text/tab-separated-values',
]);

/** Milliseconds until the next try after so many failed ones; undefined where the policy is exhausted. */
export function retryDelayMs(policy: RetryPolicy, failures: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  const { minDelayTarget: shortest, maxDelayTarget: longest } = policy;
  if (failures > numRetries) return undefined;
  if (failures <= numNoDelayRetries) return 0;
  if (failures <= numNoDelayRetries + numMinDelayRetries) return shortest * 1000;
  if (failures > numRetries - numMaxDelayRetries) return longest * 1000;
  const steps = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  const step = failures - numNoDelayRetries - numMinDelayRetries;
  return Math.round((shortest + (longest - shortest) * backoff[policy.backoffFunction](step, steps)) * 1000);
}

/** What is wrong with a topic's or a subscription's DeliveryPolicy; undefined where nothing is. */
export function deliveryPolicyProblem(text: string, of: 'topic' | 'subscription'): string | undefined {
  const policy = parseJsonObject(text);
  if (!policy) return 'DeliveryPolicy: failed to parse JSON.';
  const names = memberNames[of];
  const http = of === 'topic' ? policy['http'] : policy;
  if (!isJsonObject(http)) return 'DeliveryPolicy: http must be an object';
  const unknown =
    Object.keys(http).find((name) => !names.all.includes(name)) ??
    (of === 'topic' ? Object.keys(policy).find((name) => name !== 'http') : undefined);
  if (unknown !== undefined) return `DeliveryPolicy: unrecognized JSON element "${unknown}"`;
  const problem =
    retryProblem(http[names.retry]) ?? throttleProblem(http[names.throttle]) ?? requestProblem(http[names.request]);
  return problem && `DeliveryPolicy: ${problem}`;
}

const memberNames = {
  topic: {
    retry: 'defaultHealthyRetryPolicy',
    throttle: 'defaultThrottlePolicy',
    request: 'defaultRequestPolicy',
    all: [
      'defaultHealthyRetryPolicy',
      'defaultSicklyRetryPolicy',
      'defaultThrottlePolicy',
      'defaultRequestPolicy',
      'disableSubscriptionOverrides',
    ],
  },
  subscription: {
    retry: 'healthyRetryPolicy',
    throttle: 'throttlePolicy',
    request: 'requestPolicy',
    all: ['healthyRetryPolicy', 'sicklyRetryPolicy', 'throttlePolicy', 'requestPolicy', 'guaranteed'],
  },
};

function retryProblem(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) return 'the retry policy must be an object';
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(defaultRetry, name));
  if (unknown !== undefined) return `unrecognized JSON element "${unknown}"`;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'backoffFunction') {
      if (typeof member !== 'string' || !Object.hasOwn(backoff, member))
        return `backoffFunction ${String(member)} is invalid`;
    } else if (!Number.isInteger(member) || (member as number) < 0) return `${name} must be an integer of at least 0`;
  }
  const policy = { ...defaultRetry, ...(value as Partial<RetryPolicy>) };
  const { minDelayTarget, maxDelayTarget, numRetries } = policy;
  if (minDelayTarget < 1 || minDelayTarget > longestRetrySeconds) return 'minDelayTarget must be between 1 and 3600';
  if (maxDelayTarget > longestRetrySeconds) return 'maxDelayTarget must be between 1 and 3600';
  if (minDelayTarget > maxDelayTarget) return 'minDelayTarget must be less than or equal to maxDelayTarget';
  if (numRetries > 100) return 'numRetries must be between 0 and 100';
  const phases = policy.numNoDelayRetries + policy.numMinDelayRetries + policy.numMaxDelayRetries;
  if (phases > numRetries) return 'numRetries must be at least the sum of the retries of its phases';
  return totalSeconds(policy) > longestRetrySeconds
    ? `total retry time exceeds ${longestRetrySeconds} seconds`
    : undefined;
}

function totalSeconds(policy: RetryPolicy): number {
  let milliseconds = 0;
  for (let failures = 1; failures <= policy.numRetries; failures++) milliseconds += retryDelayMs(policy, failures) ?? 0;
  return milliseconds / 1000;
}

function throttleProblem(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const most = isJsonObject(value) ? value['maxReceivesPerSecond'] : undefined;
  return typeof most === 'number' && Number.isInteger(most) && most >= 1
    ? undefined
    : 'maxReceivesPerSecond must be an integer of at least 1';
}

function requestProblem(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const type = isJsonObject(value) ? value['headerContentType'] : undefined;
  const [media = ''] = typeof type === 'string' ? type.split(';') : [];
  return contentTypes.has(media.trim().toLowerCase())
    ? undefined
    : `headerContentType ${String(type)} is not supported`;
}

/** What holds for deliveries to one HTTP endpoint. */
export function httpDelivery(topicPolicy: string | undefined, subscriptionPolicy: string | undefined): HttpDelivery {
  const ofTopic = membersOf(topicPolicy, 'topic');
  const ofSubscription = ofTopic.overridesDisabled ? {} : membersOf(subscriptionPolicy, 'subscription');
  const throttle = ofSubscription.throttle ?? ofTopic.throttle;
  return {
    retry: { ...defaultRetry, ...(ofSubscription.retry ?? ofTopic.retry) },
    ...(throttle && { maxReceivesPerSecond: throttle['maxReceivesPerSecond'] as number }),
    contentType: ((ofSubscription.request ?? ofTopic.request)?.['headerContentType'] as string) ?? defaultContentType,
  };
}

interface PolicyMembers {
  retry?: JsonObject;
  throttle?: JsonObject;
  request?: JsonObject;
  overridesDisabled?: boolean;
}

function membersOf(text: string | undefined, of: 'topic' | 'subscription'): PolicyMembers {
  const policy = text === undefined ? undefined : parseJsonObject(text);
  const http = of === 'topic' ? policy?.['http'] : policy;
  if (!isJsonObject(http)) return {};
  const { retry, throttle, request } = memberNames[of];
  const member = (name: string): JsonObject | undefined => (isJsonObject(http[name]) ? http[name] : undefined);
  const [retryPolicy, throttlePolicy, requestPolicy] = [member(retry), member(throttle), member(request)];
  return {
    ...(retryPolicy && { retry: retryPolicy }),
    ...(throttlePolicy && { throttle: throttlePolicy }),
    ...(requestPolicy && { request: requestPolicy }),
    overridesDisabled: http['disableSubscriptionOverrides'] === true,
  };
}

/** GetTopicAttributes' EffectiveDeliveryPolicy. */
export function effectiveTopicPolicy(topicPolicy: string | undefined): string {
  const { retry, maxReceivesPerSecond, contentType } = httpDelivery(topicPolicy, undefined);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: retry,
      disableSubscriptionOverrides: membersOf(topicPolicy, 'topic').overridesDisabled ?? false,
      ...(maxReceivesPerSecond !== undefined && { defaultThrottlePolicy: { maxReceivesPerSecond } }),
      defaultRequestPolicy: { headerContentType: contentType },
    },
  });
}

/** GetSubscriptionAttributes' EffectiveDeliveryPolicy. */
export function effectiveSubscriptionPolicy(topicPolicy: string | undefined, own: string | undefined): string {
  const { retry, maxReceivesPerSecond, contentType } = httpDelivery(topicPolicy, own);
  return JSON.stringify({
    healthyRetryPolicy: retry,
    sicklyRetryPolicy: null,
    throttlePolicy: maxReceivesPerSecond === undefined ? null : { maxReceivesPerSecond },
    requestPolicy: { headerContentType: contentType },
    guaranteed: false,
  });
}
