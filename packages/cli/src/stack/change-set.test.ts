import { expect, it } from 'vitest';
import { changeSetInput } from './change-set.ts';

const settings = {
  stackName: 'shop',
  parameters: new Map([['Stage', 'prod']]),
  tags: new Map<string, string>(),
  capabilities: [],
  roleArn: undefined,
  onFailure: undefined,
};
const stack = { StackId: 'id', StackName: 'shop', StackStatus: 'CREATE_COMPLETE', Outputs: [] };

it('keeps what is not given, where the stack has it and the template still declares it', () => {
  const standing = { ...stack, ParameterKeys: ['Stage', 'Size', 'Gone'] };
  expect(changeSetInput(settings, ['Stage', 'Size', 'New'], standing).Parameters).toEqual([
    { ParameterKey: 'Stage', ParameterValue: 'prod' },
    { ParameterKey: 'Size', UsePreviousValue: true },
  ]);
});

it('gives a new stack only what was given', () => {
  expect(changeSetInput(settings, ['Stage', 'Size'], undefined).Parameters).toHaveLength(1);
});
