import { mergeTags } from '../../../platform/tags.ts';
import type { Tags } from '../../../platform/tags.ts';
import { SqsError } from '../errors.ts';

export function checkedTags(queueName: string, current: Tags, added: Tags): Tags {
  return mergeTags(current, added, ({ kind, message }) => {
    const text = kind === 'too many' ? `Too many tags added for queue ${queueName}.` : message;
    return new SqsError('InvalidParameterValue', text);
  });
}
