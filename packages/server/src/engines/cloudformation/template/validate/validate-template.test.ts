import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../parse/parse-template.ts';
import { TemplateError } from '../template-error.ts';
import { validateOriginal, validateTemplate } from './validate-template.ts';
import type { ValidationOptions } from './validate-template.ts';

const resources = '\nResources: {R: {Type: AWS::SNS::Topic}}\n';
const validate = (text: string, options?: ValidationOptions) => validateTemplate(parseTemplate(text).value, options);

function refusal(text: string, options?: ValidationOptions): TemplateError {
  try {
    validate(text, options);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

const many = (count: number, member: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => member(n)).join('\n');

describe('sections', () => {
  it.each([
    ['Description: x', 'Template format error: At least one Resources member must be defined.'],
    ['Resources: {}', 'Template format error: At least one Resources member must be defined.'],
    ['Resources:', "[/Resources] 'null' values are not allowed in templates"],
    [
      'Resources:\n  R:\n    Type: T\n    Properties:\n      Name:',
      "[/Resources/R/Type/Name] 'null' values are not allowed in templates",
    ],
    [`Foo: 1\nBar: 2${resources}`, 'Invalid template property or properties [Foo, Bar]'],
    [
      `AWSTemplateFormatVersion: 2011-01-01${resources}`,
      'Template format error: unsupported value for AWSTemplateFormatVersion.',
    ],
    [`Description: [a]${resources}`, 'Template format error: Every Description member must be a string.'],
    [
      `Description: ${'é'.repeat(513)}${resources}`,
      "Template format error: 'Description' length is greater than 1024.",
    ],
    [`Parameters: [a]${resources}`, 'Template format error: [/Parameters] must be an object'],
    [
      `Resources:\n${many(501, (n) => `  R${n}: {Type: T}`)}`,
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    ],
    [
      `Outputs:\n${many(201, (n) => `  O${n}: {Value: x}`)}${resources}`,
      'Template format error: Number of outputs, 201, is greater than maximum allowed, 200',
    ],
    [
      `Parameters:\n${many(201, (n) => `  P${n}: {Type: String}`)}${resources}`,
      'Number of parameters, 201, is greater than maximum allowed, 200',
    ],
  ])('refuses %.60j', (text, message) => {
    expect(refusal(text).message).toBe(message.startsWith('Number') ? `Template format error: ${message}` : message);
    expect(refusal(text).code).toBe('ValidationError');
  });
});

describe('parameters', () => {
  const parameter = (declaration: string) => `Parameters: {P: ${declaration}}${resources}`;

  it.each([
    '{Type: String, Default: 1, NoEcho: true, MinLength: 1, MaxLength: "3", AllowedPattern: "[a-z\\\\-]+", Description: x}',
    '{Type: Number, MinValue: -1, MaxValue: 1.5, AllowedValues: [1, 2]}',
    '{Type: List<Number>}',
    '{Type: CommaDelimitedList}',
    '{Type: AWS::EC2::KeyPair::KeyName}',
    '{Type: List<AWS::EC2::Subnet::Id>}',
    '{Type: AWS::SSM::Parameter::Name}',
    '{Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>}',
    '{Type: AWS::SSM::Parameter::Value<List<String>>}',
    '{Type: AWS::SSM::Parameter::Value<CommaDelimitedList>}',
  ])('takes %s', (declaration) => {
    expect(validate(parameter(declaration)).Parameters).toHaveProperty('P');
  });

  it.each([
    ['x', 'Template format error: Any Parameters member must be a JSON object.'],
    ['{Default: x}', 'Template format error: Every Parameters object must contain a Type member.'],
    ['{Type: Strin}', 'Template format error: Unrecognized parameter type: Strin'],
    [
      '{Type: List<AWS::EC2::KeyPair::KeyName>}',
      'Template format error: Unrecognized parameter type: List<AWS::EC2::KeyPair::KeyName>',
    ],
    ['{Type: String, Properties: {}}', "Invalid template parameter property 'Properties'"],
    ['{Type: String, Default: [a]}', 'Template format error: Every Default member must be a string.'],
    ['{Type: String, Default: !Ref X}', 'Template format error: Every Default member must be a string.'],
    ['{Type: String, NoEcho: maybe}', 'Template format error: Every NoEcho member must be a boolean.'],
    ['{Type: String, AllowedValues: a}', 'Template format error: Every AllowedValues member must be a list.'],
    ['{Type: String, MinValue: 1}', "Template error: Parameter 'P' MinValue must be on a parameter of type Number"],
    ['{Type: Number, MaxLength: 1}', "Template error: Parameter 'P' MaxLength must be on a parameter of type String"],
    [
      '{Type: String, MinLength: 3, MaxLength: 2}',
      "Template error: Parameter 'P' MinLength must be less than MaxLength.",
    ],
    [
      '{Type: String, AllowedPattern: "["}',
      "Template error: Parameter 'P' AllowedPattern must be a valid regular expression.",
    ],
  ])('refuses %s', (declaration, message) => {
    expect(refusal(parameter(declaration)).message).toBe(message);
  });

  it('wants letters and digits in names', () => {
    expect(refusal(`Parameters: {my-name: {Type: String}}${resources}`).message).toBe(
      'Template format error: Parameter name my-name is non alphanumeric.',
    );
  });
});

describe('mappings', () => {
  it('takes strings and lists', () => {
    expect(validate(`Mappings: {M: {us-east-1: {Ami: a, Sizes: [1, b]}}}${resources}`).Mappings).toHaveProperty('M');
  });

  it.each([
    ['{M: a}', 'Every Mappings member must be a map'],
    ['{M: {a: b}}', 'Every Mappings member a must be a map'],
    ['{M: {a: {b: {c: d}}}}', 'Every Mappings attribute must be a String or a List.'],
    ['{M: {a: {b: !Ref X}}}', 'Every Mappings attribute must be a String or a List.'],
    ['{M: {a b: {c: d}}}', "Mappings element name 'a b' must contain only alphanumeric characters, '-' and '.'."],
  ])('refuses %s', (mappings, message) => {
    expect(refusal(`Mappings: ${mappings}${resources}`).message).toBe(`Template format error: ${message}`);
  });
});

describe('conditions', () => {
  const conditions = (text: string) => `Parameters: {P: {Type: String}}\nConditions: ${text}${resources}`;

  it.each([
    [
      '{C: text}',
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    ],
    [
      '{C: !Ref P}',
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    ],
    [
      '{C: !Not [!Ref P]}',
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    ],
    [
      '{C: !And [!Equals [a, a]]}',
      'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
    ],
    ['{C: !Equals [a]}', 'Template error: every Fn::Equals object requires a list of 2 string parameters.'],
    [
      '{C: !Equals [!Ref R, a]}',
      'Template format error: Unresolved dependencies [R]. Cannot reference resources in the Conditions block of the template',
    ],
    [
      '{C: !Equals [!Sub "${R.Arn}", !GetAtt Q.Arn]}',
      'Template format error: Unresolved dependencies [R, Q]. Cannot reference resources in the Conditions block of the template',
    ],
    ['{C: !Equals [!ImportValue x, a]}', 'Template error: Cannot use Fn::ImportValue in Conditions.'],
    ['{C: !Not [!Condition Nope]}', 'Template error: unresolved condition dependency Nope in Condition'],
    ['{A: !Not [!Condition B], B: !Not [!Condition A]}', 'Template error: Found circular condition dependency: [A, B]'],
  ])('refuses %s', (text, message) => {
    expect(refusal(conditions(text)).message).toBe(message);
  });
});

describe('rules', () => {
  it.each([
    [
      '{R1: {RuleCondition: !Equals [a, b]}}',
      'Template format error: Every Rules object must contain an Assertions member.',
    ],
    [
      '{R1: {Assertions: [{AssertDescription: x}]}}',
      'Template format error: Every Assertions member must contain an Assert object.',
    ],
    ['{R1: {Assertions: [{Assert: !Equals [!GetAtt R.Arn, b]}]}}', 'Template error: Cannot use Fn::GetAtt in Rules.'],
    [
      '{R1: {Assertions: [{Assert: !Equals [!Ref R, b]}]}}',
      'Template format error: Unresolved dependencies [R]. Cannot reference resources in the Rules block of the template',
    ],
  ])('refuses %s', (rules, message) => {
    expect(refusal(`Rules: ${rules}${resources}`).message).toBe(message);
  });
});

describe('outputs', () => {
  it.each([
    ['{O: x}', 'Template format error: Output O is malformed!'],
    ['{O: {Description: x}}', 'Template format error: Every Outputs member must contain a Value object'],
    [
      '{O: {Value: [a]}}',
      'Template format error: The Value field of every Outputs member must evaluate to a String and not a List.',
    ],
    [
      '{O: {Value: {a: b}}}',
      'Template format error: The Value field of every Outputs member must evaluate to a String and not a Map.',
    ],
    ['{O: {Value: x, Name: y}}', "Invalid template output property 'Name'"],
    [
      '{O: {Value: x, Condition: D}}',
      'Template format error: Unresolved condition dependency D in the Outputs block of the template',
    ],
    [
      '{O: {Value: x, Export: y}}',
      'Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
    ],
    [
      '{O: {Value: !Ref Nope}}',
      'Template format error: Unresolved resource dependencies [Nope] in the Outputs block of the template',
    ],
    ['{O-1: {Value: x}}', 'Template format error: Output name O-1 is non alphanumeric.'],
  ])('refuses %s', (outputs, message) => {
    expect(refusal(`Outputs: ${outputs}${resources}`).message).toBe(message);
  });
});

describe('templates with transforms', () => {
  const original = (text: string) => () => validateOriginal(parseTemplate(text).value);

  it('leaves to transforms what they will change', () => {
    expect(
      original(
        'Transform: AWS::Serverless-2016-10-31\nGlobals: {}\nResources: {F: {Type: AWS::Serverless::Function, Connectors: {}}, X: {Type: T, Properties: {R: !Ref FRole}}}',
      ),
    ).not.toThrow();
    expect(original('Transform: Mine\nAnything: 1\nResources: {X: {Count: 3}}')).not.toThrow();
    expect(original('Transform: AWS::LanguageExtensions\nResources: {Fn::ForEach::X: [A, [b], {}]}')).not.toThrow();
  });

  it('checks the rest', () => {
    expect(original('Globals: {}\nResources: {R: {Type: T}}')).toThrow(
      'Invalid template property or properties [Globals]',
    );
    expect(original('Transform: AWS::Serverless-2016-10-31\nResources: {F: {}}')).toThrow('must contain a Type member');
    expect(original('Transform: Mine\nParameters: {P: {Type: X}}\nResources: {R: {Type: T}}')).toThrow(
      'Unrecognized parameter type: X',
    );
    expect(original('Resources:\n  Fn::ForEach::L: [X, [a], {}]')).toThrow(
      '[/Resources/Fn::ForEach::L] resource definition is malformed',
    );
  });
});
