import { UsageError } from '../options.ts';
import type { Option, Options } from '../options.ts';
import type { StackSettings } from './change-set.ts';
import { parsePairs, parseParameters } from './parameters.ts';
import { stackNameOf } from './stack-name.ts';

/** Of the commands that make a change set of a template. */
export const templateOptions: Record<string, Option> = {
  'stack-name': { type: 'string', value: 'NAME', help: "name of the stack (the template file's name)" },
  parameter: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'a parameter of the template' },
  'parameters-file': { type: 'string', value: 'FILE', help: 'parameters as JSON, or a NAME=VALUE in each line' },
  capability: { type: 'string', value: 'NAME', multiple: true, help: 'CAPABILITY_IAM, _NAMED_IAM or _AUTO_EXPAND' },
  tag: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'a tag of the stack and its resources' },
  'role-arn': { type: 'string', value: 'ARN', help: 'role that CloudFormation acts as' },
};

const onFailureChoices = ['ROLLBACK', 'DELETE', 'DO_NOTHING'] as const;

export function stackSettingsOf(
  options: Options,
  lists: Record<string, string[]>,
  templatePath: string,
): StackSettings {
  const { 'stack-name': stackName, 'parameters-file': file, 'role-arn': roleArn, 'on-failure': onFailure } = options;
  return {
    stackName: stackName === undefined ? stackNameOf(templatePath) : String(stackName),
    parameters: parseParameters(lists['parameter'] ?? [], file === undefined ? undefined : String(file)),
    tags: parsePairs('tag', lists['tag'] ?? []),
    // As many as the AWS CLI takes after one option: separated by commas or spaces.
    capabilities: (lists['capability'] ?? []).flatMap((text) => text.split(/[\s,]+/)),
    roleArn: roleArn === undefined ? undefined : String(roleArn),
    onFailure: onFailure === undefined ? undefined : onFailureOf(String(onFailure)),
  };
}

function onFailureOf(text: string): (typeof onFailureChoices)[number] {
  const name = text.toUpperCase().replaceAll('-', '_');
  const choice = onFailureChoices.find((each) => each === name);
  if (choice === undefined) throw new UsageError(`--on-failure is ${onFailureChoices.join(', ')}, not '${text}'.`);
  return choice;
}
