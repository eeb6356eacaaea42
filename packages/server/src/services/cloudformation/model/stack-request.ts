import type { RollbackConfiguration } from './stack.ts';
import { awsTagLimits, mergeTags, tagsFromList } from '../../../platform/tags.ts';
import type { TagProblem, Tags } from '../../../platform/tags.ts';
import { parseArn } from '../../../platform/arn.ts';
import { invalid } from '../errors.ts';

const longestName = 128;
const mostTopics = 5;

export function checkStackName(name: string): void {
  const refuse = (rule: string) => {
    throw invalid(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ${rule}`);
  };
  if (name.length > longestName) refuse(`Member must have length less than or equal to ${longestName}`);
  if (!/^[A-Za-z][-A-Za-z0-9]*$/.test(name)) {
    refuse('Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
  }
}

export function stackTags(list: readonly { Key?: string; Value?: string }[]): Tags {
  return mergeTags({}, tagsFromList(list, tagError), tagError, { limits: awsTagLimits });
}

function tagError({ message }: TagProblem): Error {
  return invalid(message);
}

export function checkNotificationArns(arns: readonly string[]): void {
  if (arns.length > mostTopics) throw invalid(`Stack can have at most ${mostTopics} NotificationARNs`);
  for (const text of arns) {
    if (parseArn(text)?.service === 'sns') continue;
    throw invalid(`Invalid parameter: NotificationARNs Reason: ${text} is not the ARN of an SNS topic`);
  }
}

/** Alarms belong to CloudWatch, which is not here; to wait for some minutes needs no alarm. */
export function checkRollbackConfiguration(configuration: RollbackConfiguration | undefined): void {
  const [trigger] = configuration?.RollbackTriggers ?? [];
  if (trigger === undefined) return;
  if (!/^AWS::CloudWatch::(Composite)?Alarm$/.test(trigger.Type)) throw invalid('Rollback Trigger Type not supported');
  if (!parseArn(trigger.Arn)?.resource.startsWith('alarm:')) {
    throw invalid("RelativeId of a Rollback Trigger's ARN is incorrect");
  }
  throw invalid(
    `Rollback trigger ${trigger.Arn} cannot be watched: alarms need CloudWatch, which is not implemented in this version. MonitoringTimeInMinutes works without triggers.`,
  );
}
