import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse-template.ts';

const yaml = (text: string) => parseTemplate(text).value;

describe('YAML', () => {
  it('makes short forms long', () => {
    expect(
      yaml(`
A: !Ref B
B: !GetAtt Queue.Arn
C: !GetAtt [Nested, Outputs.Url]
D: !Sub "\${A}-x"
E: !Sub ["\${A}", {A: !Ref B}]
F: !Join [",", [a, !Ref B]]
G: !If [IsProd, !Ref "AWS::NoValue", 1]
H: !And [!Condition IsProd, !Not [!Equals [a, b]]]
I: !GetAZs ""
J: !Transform {Name: AWS::Include, Parameters: {Location: s3://a/b}}
K: !Cidr [!GetAtt Vpc.CidrBlock, 6, 8]
L:
  Fn::Base64: !Sub |
    #!/bin/sh
    echo \${A}
M: !GetAZs
N: !FindInMap [Map, !Ref A, 012]
O: !GetStackOutput
  StackName: s
  OutputName: o
`),
    ).toEqual({
      A: { Ref: 'B' },
      B: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      C: { 'Fn::GetAtt': ['Nested', 'Outputs.Url'] },
      D: { 'Fn::Sub': '${A}-x' },
      E: { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] },
      F: { 'Fn::Join': [',', ['a', { Ref: 'B' }]] },
      G: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 1] },
      H: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
      I: { 'Fn::GetAZs': '' },
      J: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } },
      K: { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 6, 8] },
      L: { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh\necho ${A}\n' } },
      M: { 'Fn::GetAZs': '' },
      N: { 'Fn::FindInMap': ['Map', { Ref: 'A' }, '012'] },
      O: { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } },
    });
  });

  it('types plain scalars as AWS does', () => {
    const text = `
AWSTemplateFormatVersion: 2010-09-09
Truth: [true, Yes, on, FALSE, no, Off, y, N]
Text: [2012-10-17, 0755, 012345678901, 0x1f, 1:30, .inf, 1_000, "1", '2', !!str 3, 12345678901234567890]
Numbers: [1, -2, 1.5, !!int 7]
Void: [~, null]
`;
    expect(yaml(text)).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Truth: [true, true, true, false, false, false, 'y', 'N'],
      Text: [
        '2012-10-17',
        '0755',
        '012345678901',
        '0x1f',
        '1:30',
        '.inf',
        '1_000',
        '1',
        '2',
        '3',
        '12345678901234567890',
      ],
      Numbers: [1, -2, 1.5, 7],
      Void: [null, null],
    });
  });

  it('keeps what a number was written as', () => {
    const parsed = parseTemplate('Parameters: {V: {Default: 4.0}}\nResources: {J: {Properties: {V: 4.0, W: 4}}}');
    expect(parsed.value['Parameters']).toEqual({ V: { Default: '4.0' } });
    expect(parsed.value['Resources']).toEqual({ J: { Properties: { V: 4, W: 4 } } });
    expect([...parsed.numberTexts]).toEqual([['/Resources/J/Properties/V', '4.0']]);
  });

  it('has aliases only in snippets, where each is a copy, and merges nothing', () => {
    const text = 'A: &tags [{Key: a}]\nB: *tags\nC:\n  <<: {x: 1}\n';
    expect(() => yaml(text)).toThrow('Template error: YAML aliases are not allowed in CloudFormation templates');
    const { value } = parseTemplate(text, 'Snippet');
    expect(value).toEqual({ A: [{ Key: 'a' }], B: [{ Key: 'a' }], C: { '<<': { x: 1 } } });
    expect(value['A']).not.toBe(value['B']);
  });

  it('takes the last of two members with one name, and tells', () => {
    const parsed = parseTemplate('A: 1\nB:\n  C: 1\n  C: 2\n');
    expect(parsed.value).toEqual({ A: 1, B: { C: 2 } });
    expect(parsed.duplicateKeys).toEqual([['B', 'C']]);
  });

  it('uses scalars as names by their text', () => {
    expect(yaml('80: a\non: b\n2012-10-17: c\n')).toEqual({ '80': 'a', on: 'b', '2012-10-17': 'c' });
  });

  it.each([
    ['A: b: c', 'YAML not well-formed. (line 1, column 5)'],
    ['A:\n\t- x', 'YAML not well-formed. (line 2, column 1)'],
    ['A: *missing', 'YAML not well-formed. (line 1, column 4)'],
    ['A: &a [*a]', 'YAML not well-formed. (line 1, column 8)'],
    ['A: 1\n---\nB: 2', 'YAML not well-formed. (line 2, column 1)'],
    ['A: !Base64 !Sub x', 'YAML not well-formed. (line 1, column 12)'],
    ['A: !!timestamp 2001-01-01', 'YAML not well-formed. (line 1, column 4)'],
    ['A: {B: 1', 'YAML not well-formed. (line 1, column 9)'],
    ['- a', 'unsupported structure.'],
    ['just text', 'unsupported structure.'],
    ['# nothing', 'unsupported structure.'],
    ['Resources: {__proto__: {Type: x}}', '[/Resources/__proto__] unsupported structure.'],
    [
      'Resources:\n  R:\n    Type: T\n    Properties:\n      C:\n        ? !Sub "${X}:sub"\n        : y',
      '[/Resources/R/Type/C] map keys must be strings; received a map instead',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => parseTemplate(text, 'Snippet')).toThrow(`Template format error: ${message}`);
  });
});

