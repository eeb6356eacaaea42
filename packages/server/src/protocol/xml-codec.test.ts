import { describe, expect, test } from 'vitest';
import type { Member, ServiceModel, Shape } from './model.ts';
import { xmlDecoder } from './xml-decode.ts';
import { escapeXml, escapeXmlMessage, xmlEncoder, xmlMembersEncoder } from './xml-encode.ts';

const scalars: Shape[] = (['string', 'integer', 'double', 'boolean', 'timestamp', 'blob'] as const).map((type) => ({
  type,
}));
const [STRING, INTEGER, DOUBLE, BOOLEAN, TIMESTAMP, BLOB] = [0, 1, 2, 3, 4, 5] as const;
const [TREE, NAMES, FLAT, TAGS, GRANTEE] = [6, 7, 8, 9, 10] as const;

function model(service = 'test'): ServiceModel {
  const members: Record<string, Member> = {
    Name: { shape: STRING },
    Count: { shape: INTEGER, name: 'count' },
    Ratio: { shape: DOUBLE },
    On: { shape: BOOLEAN },
    At: { shape: TIMESTAMP },
    HttpAt: { shape: TIMESTAMP, timestampFormat: 'rfc822' },
    UnixAt: { shape: TIMESTAMP, timestampFormat: 'unixTimestamp' },
    Data: { shape: BLOB },
    Names: { shape: NAMES },
    Flat: { shape: FLAT, name: 'Item', flattened: true },
    Tags: { shape: TAGS },
    FlatTags: { shape: TAGS, name: 'Tag', flattened: true },
    Child: { shape: TREE },
    Grantee: { shape: GRANTEE },
    Header: { shape: STRING, location: 'header' },
  };
  const shapes: Shape[] = [
    ...scalars,
    { type: 'structure', name: 'Tree', members },
    { type: 'list', name: 'Names', member: { shape: STRING, name: 'name' } },
    { type: 'list', name: 'Flat', member: { shape: TREE } },
    { type: 'map', name: 'Tags', key: { shape: STRING }, value: { shape: INTEGER } },
    {
      type: 'structure',
      name: 'Grantee',
      members: { Type: { shape: STRING, name: 'xsi:type', xmlAttribute: true }, ID: { shape: STRING } },
      xmlNamespace: { uri: 'urn:xsi', prefix: 'xsi' },
    },
  ];
  return {
    service,
    serviceId: '',
    apiVersion: '',
    signingName: '',
    endpointPrefix: '',
    protocols: ['rest-xml'],
    shapes,
    operations: {},
    errors: {},
  };
}

