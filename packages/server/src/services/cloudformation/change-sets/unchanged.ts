import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import { haveSameValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { declaresOtherwise } from './declared-stack.ts';

const noChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
const noUpdates = 'No updates are to be performed.';

/** Failed only because there is nothing to do. */
export function isWithoutChanges({ statusReason }: ChangeSet): boolean {
  return statusReason === noChanges || statusReason === noUpdates;
}

/** Where no resource changes: refuses a change set that would change nothing else of the stack. */
export function checkOtherChanges(changeSet: ChangeSet, stack: Stack, before: Template, after: Template): void {
  const settings = declaresOtherwise(changeSet, stack);
  const parameters = !haveSameValues(changeSet.parameters, stack.configuration.parameters);
  const isSameTemplate = isSame(before, after);
  if (isSameTemplate && !parameters && !settings) throw new TemplateError(noChanges);
  const mayChangeOutputs =
    !isSame(before.Outputs ?? {}, after.Outputs ?? {}) || (parameters && after.Outputs !== undefined);
  if (!settings && !mayChangeOutputs) throw new TemplateError(noUpdates);
}
