import { mergeTags } from '../../../platform/tags.ts';
import type { TagAuthor, TagErrors, Tags } from '../../../platform/tags.ts';
import { SsmError, validation } from '../errors.ts';

export const tagErrors: TagErrors = ({ kind, message }) =>
  kind === 'too many'
    ? new SsmError('TooManyTagsError', 'The Targets parameter includes too many tags.')
    : validation(message);

export function checkedTags(current: Tags, added: Tags, author: TagAuthor): Tags {
  return mergeTags(current, added, tagErrors, author);
}
