import type { ResourceContext } from '../../../platform/resource-handler.ts';
import { unlessGone } from '../../../platform/resource-steps.ts';

export async function findPolicy(QueueUrl: string, { call }: ResourceContext): Promise<unknown> {
  const { Attributes = {} } = await call.sqs.GetQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] });
  const text = Attributes['Policy'];
  return text === undefined ? undefined : JSON.parse(text);
}

export async function putPolicy(QueueUrl: string, Policy: string, { call }: ResourceContext): Promise<void> {
  await call.sqs.SetQueueAttributes({ QueueUrl, Attributes: { Policy } });
}

/** The queue may have gone before its policy. */
export async function removePolicy(QueueUrl: string, { call }: ResourceContext): Promise<void> {
  await unlessGone(call.sqs.SetQueueAttributes({ QueueUrl, Attributes: { Policy: '' } }), 'QueueDoesNotExist');
}
