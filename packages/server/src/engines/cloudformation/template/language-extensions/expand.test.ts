import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../parse/parse-template.ts';
import { validateTemplate } from '../validate/validate-template.ts';
import { expandLanguageExtensions } from './expand.ts';

const pseudo = { 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '111122223333' };

function expand(text: string, parameters: Record<string, string | string[] | undefined> = {}) {
  const template = parseTemplate(text).value;
  return expandLanguageExtensions(template, { pseudo, parameters: new Map(Object.entries(parameters)) });
}

describe('Fn::ForEach', () => {
  it('repeats resources, and binds names, Ref, Fn::Sub and Fn::GetAtt', () => {
    const text = `
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics:
    - Name
    - [a-1, b]
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Ref Name
          DisplayName: !Sub "\${Name} of \${AWS::StackName}"
          Plain: "\${Name}"
      Policy&{Name}:
        Type: AWS::SNS::TopicPolicy
        Properties:
          Topics: [!Ref {"Fn::Sub": "Topic\${Name}"}]
  Last: {Type: AWS::SNS::Topic}
Outputs:
  Fn::ForEach::Outs:
    - Name
    - [b]
    - Arn\${Name}:
        Value: !GetAtt [!Sub "Topic\${Name}", TopicArn]
`;
    const result = expand(text);
    expect(result['Transform']).toBeUndefined();
    expect(Object.keys(result['Resources'] as object)).toEqual(['Topica1', 'Policya1', 'Topicb', 'Policyb', 'Last']);
    expect(result['Resources']).toMatchObject({
      Topica1: {
        Properties: {
          TopicName: 'a-1',
          DisplayName: { 'Fn::Sub': 'a-1 of ${AWS::StackName}' },
          Plain: '${Name}',
        },
      },
      Policyb: { Properties: { Topics: [{ Ref: 'Topicb' }] } },
    });
    expect(result['Outputs']).toEqual({ Arnb: { Value: { 'Fn::GetAtt': ['Topicb', 'TopicArn'] } } });
  });

  it('takes collections from parameters and mappings, and nests', () => {
    const text = `
Parameters: {Stages: {Type: CommaDelimitedList}}
Mappings: {Sizes: {dev: {Ports: ["80"], Kind: small}, prod: {Ports: ["80", "443"], Kind: big}}}
Resources:
  Fn::ForEach::Stages:
    - Stage
    - !Ref Stages
    - Fn::ForEach::Ports:
        - Port
        - !FindInMap [Sizes, !Ref Stage, Ports]
        - Rule\${Stage}\${Port}:
            Type: T
            Properties:
              Kind: !FindInMap [Sizes, !Ref Stage, Kind]
              Fn::ForEach::Extra:
                - Key
                - [A, B]
                - \${Stage}\${Key}: !Sub "\${Port}-\${Key}"
`;
    const result = expand(text, { Stages: ['dev', 'prod'] });
    expect(result['Resources']).toEqual({
      Ruledev80: { Type: 'T', Properties: { Kind: 'small', devA: '80-A', devB: '80-B' } },
      Ruleprod80: { Type: 'T', Properties: { Kind: 'big', prodA: '80-A', prodB: '80-B' } },
      Ruleprod443: { Type: 'T', Properties: { Kind: 'big', prodA: '443-A', prodB: '443-B' } },
    });
  });

  it.each([
    ['Fn::ForEach::L: [X, a, {"A${X}": {Type: T}}]', 'Fn::ForEach layout is incorrect'],
    ['Fn::ForEach::L: [X, [a]]', 'Fn::ForEach layout is incorrect'],
    [
      'Fn::ForEach::L: [X, !GetAtt A.B, {"A${X}": {Type: T}}]',
      'Could not find a collection or could not be resolved for Fn::ForEach',
    ],
    [
      'Fn::ForEach::L: [X, !Ref Later, {"A${X}": {Type: T}}]',
      'Could not find a collection or could not be resolved for Fn::ForEach',
    ],
    [
      'Fn::ForEach::L: [X, [a, a], {"A${X}": {Type: T}}]',
      "Duplicate key 'Aa' when merging keys to parent object in Fn::ForEach",
    ],
    ['Fn::ForEach::L: [X, [a-b], {"A${X}": {Type: T}}]', "LogicalId 'Aa-b' should be alphanumeric"],
  ])('refuses %s', (resources, message) => {
    const text = `Resources:\n  ${resources}`;
    expect(() => expand(text, { Later: undefined })).toThrow(
      `Transform AWS::LanguageExtensions failed with: ${message}`,
    );
  });

  it('ends loops that multiply', () => {
    const loops = ['A', 'B', 'C', 'D', 'E', 'F'];
    const items = JSON.stringify(Array.from({ length: 10 }, (_, index) => `i${index}`));
    const inner = `{"R${loops.map((name) => `\${${name}}`).join('')}": {Type: T}}`;
    const text = loops.reduceRight((body, name) => `{"Fn::ForEach::${name}": [${name}, ${items}, ${body}]}`, inner);
    expect(() => expand(`Resources: ${text}`)).toThrow('Fn::ForEach makes too many members');
  });
});

