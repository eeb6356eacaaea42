import { expect, it } from 'vitest';
import { queryForm } from './query-form.ts';

it('numbers lists, names members, and leaves out what is undefined', () => {
  const form = queryForm('CreateChangeSet', '2010-05-15', {
    StackName: 'a b',
    Tags: [{ Key: 'k', Value: undefined }, { Key: 'l' }],
    Capabilities: ['X'],
    Enabled: true,
    Nothing: undefined,
  });
  expect(decodeURIComponent(form).split('&')).toEqual([
    'Action=CreateChangeSet',
    'Version=2010-05-15',
    'StackName=a+b',
    'Tags.member.1.Key=k',
    'Tags.member.2.Key=l',
    'Capabilities.member.1=X',
    'Enabled=true',
  ]);
});
