import { describe, expect, it } from 'vitest';
import type { TemplateValue } from '../template.ts';
import type { Environment } from './environment.ts';
import { evaluate } from './evaluate.ts';

const environment: Environment = {
  pseudo: {
    'AWS::AccountId': '111122223333',
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::StackName': 'demo',
    'AWS::URLSuffix': 'amazonaws.com',
  },
  parameters: new Map<string, string | string[] | undefined>([
    ['Env', 'dev'],
    ['Subnets', ['subnet-1', 'subnet-2']],
    ['Later', undefined],
  ]),
  mappings: { Map: { 'eu-west-1': { Ami: 'ami-1', Zones: ['a', 'b'], Size: 3 } } },
  conditions: new Map<string, boolean | undefined>([
    ['Yes', true],
    ['No', false],
    ['Maybe', undefined],
  ]),
  ref: (id) => (id === 'Queue' ? 'https://queue' : undefined),
  getAtt: (id, attribute) => (id === 'Queue' ? `${attribute}-of-queue` : undefined),
  importValue: (name) => (name === 'shared-vpc' ? 'vpc-1' : undefined),
  stackOutput: ({ StackName, OutputName }) => (StackName === 'other' ? `${OutputName}-value` : undefined),
  availabilityZones: (region) => (region === 'eu-west-1' ? ['eu-west-1a', 'eu-west-1b'] : undefined),
};
const value = (input: TemplateValue) => evaluate(input, environment).value;

describe('known values', () => {
  it.each<[string, TemplateValue, TemplateValue | undefined]>([
    ['Ref of a parameter', { Ref: 'Env' }, 'dev'],
    ['Ref of a list', { Ref: 'Subnets' }, ['subnet-1', 'subnet-2']],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Ref of a resource', { Ref: 'Queue' }, 'https://queue'],
    ['GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn-of-queue'],
    ['GetAtt of a path', { 'Fn::GetAtt': ['Queue', 'Outputs', 'Url'] }, 'Outputs.Url-of-queue'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Endpoint.Port' }, 'Endpoint.Port-of-queue'],
    ['GetAtt by parameter', { 'Fn::GetAtt': ['Queue', { Ref: 'Env' }] }, 'dev-of-queue'],
    ['Join', { 'Fn::Join': ['-', ['a', 1, true, { Ref: 'Env' }]] }, 'a-1-true-dev'],
    ['Join of a list', { 'Fn::Join': [',', { Ref: 'Subnets' }] }, 'subnet-1,subnet-2'],
    ['Join without NoValue', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
    ['Split', { 'Fn::Split': [',', 'a,b,,c'] }, ['a', 'b', '', 'c']],
    ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Select of Split', { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::Sub': 'a:b:${Env}' }] }] }, 'dev'],
    ['Select past NoValue', { 'Fn::Select': [0, [{ Ref: 'AWS::NoValue' }, 'b']] }, 'b'],
    ['Base64', { 'Fn::Base64': { 'Fn::Sub': 'é${Env}' } }, Buffer.from('édev').toString('base64')],
    ['FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Zones'] }, ['a', 'b']],
    ['FindInMap of a number', { 'Fn::FindInMap': ['Map', 'eu-west-1', 'Size'] }, 3],
    ['FindInMap default', { 'Fn::FindInMap': ['Map', 'x', 'Ami', { DefaultValue: { Ref: 'Env' } }] }, 'dev'],
    [
      'FindInMap unused default',
      { 'Fn::FindInMap': ['Map', 'eu-west-1', 'Ami', { DefaultValue: { Ref: 'Later' } }] },
      'ami-1',
    ],
    ['If', { 'Fn::If': ['Yes', { Ref: 'Env' }, { Ref: 'Later' }] }, 'dev'],
    ['If with NoValue', { A: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, B: 2 }, { B: 2 }],
    ['NoValue in a list', ['a', { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }], ['a']],
    ['NoValue alone', { Ref: 'AWS::NoValue' }, undefined],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b']],
    ['GetAZs of a Region', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-west-1a', 'eu-west-1b']],
    ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'Url' } }, 'Url-value'],
    [
      'Sub',
      { 'Fn::Sub': '${Env}/${AWS::AccountId}/${Queue}/${Queue.Arn}/${!Literal}/$x/${' },
      'dev/111122223333/https://queue/Arn-of-queue/${Literal}/$x/${',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${A}${Env}', { A: { Ref: 'Queue' }, Env: 'own' }] }, 'https://queueown'],
    ['Sub does not look twice', { 'Fn::Sub': ['${A}', { A: '${Env}' }] }, '${Env}'],
    ['Length', { 'Fn::Length': { Ref: 'Subnets' } }, 2],
    ['ToJsonString', { 'Fn::ToJsonString': { a: [1, { Ref: 'Env' }] } }, '{"a":[1,"dev"]}'],
    [
      'an object that looks like none',
      { 'Fn::Transform': {}, Other: { Ref: 'Env' } },
      { 'Fn::Transform': {}, Other: 'dev' },
    ],
  ])('%s', (_, input, expected) => {
    const result = evaluate(input, environment);
    expect(result.value).toEqual(expected);
    expect(result.unresolved).toEqual([]);
  });

  it('imports values', () => {
    expect(value({ 'Fn::ImportValue': { 'Fn::Join': ['-', ['shared', 'vpc']] } })).toBe('vpc-1');
  });

  it.each<[TemplateValue, TemplateValue]>([
    [['192.168.0.0/24', 6, 5], [0, 32, 64, 96, 128, 160].map((host) => `192.168.0.${host}/27`)],
    [
      ['10.0.7.9/16', '2', '8'],
      ['10.0.0.0/24', '10.0.1.0/24'],
    ],
    [
      ['2600:1f18:abc:de00::/56', 2, 64],
      ['2600:1f18:abc:de00::/64', '2600:1f18:abc:de01::/64'],
    ],
    [
      ['::/0', 2, 127],
      ['::/1', '8000::/1'],
    ],
    [['fd00::1:0:0:0/64', 1, 16], ['fd00::/112']],
    [['::ffff:1.2.3.4/120', 1, 2], ['::ffff:102:300/126']],
  ])('Fn::Cidr %j', (argument, expected) => {
    expect(value({ 'Fn::Cidr': argument })).toEqual(expected);
  });
});

