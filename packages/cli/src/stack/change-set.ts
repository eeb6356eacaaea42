import { setTimeout as delay } from 'node:timers/promises';
import type { CreateChangeSetInput } from '../../../server/generated/types/cloudformation.ts';
import type { ChangeSet, CloudFormation, Stack } from '../aws/cloudformation.ts';
import { ServiceError } from '../aws/service-error.ts';

/** What the user asks for, besides the template. */
export interface StackSettings {
  stackName: string;
  parameters: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
  capabilities: readonly string[];
  roleArn: string | undefined;
  onFailure: 'DO_NOTHING' | 'ROLLBACK' | 'DELETE' | undefined;
}

export type TemplateSource = { TemplateBody: string } | { TemplateURL: string };

export interface PreparedChangeSet extends ChangeSet {
  id: string;
  /** Undefined where the change set creates the stack. */
  stack: Stack | undefined;
  hasChanges: boolean;
}

/** Makes a change set and waits until it can be executed. One that fails is deleted, and thrown as an error. */
export async function prepareChangeSet(
  cfn: CloudFormation,
  settings: StackSettings,
  template: TemplateSource,
  options: { stack: Stack | undefined; includePropertyValues?: boolean },
): Promise<PreparedChangeSet> {
  const stack = options.stack?.StackStatus === 'REVIEW_IN_PROGRESS' ? undefined : options.stack;
  const { ParameterKeys } = await cfn.templateSummary(template);
  const { Id: id, StackId } = await cfn.createChangeSet({
    ...template,
    ...changeSetInput(settings, ParameterKeys, stack),
    ChangeSetName: `madang-${Date.now().toString(36)}`,
    ChangeSetType: stack === undefined ? 'CREATE' : 'UPDATE',
  });
  const changeSet = await endOfCreation(cfn, id, options.includePropertyValues ?? false);
  const prepared = { ...changeSet, id, StackId, stack };
  if (changeSet.Status !== 'FAILED') return { ...prepared, hasChanges: true };
  await discardChangeSet(cfn, { id, StackId, stack: options.stack });
  const reason = changeSet.StatusReason ?? '';
  if (/didn't contain changes|No updates are to be performed/i.test(reason)) return { ...prepared, hasChanges: false };
  throw new ServiceError('The change set failed', reason);
}

/** Deletes a change set, and with it the stack that stood only for its review. */
export async function discardChangeSet(
  cfn: CloudFormation,
  { id, StackId, stack }: { id: string; StackId: string; stack: Stack | undefined },
): Promise<void> {
  await cfn.deleteChangeSet(id);
  if (stack === undefined) await cfn.deleteStack({ StackName: StackId });
}

/** Parameters that are not given stay what they are, as with `aws cloudformation deploy`. */
export function changeSetInput(
  { stackName, parameters, tags, capabilities, roleArn, onFailure }: StackSettings,
  declared: readonly string[],
  stack: Stack | undefined,
): Omit<CreateChangeSetInput, 'ChangeSetName'> {
  const kept = declared.filter((name) => !parameters.has(name) && stack?.ParameterKeys.includes(name));
  return {
    StackName: stackName,
    Parameters: [
      ...[...parameters].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      ...kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
    ],
    Tags: tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value })),
    Capabilities: capabilities as NonNullable<CreateChangeSetInput['Capabilities']>,
    RoleARN: roleArn,
    OnStackFailure: onFailure,
  };
}

async function endOfCreation(cfn: CloudFormation, id: string, includePropertyValues: boolean): Promise<ChangeSet> {
  for (let round = 0; ; round++) {
    const changeSet = await cfn.describeChangeSet(id, includePropertyValues);
    if (!/_(PENDING|IN_PROGRESS)$/.test(changeSet.Status)) return changeSet;
    await delay(Math.min(1000, 20 + round * 20));
  }
}
