import { expect, it } from 'vitest';
import type { PropertyChange, ResourceChange } from '../aws/cloudformation.ts';
import { diffText } from './diff-text.ts';
import { styleOf } from './style.ts';

const change = (LogicalResourceId: string, more: Partial<ResourceChange>): ResourceChange => ({
  Action: 'Modify',
  LogicalResourceId,
  PhysicalResourceId: undefined,
  ResourceType: 'AWS::SQS::Queue',
  Replacement: undefined,
  PolicyAction: undefined,
  AfterContext: undefined,
  Details: [],
  ...more,
});
const detail = (more: Partial<PropertyChange>): PropertyChange => ({
  Attribute: 'Properties',
  Name: undefined,
  Path: undefined,
  RequiresRecreation: 'Never',
  BeforeValue: undefined,
  AfterValue: undefined,
  Evaluation: 'Static',
  CausingEntity: undefined,
  ...more,
});
const diff = (changes: ResourceChange[], width = 100) => diffText('shop', changes, styleOf(false), width).split('\n');

it('shows what comes, changes and goes', () => {
  const changes = [
    change('New', { Action: 'Add', AfterContext: '{"Properties":{"DelaySeconds":"5","Tags":[{"Key":"a"}]}}' }),
    change('Old', { Action: 'Remove', PolicyAction: 'Retain' }),
    change('Orders', {
      Replacement: 'False',
      Details: [detail({ Name: 'DelaySeconds', Path: '/Properties/DelaySeconds', BeforeValue: '1', AfterValue: '2' })],
    }),
  ];
  expect(diff(changes)).toEqual([
    'shop  1 to add, 1 to remove, 1 to change',
    '',
    '+ New     AWS::SQS::Queue',
    '    DelaySeconds  5',
    '    Tags          [{"Key":"a"}]',
    '- Old     AWS::SQS::Queue  kept',
    '~ Orders  AWS::SQS::Queue',
    '    DelaySeconds  1 → 2',
    '',
  ]);
});

it('says what is replaced, and because of which property', () => {
  const details = [
    detail({ Name: 'QueueName', BeforeValue: 'a', AfterValue: 'b', RequiresRecreation: 'Always' }),
    detail({ Name: 'Tags', Attribute: 'Tags', Path: '/Properties/Tags/0/Value', AfterValue: '{"a":1}' }),
  ];
  expect(diff([change('Orders', { Replacement: 'True', PolicyAction: 'ReplaceAndDelete', Details: details })])).toEqual(
    [
      'shop  1 to change',
      '',
      '~ Orders  AWS::SQS::Queue  replaced',
      '    QueueName     a → b             requires replacement',
      '    Tags.0.Value  (none) → {"a":1}',
      '',
    ],
  );
});

it('shows a property once, with the values where they are known', () => {
  const details = [
    detail({ Name: 'Policy', Evaluation: 'Dynamic', CausingEntity: 'Topic.Arn' }),
    detail({ Name: 'Policy', BeforeValue: 'x', AfterValue: 'y' }),
    detail({ Name: 'Topic', Evaluation: 'Dynamic', CausingEntity: 'Topic.Arn' }),
  ];
  expect(diff([change('Orders', { Details: details })]).slice(3, 5)).toEqual([
    '    Policy  x → y',
    '    Topic   follows Topic.Arn',
  ]);
});