describe('XML of structures', () => {
  const service = model();
  const encode = xmlMembersEncoder(service, TREE);
  const decode = (body: string) => xmlDecoder(service, TREE)(`<Tree>${body}</Tree>`);

  test.each<[string, Record<string, unknown>, string]>([
    ['strings', { Name: 'a<b>&"c"' }, '<Name>a&lt;b&gt;&amp;&quot;c&quot;</Name>'],
    ['empty strings', { Name: '' }, '<Name></Name>'],
    ['numbers', { Count: -3, Ratio: 1.5 }, '<count>-3</count><Ratio>1.5</Ratio>'],
    ['what is not finite', { Ratio: Number.NEGATIVE_INFINITY }, '<Ratio>-Infinity</Ratio>'],
    ['no number', { Ratio: Number.NaN }, '<Ratio>NaN</Ratio>'],
    ['booleans', { On: false }, '<On>false</On>'],
    ['timestamps', { At: new Date(1_500) }, '<At>1970-01-01T00:00:01.500Z</At>'],
    ['HTTP dates', { HttpAt: new Date(0) }, '<HttpAt>Thu, 01 Jan 1970 00:00:00 GMT</HttpAt>'],
    ['seconds', { UnixAt: new Date(1_500) }, '<UnixAt>1.5</UnixAt>'],
    ['blobs', { Data: Buffer.from('value') }, '<Data>dmFsdWU=</Data>'],
    ['lists', { Names: ['a', 'b'] }, '<Names><name>a</name><name>b</name></Names>'],
    ['empty lists', { Names: [] }, '<Names></Names>'],
    ['flat lists', { Flat: [{ Count: 1 }, {}] }, '<Item><count>1</count></Item><Item></Item>'],
    ['maps', { Tags: { a: 1 } }, '<Tags><entry><key>a</key><value>1</value></entry></Tags>'],
    ['flat maps', { FlatTags: { a: 1 } }, '<Tag><key>a</key><value>1</value></Tag>'],
    ['recursion', { Child: { Child: { On: true } } }, '<Child><Child><On>true</On></Child></Child>'],
    [
      'attributes',
      { Grantee: { Type: 'a"b', ID: 'x' } },
      '<Grantee xmlns:xsi="urn:xsi" xsi:type="a&quot;b"><ID>x</ID></Grantee>',
    ],
  ])('writes and reads %s', (_, value, xml) => {
    expect(encode(value)).toBe(xml);
    expect(decode(xml)).toEqual(value);
  });

  test('writes only what is there and modelled, and nothing that a header carries', () => {
    expect(encode({ Name: undefined, Count: null, Header: 'h', Other: 1 })).toBe('');
    expect(decode('<Header>h</Header><Other><Name>x</Name></Other>')).toEqual({});
  });

  test('restricts a root to the members given', () => {
    expect(xmlMembersEncoder(service, TREE, ['Name'])({ Name: 'a', Count: 1 })).toBe('<Name>a</Name>');
    expect(xmlDecoder(service, TREE, ['Name'])('<x><Name>a</Name><count>1</count></x>')).toEqual({ Name: 'a' });
  });

  test('carries every character', () => {
    const text = 'a\rb\nc\td\u0001\u0085\u2028é😀';
    expect(escapeXml(text)).toBe('a&#xD;b\nc\td&#x1;&#x85;&#x2028;é😀');
    expect(decode(encode({ Name: text }))).toEqual({ Name: text });
  });

  test('keeps errors readable that quote what XML excludes', () => {
    expect(escapeXmlMessage('<\u0000\u001f>\r')).toBe('&lt;\uFFFD\uFFFD&gt;&#xD;');
  });

  test('finds an attribute under another prefix', () => {
    expect(decode('<Grantee xmlns:i="urn:xsi" i:type="Group"/>')).toEqual({ Grantee: { Type: 'Group' } });
  });

  test('keeps __proto__ an ordinary key', () => {
    const { Tags } = decode('<Tags><entry><key>__proto__</key><value>1</value></entry></Tags>') as { Tags: object };
    expect(Object.getOwnPropertyDescriptor(Tags, '__proto__')?.value).toBe(1);
    expect(encode({ Tags })).toContain('<key>__proto__</key>');
  });

  test.each([
    '<count>x</count>',
    '<count></count>',
    '<count>1.5</count>',
    '<On>yes</On>',
    '<At>soon</At>',
    '<Data>*</Data>',
  ])('refuses %s', (xml) => {
    expect(() => decode(xml)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
    expect(() => xmlDecoder(model('s3'), TREE)(`<a>${xml}</a>`)).toThrow(
      expect.objectContaining({ code: 'MalformedXML' }),
    );
  });

  test('takes offsets, missing zones and white space around scalars', () => {
    expect(decode('<At> 2019-12-16T22:48:18-01:00 </At>')).toEqual({ At: new Date('2019-12-16T23:48:18Z') });
    expect(decode('<At>2019-12-16T23:48:18</At>')).toEqual({ At: new Date('2019-12-16T23:48:18Z') });
    expect(decode('<At>2019-12-16</At>')).toEqual({ At: new Date('2019-12-16T00:00:00Z') });
    expect(decode('<On>\n true</On>')).toEqual({ On: true });
  });
});

describe('XML documents', () => {
  test('have a declaration, the namespace and attributes on the root', () => {
    expect(xmlEncoder({ ...model(), xmlNamespace: 'urn:a' }, TREE, 'Root')({ Count: 1 })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Root xmlns="urn:a"><count>1</count></Root>',
    );
    expect(xmlEncoder(model(), GRANTEE, 'Grantee', { rootNamespace: 'urn:b' })({ Type: 'Group' })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Grantee xmlns="urn:b" xmlns:xsi="urn:xsi" xsi:type="Group"></Grantee>',
    );
  });

  test("S3's GetBucketLocation answers the constraint as the root", () => {
    const s3 = model('s3');
    s3.shapes[TREE] = {
      type: 'structure',
      name: 'GetBucketLocationOutput',
      members: { LocationConstraint: { shape: STRING } },
    };
    const encode = xmlEncoder(s3, TREE, 'LocationConstraint');
    const root = '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">';
    expect(encode({ LocationConstraint: 'eu-west-1' })).toMatch(`${root}eu-west-1</LocationConstraint>`);
    expect(encode({})).toMatch(`${root}</LocationConstraint>`);
  });

  test('names with quotes and line breaks stay data in the generated code', () => {
    const service = model();
    const name = 'a"];throw 1;//\n';
    service.shapes[TREE] = { type: 'structure', name: 'Tree', members: { [name]: { shape: STRING, name: 'x' } } };
    expect(xmlMembersEncoder(service, TREE)({ [name]: 'v' })).toBe('<x>v</x>');
    expect(xmlDecoder(service, TREE)('<r><x>v</x></r>')).toEqual({ [name]: 'v' });
  });
});
