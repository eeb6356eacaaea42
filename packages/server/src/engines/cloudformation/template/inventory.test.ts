import { expect, it } from 'vitest';
import { templateInventory } from './inventory.ts';
import { parseTemplate } from './parse/parse-template.ts';

const inventory = (text: string) => templateInventory(parseTemplate(text).value);

it('tells what GetTemplateSummary tells', () => {
  const text = `
AWSTemplateFormatVersion: 2010-09-09
Description: Demo
Metadata: {A: {B: 1}}
Parameters:
  Env: {Type: String, Default: 1, AllowedValues: [1, two], Description: Stage}
  Secret: {Type: String, NoEcho: true}
Resources:
  A: {Type: AWS::SNS::Topic}
  B: {Type: AWS::SQS::Queue}
  C: {Type: AWS::SNS::Topic}
`;
  expect(templateInventory(parseTemplate(text).value, undefined, (type) => [`${type}Id`])).toEqual({
    Parameters: [
      {
        ParameterKey: 'Env',
        ParameterType: 'String',
        DefaultValue: '1',
        NoEcho: false,
        Description: 'Stage',
        ParameterConstraints: { AllowedValues: ['1', 'two'] },
      },
      { ParameterKey: 'Secret', ParameterType: 'String', NoEcho: true },
    ],
    Description: 'Demo',
    Version: '2010-09-09',
    Metadata: '{"A":{"B":1}}',
    ResourceTypes: ['AWS::SNS::Topic', 'AWS::SQS::Queue'],
    DeclaredTransforms: [],
    Capabilities: [],
    ResourceIdentifierSummaries: [
      { ResourceType: 'AWS::SNS::Topic', LogicalResourceIds: ['A', 'C'], ResourceIdentifiers: ['AWS::SNS::TopicId'] },
      { ResourceType: 'AWS::SQS::Queue', LogicalResourceIds: ['B'], ResourceIdentifiers: ['AWS::SQS::QueueId'] },
    ],
  });
});

it('asks for capabilities', () => {
  expect(inventory('Resources: {R: {Type: AWS::IAM::Role}, S: {Type: AWS::SNS::Topic}}')).toMatchObject({
    Capabilities: ['CAPABILITY_IAM'],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
  });
  const named = 'Resources: {P: {Type: AWS::IAM::Policy}, R: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref N}}}';
  expect(inventory(named)).toMatchObject({
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Policy, AWS::IAM::Role]',
  });
  const policy = 'Resources: {P: {Type: AWS::IAM::Policy, Properties: {PolicyName: x}}}';
  expect(inventory(policy)).toMatchObject({ Capabilities: ['CAPABILITY_IAM'] });
});

it('lists transforms of the section and within', () => {
  const text = `
Transform: [AWS::Serverless-2016-10-31, {Name: Mine, Parameters: {}}]
Resources:
  R: {Type: T, Properties: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: x}}}}
  Q: {Type: T, Properties: {N: !Transform {Name: Mine}}}
`;
  expect(inventory(text)).toMatchObject({
    DeclaredTransforms: ['AWS::Serverless-2016-10-31', 'Mine', 'AWS::Include'],
    Capabilities: ['CAPABILITY_AUTO_EXPAND'],
  });
});
