import { beforeEach, describe, expect, it } from 'vitest';
import type { ParameterValue } from '../template/parameters/parameter-values.ts';
import type { Template, TemplateObject } from '../template/template.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { withoutValues } from './change.ts';
import { resourceChanges } from './resource-changes.ts';
import type { ChangeSetInput, Standing } from './resource-changes.ts';
import type { DeclaredStack } from './side.ts';

const schemas: Record<string, ResourceSchema> = {
  'AWS::SQS::Queue': {
    typeName: 'AWS::SQS::Queue',
    properties: {
      QueueName: { type: 'string', replacement: 'yes', generated: true },
      DelaySeconds: { type: 'integer' },
      Tags: { type: { list: 'tag' } },
    },
    definitions: {},
    attributes: { Arn: 'string', QueueName: 'string' },
    primaryIdentifier: ['QueueUrl'],
    tagging: { property: 'Tags', variant: 'standard' },
  },
  'AWS::SSM::Parameter': {
    typeName: 'AWS::SSM::Parameter',
    properties: { Name: { type: 'string', replacement: 'yes' }, Value: { type: 'string' } },
    definitions: {},
    attributes: { Type: 'string' },
    primaryIdentifier: ['Name'],
  },
  'AWS::CloudFormation::Stack': {
    typeName: 'AWS::CloudFormation::Stack',
    properties: { TemplateURL: { type: 'string' } },
    definitions: {},
    attributes: {},
    openAttributes: 'Outputs.',
    primaryIdentifier: ['StackId'],
  },
};

const pseudo = {
  'AWS::AccountId': '111122223333',
  'AWS::NotificationARNs': [],
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::StackId': 'arn:stack',
  'AWS::StackName': 'orders',
  'AWS::URLSuffix': 'amazonaws.com',
};

function parameter(name: string, text: string, noEcho = false): [string, ParameterValue] {
  return [name, { name, type: { item: 'String', isList: false }, text, isDefault: false, noEcho }];
}

function declared(Resources: TemplateObject, more: Partial<DeclaredStack> = {}): DeclaredStack {
  const template = { Resources } as unknown as Template;
  return { template, parameters: new Map(), pseudo, conditions: new Map(), tags: {}, ...more };
}

function standing(
  type: string,
  physicalId: string,
  properties: TemplateObject,
  attributes: TemplateObject = {},
): Standing {
  return { type, physicalId, properties, attributes, deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' };
}

const queue = (Properties: TemplateObject): TemplateObject => ({ Type: 'AWS::SQS::Queue', Properties });
const value = (Value: TemplateObject | string): TemplateObject => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Value },
});

const queueUrl = 'https://sqs/orders-Queue-1';
const stood = standing('AWS::SQS::Queue', queueUrl, { DelaySeconds: 1 }, { Arn: 'arn:aws:sqs:::orders-Queue-1' });

let input: ChangeSetInput;

beforeEach(() => {
  input = {
    before: declared({ Queue: queue({ DelaySeconds: 1 }) }),
    after: declared({ Queue: queue({ DelaySeconds: 1 }) }),
    standing: new Map([['Queue', stood]]),
    schemas: { find: (type) => schemas[type] },
    outside: {},
    imports: new Map(),
  };
});

const changes = (changed: Partial<ChangeSetInput> = {}) => resourceChanges({ ...input, ...changed }).changes;

describe('of a new stack', () => {
  it('adds everything, by name, and shows what is known', () => {
    const after = declared({ Zeta: queue({ DelaySeconds: 5 }), Alpha: value({ 'Fn::GetAtt': ['Zeta', 'Arn'] }) });
    expect(changes({ before: undefined, standing: new Map(), after })).toEqual([
      {
        Action: 'Add',
        LogicalResourceId: 'Alpha',
        ResourceType: 'AWS::SSM::Parameter',
        Scope: [],
        Details: [],
        AfterContext: '{"Properties":{"Value":"{{changeSet:KNOWN_AFTER_APPLY}}"}}',
      },
      {
        Action: 'Add',
        LogicalResourceId: 'Zeta',
        ResourceType: 'AWS::SQS::Queue',
        Scope: [],
        Details: [],
        AfterContext: '{"Properties":{"DelaySeconds":"5"}}',
      },
    ]);
  });

  it('marks what is imported', () => {
    const after = declared({ Queue: queue({}) });
    const imports = new Map([['Queue', queueUrl]]);
    const [change] = changes({ before: undefined, standing: new Map(), after, imports });
    expect(change).toMatchObject({ Action: 'Import', PhysicalResourceId: queueUrl });
  });
});

