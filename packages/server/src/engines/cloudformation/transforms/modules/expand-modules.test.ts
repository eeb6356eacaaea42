import { expect, test } from 'vitest';
import type { TemplateObject } from '../../template/template.ts';
import { expandModules } from './expand-modules.ts';

const type = 'My::Own::Part::MODULE';
const part: TemplateObject = {
  Parameters: { Name: { Type: 'String' }, Zones: { Type: 'CommaDelimitedList', Default: 'a, b' } },
  Conditions: { Named: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Name' }, ''] }] }, Again: { Condition: 'Named' } },
  Mappings: { Sizes: { small: { GB: 1 } } },
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Condition: 'Named',
      Properties: { BucketName: { 'Fn::Sub': '${Name}-${AWS::Region}-${!Literal}' } },
    },
    Topic: {
      Type: 'AWS::SNS::Topic',
      DependsOn: 'Bucket',
      Properties: {
        DisplayName: { 'Fn::If': ['Named', { Ref: 'Bucket' }, { 'Fn::GetAtt': ['Bucket', 'Arn'] }] },
        TopicName: { 'Fn::Sub': '${Bucket.Arn}/${Bucket}' },
        Size: { 'Fn::FindInMap': ['Sizes', 'small', 'GB'] },
        Zones: { Ref: 'Zones' },
      },
    },
  },
};

function expand(resources: TemplateObject, more: TemplateObject = {}): Promise<TemplateObject> {
  const modules = new Map([[type, part]]);
  return expandModules({ Resources: resources, ...more }, async (name) => modules.get(name));
}

test("a module's resources take its place, with its id before all their names", async () => {
  const template = await expand({ Data: { Type: type, Properties: { Name: { Ref: 'Which' } } } });
  expect(template).toEqual({
    Conditions: {
      DataNamed: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Which' }, ''] }] },
      DataAgain: { Condition: 'DataNamed' },
    },
    Mappings: { DataSizes: { small: { GB: 1 } } },
    Resources: {
      DataBucket: {
        Type: 'AWS::S3::Bucket',
        Condition: 'DataNamed',
        Properties: { BucketName: { 'Fn::Sub': ['${Name}-${AWS::Region}-${!Literal}', { Name: { Ref: 'Which' } }] } },
      },
      DataTopic: {
        Type: 'AWS::SNS::Topic',
        DependsOn: ['DataBucket'],
        Properties: {
          DisplayName: { 'Fn::If': ['DataNamed', { Ref: 'DataBucket' }, { 'Fn::GetAtt': ['DataBucket', 'Arn'] }] },
          TopicName: { 'Fn::Sub': '${DataBucket.Arn}/${DataBucket}' },
          Size: { 'Fn::FindInMap': ['DataSizes', 'small', 'GB'] },
          Zones: ['a', 'b'],
        },
      },
    },
  });
});

test('the template refers to what is inside, by either name', async () => {
  const template = await expand({
    Data: { Type: type, Condition: 'Prod', DependsOn: 'First', Properties: { Name: 'x' } },
    First: { Type: 'AWS::SQS::Queue' },
    Last: {
      Type: 'AWS::SQS::Queue',
      DependsOn: ['Data', 'First'],
      Properties: {
        A: { Ref: 'Data.Bucket' },
        B: { 'Fn::GetAtt': ['Data', 'Bucket.Arn'] },
        C: { 'Fn::GetAtt': ['DataBucket', 'Arn'] },
        D: { 'Fn::Sub': '${Data.Bucket.Arn} ${Data.Topic}' },
      },
    },
  });
  expect(template['Resources']).toMatchObject({
    DataBucket: { Condition: 'DataBucketExists', DependsOn: ['First'] },
    DataTopic: { Condition: 'Prod', DependsOn: ['DataBucket', 'First'] },
    Last: {
      DependsOn: ['DataBucket', 'DataTopic', 'First'],
      Properties: {
        A: { Ref: 'DataBucket' },
        B: { 'Fn::GetAtt': ['DataBucket', 'Arn'] },
        C: { 'Fn::GetAtt': ['DataBucket', 'Arn'] },
        D: { 'Fn::Sub': '${DataBucket.Arn} ${DataTopic}' },
      },
    },
  });
  expect(template['Conditions']).toMatchObject({
    DataBucketExists: { 'Fn::And': [{ Condition: 'DataNamed' }, { Condition: 'Prod' }] },
  });
});

test('modules nest three levels deep', async () => {
  const names = ['A1', 'B2', 'C3', 'D4'].map((name) => `My::Own::${name}::MODULE`);
  const find = async (name: string): Promise<TemplateObject> => {
    const next = names[names.indexOf(name) + 1];
    return { Resources: { In: { Type: next ?? 'AWS::SQS::Queue' } } };
  };
  const nest = (level: number) => expandModules({ Resources: { Out: { Type: names[level] ?? '' } } }, find);
  expect(await nest(1)).toEqual({ Resources: { OutInInIn: { Type: 'AWS::SQS::Queue' } } });
  await expect(nest(0)).rejects.toThrow('more than 3 levels');
});

test.each([
  [{ Data: { Type: type } }, /#: required key \[Name\] not found/],
  [{ Data: { Type: type, Properties: { Name: 'x', Colour: 1 } } }, /#: extraneous key \[Colour\] is not permitted/],
  [{ Data: { Type: 'My::Other::Part::MODULE' } }, /Unrecognized resource types: \[My::Other::Part::MODULE\]/],
  [{ Data: { Type: type, DeletionPolicy: 'Retain', Properties: { Name: 'x' } } }, /DeletionPolicy is not supported/],
  [
    { Data: { Type: type, Properties: { Name: 'x' } }, DataTopic: { Type: 'AWS::SNS::Topic' } },
    /DataTopic is used by a module/,
  ],
])('refused: %j', async (resources, message) => {
  await expect(expand(resources as TemplateObject)).rejects.toThrow(message);
});
