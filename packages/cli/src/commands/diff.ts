import { cloudFormation } from '../aws/cloudformation.ts';
import { connectionOf } from '../aws/connection.ts';
import type { Connection } from '../aws/connection.ts';
import { ServiceError } from '../aws/service-error.ts';
import { requireHealth } from '../client.ts';
import { isOn } from '../options.ts';
import type { Arguments, Options } from '../options.ts';
import { discardChangeSet, prepareChangeSet } from '../stack/change-set.ts';
import type { PreparedChangeSet, StackSettings } from '../stack/change-set.ts';
import { uploadedTemplate } from '../stack/deployment.ts';
import { adviceText } from '../stack/error-advice.ts';
import { stackSettingsOf } from '../stack/stack-options.ts';
import { diffText } from '../terminal/diff-text.ts';
import { terminalOf } from '../terminal/terminal.ts';

/** Shows a change set and deletes it: nothing is changed. */
export async function run(options: Options, { lists, operand }: Pick<Arguments, 'lists' | 'operand'>): Promise<number> {
  const { style, width, print, complain } = terminalOf(options);
  const connection = connectionOf(options);
  const settings = stackSettingsOf(options, lists, operand);
  try {
    const { hasChanges, Changes } = await reviewedChangeSet(connection, operand, settings);
    if (!hasChanges) print(`No differences: ${settings.stackName} is up to date.\n`);
    else if (Changes.length > 0) print(diffText(settings.stackName, Changes, style, width()));
    else print(`No resource of ${settings.stackName} changes; its outputs, tags or other settings do.\n`);
    return hasChanges && isOn(options, 'exit-code') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    complain(adviceText(error, operand));
    // As with diff(1), 1 means that there are differences.
    return 2;
  }
}

/** What the change set says, which is deleted again, and with it the stack that stood only for its review. */
async function reviewedChangeSet(
  connection: Connection,
  templatePath: string,
  settings: StackSettings,
): Promise<PreparedChangeSet> {
  await requireHealth(connection.endpoint);
  const cfn = cloudFormation(connection);
  const template = await uploadedTemplate({ connection, templatePath });
  const stack = await cfn.findStack(settings.stackName);
  const changeSet = await prepareChangeSet(cfn, settings, template, { stack, includePropertyValues: true });
  if (changeSet.hasChanges) await discardChangeSet(cfn, { id: changeSet.id, StackId: changeSet.StackId, stack });
  return changeSet;
}
