import { mergeTags, tagsFromList } from '../../../platform/tags.ts';
import type { Tag, Tags } from '../../../platform/tags.ts';
import { invalidParameter, SnsError } from '../errors.ts';

export function checkedTags(current: Tags, added: readonly Tag[]): Tags {
  const tags = tagsFromList(added, () => invalidParameter('Duplicated keys are not allowed.'));
  return mergeTags(current, tags, ({ kind, message }) =>
    kind === 'too many'
      ? new SnsError('TagLimitExceededException', 'Could not complete request: tag quota of per resource exceeded')
      : invalidParameter(`Tags Reason: ${message}`),
  );
}
