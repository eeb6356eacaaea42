import { mergeTags } from '../../../platform/tags.ts';
import type { TagAuthor, TagErrors, Tags } from '../../../platform/tags.ts';
import { SqsError } from '../errors.ts';

export function tagErrors(queueName: string): TagErrors {
  return ({ kind, message }) => {
    const text = kind === 'too many' ? `Too many tags added for queue ${queueName}.` : message;
    return new SqsError('InvalidParameterValue', text);
  };
}

export function checkedTags(queueName: string, current: Tags, added: Tags, author: TagAuthor): Tags {
  return mergeTags(current, added, tagErrors(queueName), author);
}
