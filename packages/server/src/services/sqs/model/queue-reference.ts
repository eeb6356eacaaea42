import { arn, parseArn } from '../../../platform/arn.ts';
import { SqsError } from '../errors.ts';

/** Names a queue, whether it exists or not. */
export interface QueueReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const urlForm = /(?:^|\/)(\d{12})\/([^/?#]+)\/?$/;
const nameForm = /^[A-Za-z0-9_-]{1,80}$/;
const bareNameForm = /^[A-Za-z0-9_-]+(?:\.fifo)?$/;

/**
 * Accepts every host and leading path: clients keep URLs of other endpoints. The region is the request's. Like AWS it
 * also takes the bare name of a queue of the caller.
 */
export function parseQueueUrl(url: string, caller: Pick<QueueReference, 'account' | 'region'>): QueueReference {
  const { account: own, region } = caller;
  if (bareNameForm.test(url)) return { account: own, region, name: url };
  const [, account, name] = urlForm.exec(url) ?? [];
  if (account === undefined || name === undefined) {
    throw new SqsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  }
  return { account, region, name };
}

export function queueUrl(endpoint: string, { account, name }: QueueReference): string {
  return `${endpoint}/${account}/${name}`;
}

/** Undefined where the text is no ARN of a queue. */
export function parseQueueArn(text: string): QueueReference | undefined {
  const parts = parseArn(text);
  if (parts?.service !== 'sqs' || parts.region === '' || parts.account === '') return undefined;
  return { account: parts.account, region: parts.region, name: parts.resource };
}

export function queueArn({ account, region, name }: QueueReference): string {
  return arn({ service: 'sqs', region, account, resource: name });
}

/** The type of a queue can be told from its name: only those of FIFO queues may contain a period. */
export function isFifo({ name }: { name: string }): boolean {
  return name.endsWith('.fifo');
}

export function checkQueueName(name: string, asFifo: boolean): void {
  if (asFifo) {
    const base = name.slice(0, -'.fifo'.length);
    if (isFifo({ name }) && name.length <= 80 && nameForm.test(base)) return;
    const rule = 'must end with .fifo suffix and be 1 to 80 in length.';
    const message = `The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, ${rule}`;
    throw new SqsError('InvalidParameterValue', message);
  }
  if (nameForm.test(name)) return;
  const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw new SqsError('InvalidParameterValue', message);
}
