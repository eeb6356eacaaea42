import { parseArn } from '../../../platform/arn.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { protocols } from './subscription.ts';
import type { SubscriptionProtocol } from './subscription.ts';
import { isFifo } from './topic.ts';
import type { TopicReference } from './topic.ts';
import { isSmsEndpoint } from './phone-number.ts';

/** The protocol and endpoint of a Subscribe, checked against each other and the topic's type. */
export function checkEndpoint(
  topic: TopicReference,
  protocol: string,
  endpoint: string | undefined,
): SubscriptionProtocol {
  const known = protocols.find((name) => name === protocol);
  if (known === undefined) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (known === 'firehose') {
    const message =
      'Madang has no Firehose yet: subscriptions of protocol firehose are not implemented in this version.';
    throw new SnsError('NotImplemented', message, { status: 501 });
  }
  if (!endpoint) throw invalidParameter('Endpoint');
  if (isFifo(topic) && known !== 'sqs') {
    throw invalidParameter(
      `Invalid parameter: Endpoint Reason: FIFO topics deliver to SQS queues only, not to protocol ${known}`,
    );
  }
  const problem = problems[known](endpoint);
  if (problem !== undefined) {
    // AWS says so without its usual beginning.
    throw known === 'sms' ? new SnsError('InvalidParameterException', problem) : invalidParameter(problem);
  }
  if (known === 'sqs' && endpoint.endsWith('.fifo') && !isFifo(topic)) {
    const rule = 'FIFO SQS Queues can not be subscribed to standard SNS topics';
    throw invalidParameter(`Invalid parameter: Endpoint Reason: ${rule}`);
  }
  return known;
}

const mismatch = 'Endpoint must match the specified protocol';

const problems: Record<Exclude<SubscriptionProtocol, 'firehose'>, (endpoint: string) => string | undefined> = {
  http: (endpoint) => urlProblem(endpoint, 'http:'),
  https: (endpoint) => urlProblem(endpoint, 'https:'),
  email: emailProblem,
  'email-json': emailProblem,
  sms: (endpoint) => (isSmsEndpoint(endpoint) ? undefined : `Invalid SMS endpoint: ${endpoint}`),
  sqs: (endpoint) => arnProblem(endpoint, 'sqs', 'SQS endpoint ARN'),
  application: (endpoint) => arnProblem(endpoint, 'sns', 'ApplicationEndpoint ARN'),
  lambda: (endpoint) =>
    parseArn(endpoint)?.resource.startsWith('function:')
      ? arnProblem(endpoint, 'lambda', 'Lambda endpoint ARN')
      : 'Lambda endpoint ARN',
};

function urlProblem(endpoint: string, scheme: string): string | undefined {
  if (!endpoint.startsWith(`${scheme}//`)) return mismatch;
  return URL.canParse(endpoint) ? undefined : 'Endpoint';
}

function emailProblem(endpoint: string): string | undefined {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(endpoint) && endpoint.length <= 320 ? undefined : 'Email address';
}

function arnProblem(endpoint: string, service: string, problem: string): string | undefined {
  const parts = parseArn(endpoint);
  return parts?.service === service && parts.region !== '' && parts.account !== '' ? undefined : problem;
}
