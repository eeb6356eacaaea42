import { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { CreateStackInput } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** What AWS says of templates and parameters that it refuses: all of it before anything is made. */
let server: Server;
let cloudFormation: CloudFormation;

beforeAll(async () => {
  server = await startServer();
  cloudFormation = new CloudFormation(server.client());
});

afterAll(async () => {
  cloudFormation.destroy();
  await server.stop();
});

const create = (TemplateBody: string, more: Partial<CreateStackInput> = {}) =>
  cloudFormation.createStack({ StackName: 'refused', TemplateBody, ...more });
const refusal = (message: string | RegExp) => sdkError('ValidationError', 400, message);

const queue = 'Resources: {Q: {Type: AWS::SQS::Queue}}\n';
const withProperties = (properties: string) => `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {${properties}}}}`;
const withOutput = (value: string) => `${queue}Outputs: {O: {Value: ${value}}}`;
const waitingFor = (a: string, b: string) =>
  `Resources: {A: {Type: AWS::SQS::Queue, ${a}}, B: {Type: AWS::SQS::Queue, ${b}}}`;
const many = (count: number, one: (n: number) => string) => Array.from({ length: count }, (_, n) => one(n)).join(', ');

describe('a template is refused', () => {
  test.each<[message: string | RegExp, template: string]>([
    [/^Template format error: JSON not well-formed\. \(line 1, column \d+\)$/, '{"Resources": {'],
    [/^Template format error: JSON not well-formed\. \(line 2, column \d+\)$/, '{"Resources":\n  {"Q": nothing}}'],
    ['Template format error: YAML not well-formed. (line 2, column 3)', 'Resources:\n  @Q: 1\n'],
    [/^Template format error: YAML not well-formed\. \(line 4, column 1\)$/, 'Resources:\n  Q:\n   - a: [\n'],
    ['Template format error: unsupported structure.', 'a plain text'],
    ['Template format error: unsupported structure.', '[1, 2]'],
    ['Template error: YAML aliases are not allowed in CloudFormation templates', 'A: &a {}\nResources: *a'],
    ['Template format error: At least one Resources member must be defined.', 'Description: nothing'],
    ['Template format error: At least one Resources member must be defined.', 'Resources: {}'],
    ['Template format error: Any Resources member must be an object.', 'Resources: text'],
    ['Invalid template property or properties [Resource]', `Resource: {}\n${queue}`],
    [
      'Template format error: unsupported value for AWSTemplateFormatVersion.',
      `AWSTemplateFormatVersion: '2010-09-10'\n${queue}`,
    ],
    ["Template format error: 'Description' length is greater than 1024.", `Description: ${'x'.repeat(1025)}\n${queue}`],
    [
      'Template format error: [/Resources/Q] Every Resources object must contain a Type member.',
      'Resources: {Q: {Properties: {}}}',
    ],
    ["Invalid template resource property 'Propertys'", 'Resources: {Q: {Type: AWS::SQS::Queue, Propertys: {}}}'],
    ['Template format error: Unrecognized resource types: [AWS::No::Such]', 'Resources: {Q: {Type: AWS::No::Such}}'],
    ['Template format error: Resource name Q-1 is non alphanumeric.', 'Resources: {Q-1: {Type: AWS::SQS::Queue}}'],
    ["[/Resources/Q/Type/DelaySeconds] 'null' values are not allowed in templates", withProperties('DelaySeconds: ')],
    ["[/Outputs/O/Value] 'null' values are not allowed in templates", withOutput('null')],
    [
      'Template format error: Every Outputs member must contain a Value object',
      `${queue}Outputs: {O: {Export: {Name: n}}}`,
    ],
    [
      'Template format error: Unresolved resource dependencies [Missing] in the Resources block of the template',
      withProperties('QueueName: !Ref Missing'),
    ],
    [
      'Template format error: Unresolved resource dependencies [Missing] in the Resources block of the template',
      'Resources: {Q: {Type: AWS::SQS::Queue, DependsOn: Missing}}',
    ],
    [
      'Template format error: Unresolved resource dependencies [Missing] in the Outputs block of the template',
      withOutput('!Ref Missing'),
    ],
    ['Template error: instance of Fn::GetAtt references undefined resource Missing', withOutput('!GetAtt Missing.Arn')],
    ['Template error: resource Q does not support attribute type Colour in Fn::GetAtt', withOutput('!GetAtt Q.Colour')],
    ['Circular dependency between resources: [A, B]', waitingFor('DependsOn: B', 'Properties: {QueueName: !Ref A}')],
    ['Circular dependency between resources: [Q]', withProperties('QueueName: !Sub "${Q}"')],
    [
      'Template error: Found circular condition dependency: [C, D]',
      `Conditions: {C: !Not [Condition: D], D: !Not [Condition: C]}\n${queue}`,
    ],
    [
      "Template error: Mapping named 'M' is not present in the 'Mappings' section of template.",
      withProperties('QueueName: !FindInMap [M, a, b]'),
    ],
    [
      'Template error: Unable to get mapping for M::a::c',
      `Mappings: {M: {a: {b: c}}}\n${withProperties('QueueName: !FindInMap [M, a, c]')}`,
    ],
    [
      'Template format error: Every Mappings attribute must be a String or a List.',
      `Mappings: {M: {a: {b: {c: d}}}}\n${queue}`,
    ],
    ['Template format error: Every Mappings member A must be a map', `Mappings: {M: {A: x}}\n${queue}`],
    [
      'Template error: unresolved condition dependency Nowhere in Fn::If',
      withProperties('QueueName: !If [Nowhere, a, b]'),
    ],
    ['Template format error: Unrecognized parameter type: Text', `Parameters: {P: {Type: Text}}\n${queue}`],
    ['Template format error: Every Parameters object must contain a Type member.', `Parameters: {P: {}}\n${queue}`],
    [
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
      `Resources: {${many(501, (n) => `Q${n}: {Type: AWS::SQS::Queue}`)}}`,
    ],
    [
      'Template format error: Number of parameters, 201, is greater than maximum allowed, 200',
      `Parameters: {${many(201, (n) => `P${n}: {Type: String, Default: a}`)}}\n${queue}`,
    ],
    [
      'Template format error: Number of outputs, 201, is greater than maximum allowed, 200',
      `${queue}Outputs: {${many(201, (n) => `O${n}: {Value: a}`)}}`,
    ],
    [
      /^1 validation error detected: Value .*at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/s,
      `${queue}#${'x'.repeat(51_200)}`,
    ],
  ])('%s', async (message, template) => {
    await expect(create(template)).rejects.toMatchObject(refusal(message));
  });

  test('also by ValidateTemplate, CreateChangeSet and CreateStackSet', async () => {
    const TemplateBody = 'Resources: {Q: {Type: AWS::No::Such}}';
    const message = 'Template format error: Unrecognized resource types: [AWS::No::Such]';
    const set = { StackName: 'refused', ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, TemplateBody };
    await expect(cloudFormation.createChangeSet(set)).rejects.toMatchObject(refusal(message));
    await expect(cloudFormation.validateTemplate({ TemplateBody })).rejects.toMatchObject(refusal(message));
    await expect(cloudFormation.createStackSet({ StackSetName: 's', TemplateBody })).rejects.toMatchObject(
      refusal(message),
    );
  });

  test.each<[message: string | RegExp, TemplateURL: string]>([
    ['TemplateURL must be a supported URL.', 'nowhere'],
    [/^S3 error: Domain name specified in example\.com is not a valid S3 domain/, 'https://example.com/bucket/key'],
    [/^S3 error: The specified bucket does not exist/, 'https://s3.amazonaws.com/madang-none/key'],
  ])('%s %s', async (message, TemplateURL) => {
    const call = cloudFormation.createStack({ StackName: 'refused', TemplateURL });
    await expect(call).rejects.toMatchObject(refusal(message));
  });

  test('or missing', async () => {
    const message = 'Either Template URL or Template Body must be specified.';
    await expect(cloudFormation.createStack({ StackName: 'refused' })).rejects.toMatchObject(refusal(message));
  });
});

describe('a parameter is refused', () => {
  const declared = (declaration: string) => `Parameters: {P: {${declaration}}}\n${queue}`;

  test.each<[message: string, declaration: string, value: string]>([
    ["Parameter 'P' must be one of AllowedValues", 'Type: String, AllowedValues: [a, b]', 'c'],
    ["Parameter 'P' must contain at least 3 characters", 'Type: String, MinLength: 3', 'ab'],
    ["Parameter 'P' must contain at most 3 characters", 'Type: String, MaxLength: 3', 'abcd'],
    ["Parameter 'P' must match pattern [a-z]+", "Type: String, AllowedPattern: '[a-z]+'", 'A1'],
    [
      "Parameter 'P' failed to satisfy constraint: only lower case",
      "Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: only lower case",
      'A1',
    ],
    ["Parameter 'P' must be a number", 'Type: Number', 'many'],
    ["Parameter 'P' must be a number not less than 2", 'Type: Number, MinValue: 2', '1'],
    ["Parameter 'P' must be a number not greater than 2", 'Type: Number, MaxValue: 2', '3'],
    ["Parameter 'P' must be one of AllowedValues", 'Type: CommaDelimitedList, AllowedValues: [a, b]', 'a,c'],
  ])('%s', async (message, declaration, ParameterValue) => {
    const Parameters = [{ ParameterKey: 'P', ParameterValue }];
    await expect(create(declared(declaration), { Parameters })).rejects.toMatchObject(refusal(message));
  });

  test('that is missing, unknown, too long or not in the parameter store', async () => {
    const text = declared('Type: String');
    await expect(create(text)).rejects.toMatchObject(refusal('Parameters: [P] must have values'));
    const unknown = { Parameters: [{ ParameterKey: 'Other', ParameterValue: 'x' }] };
    await expect(create(queue, unknown)).rejects.toMatchObject(
      refusal('Parameters: [Other] do not exist in the template'),
    );
    const long = { Parameters: [{ ParameterKey: 'P', ParameterValue: 'x'.repeat(4097) }] };
    await expect(create(text, long)).rejects.toMatchObject(refusal(/4096/));
    const stored = declared('Type: AWS::SSM::Parameter::Value<String>, Default: /none');
    await expect(create(stored)).rejects.toMatchObject(
      refusal('Unable to fetch parameters [/none] from parameter store for this account.'),
    );
  });
});

describe.each([
  ['a stack', (TemplateBody: string) => create(TemplateBody)],
  [
    'a change set',
    (TemplateBody: string) =>
      cloudFormation.createChangeSet({
        StackName: 'refused',
        ChangeSetName: 'x',
        ChangeSetType: 'CREATE',
        TemplateBody,
      }),
  ],
])('properties are refused, for %s', (_of, make) => {
  test.each<[message: RegExp, properties: string]>([
    [
      /^Properties validation failed for resource Q with message:\n\[#: extraneous key \[Colour\] is not permitted\]$/,
      'Colour: red',
    ],
    [/DelaySeconds/, 'DelaySeconds: {a: b}'],
  ])('%s', async (message, properties) => {
    await expect(make(withProperties(properties))).rejects.toMatchObject(refusal(message));
  });

  test('where a required one is missing', async () => {
    await expect(make('Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String}}}')).rejects.toMatchObject(
      refusal(/^Properties validation failed for resource P with message:\n\[#: required key \[Value\] not found\]$/),
    );
  });
});

describe('capabilities are required', () => {
  const role = (name = '') =>
    `Resources: {R: {Type: AWS::IAM::Role, Properties: {${name} AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}}}}`;
  const serverless = 'Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: AWS::Serverless::SimpleTable}}';

  test.each<[needed: string, template: string]>([
    ['CAPABILITY_IAM', role()],
    ['CAPABILITY_NAMED_IAM', role('RoleName: named,')],
    ['CAPABILITY_AUTO_EXPAND', serverless],
  ])('%s', async (needed, template) => {
    await expect(create(template)).rejects.toMatchObject(
      sdkError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed}]`),
    );
  });

  test('and types that the caller did not allow are refused', async () => {
    await expect(create(queue, { ResourceTypes: ['AWS::SNS::*'] })).rejects.toMatchObject(
      refusal('Resource type AWS::SQS::Queue is not allowed by parameter ResourceTypes [AWS::SNS::*]'),
    );
  });
});

test('nothing was made', async () => {
  expect((await cloudFormation.listStacks({})).StackSummaries).toEqual([]);
});
