import { mergeTags, tagsFromList } from '../../../platform/tags.ts';
import type { Tag, TagAuthor, TagErrors, Tags } from '../../../platform/tags.ts';
import { invalidParameter, SnsError } from '../errors.ts';

export const tagErrors: TagErrors = ({ kind, message }) => {
  if (kind === 'duplicate') return invalidParameter('Duplicated keys are not allowed.');
  return kind === 'too many'
    ? new SnsError('TagLimitExceededException', 'Could not complete request: tag quota of per resource exceeded')
    : invalidParameter(`Tags Reason: ${message}`);
};

export function checkedTags(current: Tags, added: readonly Tag[], author: TagAuthor): Tags {
  return mergeTags(current, tagsFromList(added, tagErrors), tagErrors, author);
}