describe('JSON', () => {
  it('reads values, a byte order mark and tabs', () => {
    const text = '\uFEFF\n{\t"A": [1, -2.5e2, true, null, "\\u00e9\\n\\"", {}, []], "B": 12345678901234567890}\n';
    const parsed = parseTemplate(text);
    expect(parsed.format).toBe('JSON');
    expect(parsed.value).toEqual({ A: [1, '-2.5e2', true, null, 'é\n"', {}, []], B: '12345678901234567890' });
  });

  it('takes the last of two members with one name, and tells', () => {
    const parsed = parseTemplate('{"Resources": {"A": 1, "A": 2}}');
    expect(parsed.value).toEqual({ Resources: { A: 2 } });
    expect(parsed.duplicateKeys).toEqual([['Resources', 'A']]);
  });

  it.each([
    ['{', 1, 2],
    ['{a: 1}', 1, 2],
    ['{"a": 1,}', 1, 9],
    ['{"a" 1}', 1, 6],
    ['{"a": tru}', 1, 7],
    ['{"a": 01}', 1, 8],
    ['{\n  "a": "x\ny"\n}', 2, 8],
    ['{"a": 1} x', 1, 10],
  ])('refuses %j', (text, line, column) => {
    const message = `Template format error: JSON not well-formed. (line ${line}, column ${column})`;
    expect(() => parseTemplate(text)).toThrow(message);
  });

  it('refuses __proto__ and takes names that every object has', () => {
    expect(() => parseTemplate('{"A": {"__proto__": {"x": 1}}}')).toThrow('[/A/__proto__] unsupported structure.');
    expect(parseTemplate('{"constructor": {"toString": 1}}').value['constructor']).toEqual({ toString: 1 });
  });
});

describe('positions', () => {
  it('finds members, items and short forms', () => {
    const parsed = parseTemplate('Resources:\n  Queue:\n    Type: T\n    Properties:\n      Tags:\n        - !Ref X\n');
    expect(parsed.position(['Resources', 'Queue'])).toEqual({ line: 2, column: 3 });
    expect(parsed.position(['Resources', 'Queue', 'Properties', 'Tags', 0, 'Ref'])).toEqual({ line: 6, column: 11 });
    expect(parsed.position(['Resources', 'Queue', 'Missing'])).toEqual({ line: 2, column: 3 });
    expect(parsed.position(['Nothing'])).toBeUndefined();
    expect(parseTemplate('{\n "A": [1,\n  2]}').position(['A', 1])).toEqual({ line: 3, column: 3 });
  });
});

describe('hostile input', () => {
  it('limits size', () => {
    expect(() => parseTemplate(`A: ${'x'.repeat(51_200)}`)).toThrow('less than or equal to 51200');
    expect(parseTemplate(`A: ${'x'.repeat(900_000)}`, 'TemplateURL').value).toHaveProperty('A');
    expect(() => parseTemplate(`A: ${'é'.repeat(600_000)}`, 'TemplateURL')).toThrow('may not exceed 1000000 bytes');
  });

  it('limits nesting', () => {
    expect(() => parseTemplate(`{"a": ${'['.repeat(20_000)}`)).toThrow('unsupported structure');
    expect(() => parseTemplate(`a: ${'['.repeat(20_000)}`)).toThrow('YAML not well-formed');
    expect(() => parseTemplate(Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'))).toThrow(
      'YAML not well-formed',
    );
  });

  it('limits what aliases expand to', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`);
    expect(() => parseTemplate(`a0: &a0 x\n${lines.join('\n')}`, 'Snippet')).toThrow('unsupported structure');
  });
});
