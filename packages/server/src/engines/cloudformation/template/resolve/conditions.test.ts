import { describe, expect, it } from 'vitest';
import type { Template } from '../template.ts';
import { parseTemplate } from '../parse/parse-template.ts';
import { validateTemplate } from '../validate/validate-template.ts';
import { evaluateConditions } from './conditions.ts';
import type { Environment } from './environment.ts';
import { checkRuleAssertions, failedAssertions } from './rules.ts';
import type { RuleLookups } from './rules.ts';

const pseudo: Environment['pseudo'] = {
  'AWS::AccountId': '111122223333',
  'AWS::NotificationARNs': [],
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::StackName': 'demo',
  'AWS::URLSuffix': 'amazonaws.com',
};

function template(text: string): Template {
  return validateTemplate(parseTemplate(`${text}\nResources: {R: {Type: AWS::SNS::Topic}}`).value);
}

function states(conditions: string, parameters: Record<string, string | string[] | undefined> = {}) {
  const names = Object.keys(parameters).map((name) => `  ${name}: {Type: String}\n`);
  const { Conditions, Mappings } = template(
    `Parameters:\n  Unused: {Type: String}\n${names.join('')}Mappings: {M: {eu-west-1: {Stage: prod}}}\nConditions:\n${conditions}`,
  );
  const environment = { pseudo, parameters: new Map(Object.entries(parameters)), mappings: Mappings };
  return Object.fromEntries(evaluateConditions(Conditions, environment));
}

describe('conditions', () => {
  it('evaluates operations in any order of declaration', () => {
    const text = `
  Both: !And [!Condition Prod, !Condition Big]
  Either: !Or [!Condition Prod, !Condition Big]
  Prod: !Equals [!Ref Env, prod]
  Big: !Equals [!Ref Size, 10]
  NotProd: !Not [!Condition Prod]
  Mapped: !Equals [!FindInMap [M, !Ref AWS::Region, Stage], !Ref Env]
  Nested: !And [!Not [!Equals [a, b]], !Or [!Condition Big, !Condition Prod]]
  Text: !Equals [true, "true"]
  Lists: !Equals [[a, 1], [a, 1]]
  Chosen: !Equals [!If [Prod, x, y], x]`;
    expect(states(text, { Env: 'prod', Size: '5' })).toEqual({
      Both: false,
      Either: true,
      Prod: true,
      Big: false,
      NotProd: false,
      Mapped: true,
      Nested: true,
      Text: true,
      Lists: true,
      Chosen: true,
    });
  });

  it('is undefined only where an unknown parameter matters', () => {
    const text = `
  A: !Equals [!Ref Later, x]
  B: !And [!Condition A, !Equals [a, b]]
  C: !Or [!Condition A, !Equals [a, a]]
  D: !Or [!Condition A, !Equals [a, b]]
  E: !Not [!Condition A]`;
    expect(states(text, { Later: undefined })).toEqual({ A: undefined, B: false, C: true, D: undefined, E: undefined });
  });
});

describe('rules', () => {
  const failures = (
    rules: string,
    parameters: Record<string, string | string[] | undefined>,
    lookups?: RuleLookups,
  ) => {
    const declared = `Parameters:
  Env: {Type: String}
  Size: {Type: String}
  Vpc: {Type: AWS::EC2::VPC::Id}
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
Rules:
${rules}`;
    const environment = {
      pseudo,
      parameters: new Map(Object.entries(parameters)),
      conditions: new Map<string, boolean>(),
    };
    return failedAssertions(template(declared), environment, lookups).map(({ description }) => description);
  };
  const values = { Env: 'prod', Size: 'small', Vpc: 'vpc-1', Subnets: ['subnet-1', 'subnet-2'] };

  it('checks assertions where the condition holds', () => {
    const rules = `
  R:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions:
      - Assert: {Fn::Contains: [[big, huge], !Ref Size]}
        AssertDescription: Production is big
      - Assert: !Not [{Fn::Contains: [["1", "2"], !Ref Size]}]
        AssertDescription: never`;
    expect(failures(rules, values)).toEqual(['Production is big']);
    expect(failures(rules, { ...values, Env: 'dev' })).toEqual([]);
    expect(failures(rules, { ...values, Size: 'huge' })).toEqual([]);
    expect(failures(rules, { ...values, Size: undefined })).toEqual([]);
  });

  it('compares members and looks attributes up', () => {
    const rules = `
  R:
    Assertions:
      - Assert: {Fn::EachMemberIn: [{Fn::ValueOf: [Subnets, VpcId]}, {Fn::RefAll: AWS::EC2::VPC::Id}]}
        AssertDescription: subnets are in the VPC
      - Assert: {Fn::EachMemberEquals: [{Fn::ValueOfAll: [AWS::EC2::Subnet::Id, Tags.Team]}, a]}
        AssertDescription: subnets are of team a`;
    const attributes: Record<string, string[]> = { VpcId: ['vpc-1', 'vpc-1'], 'Tags.Team': ['a', 'b'] };
    const lookups: RuleLookups = { attributeValues: (_, attribute) => attributes[attribute] };
    expect(failures(rules, values, lookups)).toEqual(['subnets are of team a']);
    expect(() => failures(rules, values)).toThrow('VpcId of parameter Subnets cannot be looked up');
  });

  it('throws the first failure', () => {
    const Rules = { R: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] }, AssertDescription: 'a is b' }] } };
    const environment = { pseudo, parameters: new Map(), conditions: new Map() };
    expect(() => checkRuleAssertions({ Rules }, environment)).toThrow('Rule R failed: a is b');
  });
});
