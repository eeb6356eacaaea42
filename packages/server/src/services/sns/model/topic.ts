import { arn, parseArn } from '../../../platform/arn.ts';
import type { Tags } from '../../../platform/tags.ts';
import { invalidParameter } from '../errors.ts';
import type { TopicAttributes } from './topic-attributes.ts';

/** Names a topic, whether it exists or not. */
export interface TopicReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface Topic extends TopicReference {
  /** Tells the topic from earlier and later ones of the same name. */
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** What was set; defaults are not stored. */
  attributes: TopicAttributes;
  tags: Tags;
  dataProtectionPolicy?: string;
  /** Since when messages are archived without a gap. */
  archivingSince?: number;
}

const nameForm = /^[A-Za-z0-9_-]{1,256}$/;
const fifoNameForm = /^(?=.{6,256}$)[A-Za-z0-9_-]+\.fifo$/;

export function topicArn({ account, region, name }: TopicReference): string {
  return arn({ service: 'sns', region, account, resource: name });
}

/** The type of a topic can be told from its name: only those of FIFO topics may contain a period. */
export function isFifo({ name }: { name: string }): boolean {
  return name.endsWith('.fifo');
}

export function parseTopicArn(text: string, parameter = 'TopicArn'): TopicReference {
  const elements = text.split(':').length;
  if (elements < 6) {
    throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
  const topic = findTopicReference(text);
  if (!topic) throw invalidParameter(parameter);
  return topic;
}

/** Undefined where the text is no ARN of a topic. */
export function findTopicReference(text: string): TopicReference | undefined {
  const parts = parseArn(text);
  if (parts?.service !== 'sns' || parts.region === '' || parts.account === '') return undefined;
  if (/[:/]/.test(parts.resource)) return undefined;
  return { account: parts.account, region: parts.region, name: parts.resource };
}

export function checkTopicName(name: string, asFifo: boolean): void {
  if (asFifo) {
    if (fifoNameForm.test(name)) return;
    throw invalidParameter(
      'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, ' +
        'numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    );
  }
  if (!nameForm.test(name)) throw invalidParameter('Topic Name');
}