describe('of a stack that stands', () => {
  it('finds nothing where nothing changes', () => {
    expect(changes()).toEqual([]);
    expect(changes({ after: declared({ Queue: queue({ DelaySeconds: '1' }) }) })).toEqual([]);
  });

  it('tells a property that is modified in place', () => {
    const after = declared({ Queue: queue({ DelaySeconds: 7 }) });
    const [change] = changes({ after });
    expect(change).toEqual({
      Action: 'Modify',
      LogicalResourceId: 'Queue',
      PhysicalResourceId: queueUrl,
      ResourceType: 'AWS::SQS::Queue',
      Replacement: 'False',
      Scope: ['Properties'],
      Details: [
        {
          Target: {
            Attribute: 'Properties',
            Name: 'DelaySeconds',
            RequiresRecreation: 'Never',
            Path: '/Properties/DelaySeconds',
            BeforeValue: '1',
            AfterValue: '7',
            AttributeChangeType: 'Modify',
          },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
      BeforeContext: '{"Properties":{"DelaySeconds":"1"}}',
      AfterContext: '{"Properties":{"DelaySeconds":"7"}}',
    });
    expect(change && withoutValues(change)).toMatchObject({
      Details: [{ Target: { Attribute: 'Properties', Name: 'DelaySeconds', RequiresRecreation: 'Never' } }],
    });
    expect(JSON.stringify(change && withoutValues(change))).not.toMatch(/Context|BeforeValue|Path/);
  });

  it('replaces, and follows who refers to what is replaced', () => {
    const refers = (of: TemplateObject) => ({
      Queue: of,
      ByRef: value({ Ref: 'Queue' }),
      ByArn: value({ 'Fn::Sub': '${Queue.Arn}!' }),
    });
    const before = declared(refers(queue({ DelaySeconds: 1 })));
    const after = declared(refers(queue({ DelaySeconds: 1, QueueName: 'new' })));
    const all = new Map([
      ['Queue', stood],
      ['ByRef', standing('AWS::SSM::Parameter', 'p1', { Value: queueUrl })],
      ['ByArn', standing('AWS::SSM::Parameter', 'p2', { Value: 'arn:aws:sqs:::orders-Queue-1!' })],
    ]);
    const [byArn, byRef, replaced] = changes({ before, after, standing: all });
    expect(replaced).toMatchObject({
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
      Details: [
        { Target: { Name: 'QueueName', RequiresRecreation: 'Always', AttributeChangeType: 'Add', AfterValue: 'new' } },
      ],
    });
    expect(byRef?.Details).toMatchObject([
      {
        ChangeSource: 'ResourceReference',
        CausingEntity: 'Queue',
        Evaluation: 'Static',
        Target: { Name: 'Value', BeforeValue: queueUrl, AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}' },
      },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' },
    ]);
    expect(byArn?.Details).toMatchObject([
      { ChangeSource: 'ResourceAttribute', CausingEntity: 'Queue.Arn', Evaluation: 'Static' },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' },
    ]);
  });

  it('holds attributes of what is updated in place for possibly changed', () => {
    const refers = (of: TemplateObject) => ({
      Queue: of,
      ByRef: value({ Ref: 'Queue' }),
      ByArn: { Type: 'AWS::SSM::Parameter', Properties: { Name: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    });
    const all = new Map([
      ['Queue', stood],
      ['ByRef', standing('AWS::SSM::Parameter', 'p1', { Value: queueUrl })],
      ['ByArn', standing('AWS::SSM::Parameter', 'p2', { Name: 'arn:aws:sqs:::orders-Queue-1' })],
    ]);
    const before = declared(refers(queue({ DelaySeconds: 1 })));
    const found = changes({ before, after: declared(refers(queue({ DelaySeconds: 2 }))), standing: all });
    expect(found.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['ByArn', 'Queue']);
    expect(found[0]).toMatchObject({
      Replacement: 'Conditional',
      Details: [{ ChangeSource: 'ResourceAttribute', Evaluation: 'Dynamic', CausingEntity: 'Queue.Arn' }],
    });
  });

  it('names the parameter that causes a change, and hides what must not be shown', () => {
    const resources = { Queue: queue({ DelaySeconds: { Ref: 'Delay' } }), Secret: value({ Ref: 'Password' }) };
    const side = (delay: string, password: string) =>
      declared(resources, { parameters: new Map([parameter('Delay', delay), parameter('Password', password, true)]) });
    const all = new Map([
      ['Queue', stood],
      ['Secret', standing('AWS::SSM::Parameter', 'p', { Value: 'old-secret' })],
    ]);
    const found = changes({ before: side('1', 'old-secret'), after: side('2', 'new-secret'), standing: all });
    expect(found[0]?.Details).toMatchObject([
      { ChangeSource: 'ParameterReference', Evaluation: 'Static', CausingEntity: 'Delay', Target: { AfterValue: '2' } },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' },
    ]);
    expect(found[1]?.Details[0]?.Target).toMatchObject({ BeforeValue: '****', AfterValue: '****' });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('removes by the deletion policy', () => {
    const kept: Standing = { ...stood, deletionPolicy: 'Retain' };
    const all = new Map([
      ['Queue', stood],
      ['Kept', kept],
    ]);
    const before = declared({ Queue: queue({}), Kept: queue({}) });
    const found = changes({ before, after: declared({ Other: queue({}) }), standing: all });
    expect(
      found.map(({ LogicalResourceId, Action, PolicyAction }) => [LogicalResourceId, Action, PolicyAction]),
    ).toEqual([
      ['Kept', 'Remove', 'Retain'],
      ['Other', 'Add', undefined],
      ['Queue', 'Remove', 'Delete'],
    ]);
  });

  it('tells changed tags of the stack and changed metadata', () => {
    const after = declared(
      { Queue: { ...queue({ DelaySeconds: 1 }), Metadata: { Owner: 'ann' } } },
      { tags: { team: 'a' } },
    );
    const [change] = changes({ after });
    expect(change).toMatchObject({ Replacement: 'False', Scope: ['Metadata', 'Tags'] });
    expect(change?.Details.map(({ Target }) => Target)).toMatchObject([
      { Attribute: 'Metadata', AfterValue: '{"Owner":"ann"}' },
      { Attribute: 'Tags' },
    ]);
  });

  it('always lists a nested stack, whose template may have changed where it lies', () => {
    const nested = { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://b/t' } } };
    const all = new Map([
      ['Nested', standing('AWS::CloudFormation::Stack', 'arn:nested', { TemplateURL: 'https://b/t' })],
    ]);
    const given = { before: declared(nested), after: declared(nested), standing: all };
    expect(changes(given)).toMatchObject([
      { Action: 'Modify', Details: [{ ChangeSource: 'Automatic', Evaluation: 'Dynamic' }] },
    ]);
    expect(changes({ ...given, nestedAreKnown: true })).toEqual([]);
  });
});