describe('other functions', () => {
  it('computes lengths and JSON text, and leaves what hangs on resources', () => {
    const text = `
Parameters: {Names: {Type: CommaDelimitedList}, Env: {Type: String}}
Conditions: {Many: !Equals [{Fn::Length: !Ref Names}, 2]}
Resources:
  Q:
    Type: T
    Properties:
      Count: {Fn::Length: !Ref Names}
      Literal: {Fn::Length: [!Ref Env, !GetAtt O.Arn]}
      Known: {Fn::ToJsonString: {a: !Ref Env, n: 1}}
      Later: {Fn::ToJsonString: {a: !Ref Env, b: !GetAtt O.Arn}}
  O: {Type: T}
`;
    const result = expand(text, { Names: ['a', 'b'], Env: 'dev' });
    expect(result).toMatchObject({
      Conditions: { Many: { 'Fn::Equals': [2, 2] } },
      Resources: {
        Q: {
          Properties: {
            Count: 2,
            Literal: 2,
            Known: '{"a":"dev","n":1}',
            Later: { 'Fn::ToJsonString': { a: 'dev', b: { 'Fn::GetAtt': ['O', 'Arn'] } } },
          },
        },
      },
    });
    expect(validateTemplate(result, { languageExtensions: true }).Resources).toHaveProperty('Q');
    expect(() => validateTemplate(result)).toThrow('Encountered unsupported function: Fn::ToJsonString');
    expect(() => expand('Resources: {Q: {Type: T, Properties: {C: {Fn::Length: !GetAtt A.B}}}}')).toThrow(
      'The Fn::Length value could not be resolved for properties',
    );
  });

  it('computes policies and conditions of resources', () => {
    const text = `
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  A: {Type: T, DeletionPolicy: !If [Prod, Retain, Delete], UpdateReplacePolicy: !Ref Env}
  B: {Type: T, Condition: !Sub "\${Env}", DeletionPolicy: !If [Prod, Retain, !Ref "AWS::NoValue"]}
`;
    const result = expand(text, { Env: 'dev' });
    expect(result['Resources']).toEqual({
      A: { Type: 'T', DeletionPolicy: 'Delete', UpdateReplacePolicy: 'dev' },
      B: { Type: 'T', Condition: 'dev' },
    });
  });

  it('keeps the other transforms', () => {
    const Transform = ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'];
    const template = { Transform, Resources: { A: { Type: 'T' } } };
    expect(expandLanguageExtensions(template, { pseudo, parameters: new Map() })['Transform']).toEqual([
      'AWS::Serverless-2016-10-31',
    ]);
  });
});