describe('values that are not known yet', () => {
  it.each<[string, TemplateValue, TemplateValue]>([
    ['Ref', { Ref: 'Topic' }, { Ref: 'Topic' }],
    ['a parameter', { Ref: 'Later' }, { Ref: 'Later' }],
    ['a stack id', { Ref: 'AWS::StackId' }, { Ref: 'AWS::StackId' }],
    ['GetAtt', { 'Fn::GetAtt': ['Topic', { Ref: 'Env' }] }, { 'Fn::GetAtt': ['Topic', 'dev'] }],
    [
      'Join',
      { 'Fn::Join': ['', ['a', { Ref: 'Env' }, { Ref: 'Topic' }]] },
      { 'Fn::Join': ['', ['a', 'dev', { Ref: 'Topic' }]] },
    ],
    [
      'Sub',
      { 'Fn::Sub': '${Env}-${Topic}-${Topic.Arn}-${!Kept}' },
      { 'Fn::Sub': 'dev-${Topic}-${Topic.Arn}-${!Kept}' },
    ],
    [
      'Sub with variables',
      { 'Fn::Sub': ['${A}${B}', { A: { Ref: 'Topic' }, B: '${x}' }] },
      { 'Fn::Sub': ['${A}${!x}', { A: { Ref: 'Topic' } }] },
    ],
    [
      'If',
      { 'Fn::If': ['Maybe', { Ref: 'Env' }, { Ref: 'AWS::NoValue' }] },
      { 'Fn::If': ['Maybe', 'dev', { Ref: 'AWS::NoValue' }] },
    ],
    [
      'FindInMap',
      { 'Fn::FindInMap': ['Map', { Ref: 'Later' }, 'Ami'] },
      { 'Fn::FindInMap': ['Map', { Ref: 'Later' }, 'Ami'] },
    ],
    [
      'Select',
      { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Later' }] }] },
      { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Later' }] }] },
    ],
    ['import', { 'Fn::ImportValue': 'missing' }, { 'Fn::ImportValue': 'missing' }],
    ['zones', { 'Fn::GetAZs': 'us-east-1' }, { 'Fn::GetAZs': 'us-east-1' }],
  ])('%s stays with what is known', (_, input, expected) => {
    const first = evaluate(input, environment);
    expect(first.value).toEqual(expected);
    expect(first.unresolved.length).toBeGreaterThan(0);
    const again = evaluate(first.value ?? '', environment);
    expect(again.value).toEqual(first.value);
  });

  it('lists what is missing', () => {
    const { unresolved } = evaluate(
      { A: { 'Fn::Sub': '${Topic.Arn}' }, B: [{ Ref: 'Later' }], C: { Ref: 'Env' } },
      environment,
    );
    expect(unresolved).toEqual([
      { kind: 'GetAtt', name: 'Topic', attribute: 'Arn' },
      { kind: 'Ref', name: 'Later' },
    ]);
  });

  it('does not ask for what is not chosen', () => {
    expect(evaluate({ 'Fn::Select': [0, ['a', { Ref: 'Topic' }]] }, environment)).toEqual({
      value: 'a',
      unresolved: [],
    });
    expect(evaluate({ 'Fn::If': ['No', { Ref: 'Topic' }, 'b'] }, environment)).toEqual({ value: 'b', unresolved: [] });
  });

  it('finishes a partial result once all is known', () => {
    const partial =
      evaluate({ 'Fn::Sub': ['${Env}-${T}-${!x}-${Topic.Arn}', { T: { Ref: 'Topic' } }] }, environment).value ?? '';
    const complete = evaluate(partial, {
      ...environment,
      ref: (id) => `ref-${id}`,
      getAtt: (id, name) => `${id}.${name}`,
    });
    expect(complete).toEqual({ value: 'dev-ref-Topic-${x}-Topic.Arn', unresolved: [] });
  });
});

describe('dynamic references', () => {
  const text = 'a {{resolve:ssm:/my/name:3}} b {{resolve:secretsmanager:s:SecretString:password:AWSPREVIOUS}}';

  it('stay as text unless they are asked for', () => {
    expect(value({ 'Fn::Sub': text })).toBe(text);
  });

  it('are replaced after functions, once', () => {
    const result = evaluate(
      { 'Fn::Join': ['', ['{{resolve:ssm:', { Ref: 'Env' }, '}}']] },
      { ...environment, dynamicReference: (reference) => `<${reference.text}>` },
    );
    expect(result).toEqual({ value: '<{{resolve:ssm:dev}}>', unresolved: [] });
  });

  it('are listed while unknown', () => {
    const { value: kept, unresolved } = evaluate(text, { ...environment, dynamicReference: () => undefined });
    expect(kept).toBe(text);
    expect(unresolved).toMatchObject([
      { kind: 'DynamicReference', reference: { service: 'ssm', name: '/my/name', version: '3' } },
      { reference: { service: 'secretsmanager', secretId: 's', jsonKey: 'password', versionStage: 'AWSPREVIOUS' } },
    ]);
  });

  it('take ARNs of secrets', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';
    const { unresolved } = evaluate(`{{resolve:secretsmanager:${arn}:SecretString:user::id1}}`, {
      ...environment,
      dynamicReference: () => undefined,
    });
    expect(unresolved).toMatchObject([{ reference: { secretId: arn, jsonKey: 'user', versionId: 'id1' } }]);
  });
});

describe('errors', () => {
  it.each<[TemplateValue, string]>([
    [{ 'Fn::Select': [3, ['a', 'b']] }, 'Template error: Fn::Select cannot select nonexistent value at index 3'],
    [{ 'Fn::Select': [-1, ['a']] }, 'Template error: Fn::Select cannot select nonexistent value at index -1'],
    [
      { 'Fn::Select': ['x', ['a']] },
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [{ 'Fn::Select': [0, { Ref: 'Env' }] }, 'Fn::Select requires a list argument with two elements'],
    [
      { 'Fn::Join': [',', { Ref: 'Env' }] },
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter',
    ],
    [{ 'Fn::Join': [',', [{ Ref: 'Subnets' }]] }, 'Template error: every Fn::Join object requires two parameters'],
    [{ 'Fn::Split': ['', 'abc'] }, 'Template error: every Fn::Split object requires two parameters'],
    [{ 'Fn::Split': [',', { Ref: 'Subnets' }] }, 'Template error: every Fn::Split object requires two parameters'],
    [{ 'Fn::FindInMap': ['Map', 'nowhere', 'Ami'] }, 'Template error: Unable to get mapping for Map::nowhere::Ami'],
    [
      { 'Fn::FindInMap': ['Map', 'constructor', 'name'] },
      'Template error: Unable to get mapping for Map::constructor::name',
    ],
    [
      { 'Fn::FindInMap': ['None', 'a', 'b'] },
      "Template error: Mapping named 'None' is not present in the 'Mappings' section of template.",
    ],
    [
      { 'Fn::Sub': '${Subnets}' },
      'Template error: variable Subnets in Fn::Sub expression does not resolve to a string',
    ],
    [
      { 'Fn::Sub': ['x', { A: { Ref: 'Subnets' } }] },
      'every value of the context object of every Fn::Sub object must be a string',
    ],
    [{ 'Fn::Base64': { Ref: 'Subnets' } }, 'Template error: every Fn::Base64 object must have a String-typed value.'],
    [
      { 'Fn::If': [{ Ref: 'Env' }, 'a', 'b'] },
      'Fn::If requires a list argument with the first element being a condition',
    ],
    [{ 'Fn::If': ['Unknown', 'a', 'b'] }, 'Template error: unresolved condition dependency Unknown in Fn::If'],
    [
      { 'Fn::Cidr': ['10.0.0.0/24', 9, 5] },
      'Template error: Fn::Cidr cannot fit 9 blocks of 5 CIDR bits into 10.0.0.0/24',
    ],
    [{ 'Fn::Cidr': ['10.0.0/16', 1, 8] }, 'Template error: Fn::Cidr requires an IP address block, not 10.0.0/16'],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 300, 8] }, 'Template error: Fn::Cidr requires a count between 1 and 256, not 300'],
    [
      { 'Fn::Nothing': 1 },
      'Template error: Encountered unsupported function: Fn::Nothing Supported functions are: [Fn::Base64,',
    ],
  ])('%j', (input, message) => {
    expect(() => value(input)).toThrow(message);
  });
});
