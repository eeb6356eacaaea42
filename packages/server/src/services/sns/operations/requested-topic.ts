import type { RequestContext } from '../../../platform/service.ts';
import { invalidParameter } from '../errors.ts';
import { parseTopicArn } from '../model/topic.ts';
import type { TopicReference } from '../model/topic.ts';

/** A topic by the ARN that a request names. */
export function requestedTopic(text: string, request: RequestContext, parameter = 'TopicArn'): TopicReference {
  const topic = parseTopicArn(text, parameter);
  if (!isHere(topic, request)) throw invalidParameter(parameter);
  return topic;
}

/**
 * Each region of AWS knows its own topics only; links in messages and calls in process carry no signature that would
 * tell for which region they are meant.
 */
export function isHere(topic: TopicReference, { region, headers }: RequestContext): boolean {
  return topic.region === region || headers['authorization'] === undefined;
}
