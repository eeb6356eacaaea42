import { describe, expect, it } from 'vitest';
import type { ParameterDeclaration } from '../template.ts';
import { javaPattern } from './java-pattern.ts';
import { checkExistence, lookUpSsmValues } from './parameter-lookups.ts';
import type { ParameterLookups } from './parameter-lookups.ts';
import { parameterValues, referencedValue, referencedValues, shownParameters } from './parameter-values.ts';

const given = (values: Record<string, string>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
const resolve = (declaration: ParameterDeclaration, text: string) =>
  parameterValues({ P: declaration }, given({ P: text }));
const referenced = (declaration: ParameterDeclaration, text: string) => {
  const value = resolve(declaration, text).get('P');
  return value === undefined ? undefined : referencedValue(value);
};

describe('values', () => {
  it('come from the caller, the stack before, or the default', () => {
    const declarations = {
      Given: { Type: 'String', Default: 'd' },
      Kept: { Type: 'String', Default: 'd', NoEcho: 'true' },
      Default: { Type: 'Number', Default: 5 },
    };
    const input = [...given({ Given: 'g' }), { ParameterKey: 'Kept', UsePreviousValue: true }];
    const values = parameterValues(
      declarations,
      input,
      new Map([
        ['Kept', 'k'],
        ['Default', '9'],
      ]),
    );
    expect([...values.values()].map(({ name, text, isDefault }) => [name, text, isDefault])).toEqual([
      ['Given', 'g', false],
      ['Kept', 'k', false],
      ['Default', '5', true],
    ]);
    expect(shownParameters(values.values())).toEqual([
      { ParameterKey: 'Given', ParameterValue: 'g' },
      { ParameterKey: 'Kept', ParameterValue: '****' },
      { ParameterKey: 'Default', ParameterValue: '5' },
    ]);
  });

  it('are lists of trimmed members for list types', () => {
    expect(referenced({ Type: 'CommaDelimitedList' }, 'a, b ,,c')).toEqual(['a', 'b', '', 'c']);
    expect(referenced({ Type: 'List<Number>' }, '80, 443')).toEqual(['80', '443']);
    expect(referenced({ Type: 'CommaDelimitedList' }, '')).toEqual([]);
    expect(referenced({ Type: 'Number' }, '10')).toBe('10');
  });

  it.each<[Parameters<typeof parameterValues>, string]>([
    [[{ A: { Type: 'String' }, B: { Type: 'String' } }], 'Parameters: [A, B] must have values'],
    [[{}, given({ X: '1', Y: '2' })], 'Parameters: [X, Y] do not exist in the template'],
    [[{}, given({ constructor: '1' })], 'Parameters: [constructor] do not exist in the template'],
    [
      [{ A: { Type: 'String' } }, [{ ParameterKey: 'A', UsePreviousValue: true }]],
      'Invalid input for parameter key A. Cannot specify usePreviousValue as true for a parameter key not in the previous template',
    ],
  ])('%j', (input, message) => {
    expect(() => parameterValues(...input)).toThrow(message);
  });
});

describe('constraints', () => {
  it.each<[ParameterDeclaration, string, string]>([
    [{ Type: 'String', AllowedValues: ['a', 1] }, 'b', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'a,c', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc1', "Parameter 'P' must match pattern [a-z]+"],
    [{ Type: 'String', AllowedPattern: '(a+)+' }, `${'a'.repeat(60)}!`, "Parameter 'P' must match pattern (a+)+"],
    [{ Type: 'String', MinLength: '3' }, 'ab', "Parameter 'P' must contain at least 3 characters"],
    [{ Type: 'String', MaxLength: 3 }, 'abcd', "Parameter 'P' must contain at most 3 characters"],
    [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number"],
    [{ Type: 'Number' }, '', "Parameter 'P' must be a number"],
    [{ Type: 'List<Number>' }, '1,x', "Parameter 'P' must be a number"],
    [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
    [{ Type: 'Number', MaxValue: '3' }, '3.5', "Parameter 'P' must be a number not greater than 3"],
    [
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'only letters' },
      '1',
      "Parameter 'P' failed to satisfy constraint: only letters",
    ],
    [{ Type: 'String' }, 'x'.repeat(4097), 'Parameter value for parameter name P length is greater than 4096.'],
  ])('%j refuses %.10j', (declaration, text, message) => {
    expect(() => resolve(declaration, text)).toThrow(message);
  });

  it.each<[ParameterDeclaration, string]>([
    [{ Type: 'String', AllowedValues: ['a', 1, true] }, '1'],
    [{ Type: 'String', AllowedValues: ['a', 1, true] }, 'true'],
    [{ Type: 'Number', MinValue: -1, MaxValue: 1e3 }, '999.5'],
    [{ Type: 'String', AllowedPattern: '^[\\w\\-]*$', MinLength: 0 }, ''],
  ])('%j takes %j', (declaration, text) => {
    expect(referenced(declaration, text)).toBe(text);
  });
});

it('reads Java patterns', () => {
  expect(javaPattern('(?i)abc')?.test('ABC')).toBe(true);
  expect(javaPattern('\\p{Alpha}+[\\p{Digit}_]')?.test('ab_')).toBe(true);
  expect(javaPattern('\\Aa|b\\z')?.test('xb')).toBe(false);
  expect(javaPattern('[^a-z\\]]+')?.test('A')).toBe(true);
  expect(javaPattern('(')).toBeUndefined();
});

describe('look-ups', () => {
  const stored = {
    '/ami': { Type: 'String', Value: 'ami-1' },
    '/list': { Type: 'StringList', Value: 'a,b' },
    '/secret': { Type: 'SecureString', Value: 's' },
  };
  const lookups: ParameterLookups = {
    ssmParameters: async (names) => new Map(Object.entries(stored).filter(([name]) => names.includes(name))),
    missingValues: async (type, values) =>
      type === 'AWS::EC2::Image::Id'
        ? values.filter((value) => value !== 'ami-1')
        : values.filter((value) => value === 'subnet-9'),
  };
  const values = (declarations: Record<string, string>) =>
    parameterValues(
      Object.fromEntries(Object.keys(declarations).map((type, index) => [`P${index}`, { Type: type }])),
      given(Object.fromEntries(Object.values(declarations).map((text, index) => [`P${index}`, text]))),
    );

  it('read Systems Manager parameters', async () => {
    const before = values({
      'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>': '/ami',
      'AWS::SSM::Parameter::Value<List<String>>': '/list',
      'AWS::SSM::Parameter::Name': '/ami',
    });
    expect([...before.values()].map(referencedValue)).toEqual([undefined, undefined, '/ami']);
    const after = await lookUpSsmValues(before, lookups);
    expect(Object.fromEntries(referencedValues(after))).toEqual({ P0: 'ami-1', P1: ['a', 'b'], P2: '/ami' });
    await checkExistence(after, lookups);
    expect(shownParameters(after.values())[0]).toEqual({
      ParameterKey: 'P0',
      ParameterValue: '/ami',
      ResolvedValue: 'ami-1',
    });
  });

  it('refuse what is not there', async () => {
    await expect(lookUpSsmValues(values({ 'AWS::SSM::Parameter::Value<String>': '/none' }), lookups)).rejects.toThrow(
      'Unable to fetch parameters [/none] from parameter store for this account.',
    );
    await expect(lookUpSsmValues(values({ 'AWS::SSM::Parameter::Value<String>': '/secret' }), lookups)).rejects.toThrow(
      'Parameters [/secret] referenced by template have types not supported by CloudFormation.',
    );
    const typed = values({ 'AWS::EC2::Image::Id': 'ami-2', 'List<AWS::EC2::Subnet::Id>': 'subnet-1,subnet-9' });
    await expect(checkExistence(typed, lookups)).rejects.toThrow(
      'Parameter validation failed: parameter value ami-2 for parameter name P0 does not exist, ' +
        'parameter value subnet-9 for parameter name P1 does not exist',
    );
  });
});
