import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../parse/parse-template.ts';
import { TemplateError } from '../template-error.ts';
import { validateTemplate } from './validate-template.ts';
import type { ValidationOptions } from './validate-template.ts';

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

describe('resources', () => {
  const resource = (text: string) =>
    `Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\nResources:\n  A: ${text}\n  B: {Type: AWS::SQS::Queue}\n`;

  it.each([
    ['text', 'Template format error: [/Resources/A] resource definition is malformed'],
    ['{Properties: {}}', 'Template format error: [/Resources/A] Every Resources object must contain a Type member.'],
    ['{Type: T, Tags: []}', "Invalid template resource property 'Tags'"],
    ['{Type: T, Properties: [a]}', 'Template format error: [/Resources/A/Properties] must be an object'],
    ['{Type: T, DependsOn: {a: b}}', 'Template format error: DependsOn must be a string or list of strings.'],
    ['{Type: T, DependsOn: [!Ref B]}', 'Template format error: Every DependsOn value must be a string.'],
    [
      '{Type: T, DependsOn: [B, X, Y]}',
      'Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the template',
    ],
    ['{Type: T, Condition: {a: b}}', 'Template format error: Every Condition member must be a string.'],
    [
      '{Type: T, Condition: D}',
      'Template format error: Unresolved condition dependency D in the Resources block of the template',
    ],
    ['{Type: T, DeletionPolicy: Keep}', 'Template format error: Unrecognized DeletionPolicy Keep for resource A'],
    [
      '{Type: T, UpdateReplacePolicy: RetainExceptOnCreate}',
      'Template format error: Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A',
    ],
    ['{Type: T, DeletionPolicy: !Ref P}', 'Template format error: Every DeletionPolicy member must be a string.'],
    [
      '{Type: AWS::SQS::Queue, DeletionPolicy: Snapshot}',
      'Template error: resource type AWS::SQS::Queue does not support deletion policy Snapshot',
    ],
    [
      '{Type: T, Properties: {N: !Ref Nope, M: !Sub "${Also}"}}',
      'Template format error: Unresolved resource dependencies [Nope, Also] in the Resources block of the template',
    ],
    [
      '{Type: T, Properties: {N: !If [C, x, !Ref Nope]}}',
      'Template format error: Unresolved resource dependencies [Nope] in the Resources block of the template',
    ],
    [
      '{Type: T, Properties: {N: !GetAtt Nope.Arn}}',
      'Template error: instance of Fn::GetAtt references undefined resource Nope',
    ],
    [
      '{Type: T, Properties: {N: !GetAtt P.Arn}}',
      'Template error: instance of Fn::GetAtt references undefined resource P',
    ],
    [
      '{Type: T, Properties: {N: !GetAtt B}}',
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    ],
    [
      '{Type: T, Properties: {N: !Sub "${Nope.Arn}"}}',
      'Template error: instance of Fn::Sub references invalid resource attribute Nope.Arn',
    ],
    [
      '{Type: T, Properties: {N: !Sub "${A B}"}}',
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    ],
    [
      '{Type: T, Properties: {N: {Fn::Sub: [a]}}}',
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    ],
    [
      '{Type: T, Properties: {N: {Fn::Sub: ["${x}", {x: [1]}]}}}',
      'Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string',
    ],
    ['{Type: T, Properties: {N: !If [D, a, b]}}', 'Template error: unresolved condition dependency D in Fn::If'],
    ['{Type: T, Properties: {N: !If [C, a]}}', 'Template error: Fn::If requires a list argument with three elements'],
    [
      '{Type: T, Properties: {N: !Join [a]}}',
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    ],
    [
      '{Type: T, Properties: {N: !Select [a]}}',
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      '{Type: T, Properties: {N: !FindInMap [a, b]}}',
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    ],
    [
      '{Type: T, Properties: {N: !FindInMap [M, b, c]}}',
      "Template error: Mapping named 'M' is not present in the 'Mappings' section of template.",
    ],
    [
      '{Type: T, Properties: {N: !Base64 [a]}}',
      'Template error: every Fn::Base64 object must have a String-typed value.',
    ],
    [
      '{Type: T, Properties: {N: {Ref: [a]}}}',
      'Template format error: Every Ref object must have a single String value.',
    ],
    ['{Type: T, Properties: {N: !Equals [a, b]}}', 'Template error: Fn::Equals cannot be partially collapsed'],
    [
      '{Type: T, Properties: {N: !ImportValue {Ref: B}}}',
      'Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
    ],
    [
      '{Type: T, Properties: {N: {Fn::ImportValue: !Sub "${B.Arn}"}}}',
      'Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
    ],
    [
      '{Type: T, Properties: {N: {Ref: constructor}}}',
      'Template format error: Unresolved resource dependencies [constructor] in the Resources block of the template',
    ],
  ])('refuses %s', (text, message) => {
    expect(refusal(resource(text)).message).toBe(message);
  });

  it('names functions that AWS does not have', () => {
    expect(refusal(resource('{Type: T, Properties: {N: !Nope a}}')).message).toMatch(
      /^Template error: Encountered unsupported function: Fn::Nope Supported functions are: \[Fn::Base64, .*Fn::Cidr\]$/,
    );
  });

  it('takes what only looks like a function', () => {
    const policy = '{Statement: [{Condition: {StringEquals: {a: b}}}], Ref: a, "Fn::Other": b}';
    expect(validate(resource(`{Type: T, Properties: {Policy: ${policy}}}`)).Resources).toHaveProperty('A');
  });

  it('asks which types and attributes there are', () => {
    const options: ValidationOptions = {
      isKnownType: (type) => type.startsWith('AWS::SQS::'),
      hasAttribute: (type, attribute) => (type === 'AWS::SQS::Queue' ? attribute === 'Arn' : undefined),
    };
    expect(refusal(resource('{Type: AWS::Sqs::Queue}'), options).message).toBe(
      'Template format error: Unrecognized resource types: [AWS::Sqs::Queue]',
    );
    const uses = (attribute: string) =>
      resource(`{Type: AWS::SQS::QueuePolicy, Properties: {Q: !GetAtt B.${attribute}}}`);
    expect(refusal(uses('Url'), options).message).toBe(
      'Template error: resource B does not support attribute type Url in Fn::GetAtt',
    );
    expect(validate(uses('Arn'), options).Resources).toHaveProperty('B');
  });

  it('wants names of its own for resources and parameters', () => {
    expect(refusal('Parameters: {A: {Type: String}}\nResources: {A: {Type: T}}').message).toBe(
      'Template error: all resources and parameters must have unique names. Common name(s):[A]',
    );
    expect(refusal('Resources: {my-topic: {Type: T}}').message).toBe(
      'Template format error: Resource name my-topic is non alphanumeric.',
    );
  });

  it('finds cycles', () => {
    const text = `
Resources:
  A: {Type: T, Properties: {X: !Ref B}}
  B: {Type: T, Properties: {X: !Sub "\${C.Arn}"}}
  C: {Type: T, DependsOn: A}
  D: {Type: T, Properties: {X: !GetAtt A.Arn}}
  E: {Type: T}`;
    expect(refusal(text).message).toBe('Circular dependency between resources: [A, B, C, D]');
    expect(refusal('Resources: {A: {Type: T, Properties: {X: !Ref A}}}').message).toBe(
      'Circular dependency between resources: [A]',
    );
  });

  it('says where', () => {
    const parsed = parseTemplate(resource('\n    Type: T\n    Properties:\n      N:\n        - !Ref Nope'));
    const error = refusal(resource('\n    Type: T\n    Properties:\n      N:\n        - !Ref Nope'));
    expect(error.path).toEqual(['Resources', 'A', 'Properties', 'N', 0]);
    expect(parsed.position(error.path)).toEqual({ line: 8, column: 11 });
  });
});
