import { describe, expect, test } from 'vitest';
import type { XmlElement } from './xml-parse.ts';
import { parseXml } from './xml-parse.ts';

const MALFORMED = expect.objectContaining({
  code: 'MalformedXML',
  message: 'The XML you provided was not well-formed or did not validate against our published schema',
});

function element(name: string, rest: Partial<XmlElement> = {}): XmlElement {
  return { name, children: [], text: '', ...rest, attributes: rest.attributes ?? {} };
}

function plain(document: string): XmlElement {
  const copy = ({ name, attributes, children, text }: XmlElement): XmlElement => {
    return { name, attributes: { ...attributes }, children: children.map(copy), text };
  };
  return copy(parseXml(document));
}

describe('parseXml', () => {
  test('reads elements, text and attributes', () => {
    expect(plain('<?xml version="1.0"?>\n<a x="1" y=\'2 &lt;\'><b>one</b><c/>tail</a>\n')).toEqual(
      element('a', {
        attributes: { x: '1', y: '2 <' },
        children: [element('b', { text: 'one' }), element('c')],
        text: 'tail',
      }),
    );
  });

  test('strips prefixes from elements and keeps them on attributes', () => {
    const grantee = '<s:Grantee xmlns:s="urn:s" xmlns:xsi="urn:x" xsi:type="Group"></s:Grantee>';
    expect(plain(grantee)).toEqual(
      element('Grantee', { attributes: { 'xmlns:s': 'urn:s', 'xmlns:xsi': 'urn:x', 'xsi:type': 'Group' } }),
    );
  });

  test('reads entities, references, CDATA, comments and processing instructions', () => {
    const text = '<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;<![CDATA[<b>&amp;]]><!-- no --><?pi x?>!</a>';
    expect(parseXml(text).text).toBe('<>&"\'A😀<b>&amp;!');
  });

  test('normalises line ends but keeps references to them', () => {
    expect(parseXml('<a>1\r\n2\r3&#xD;</a>').text).toBe('1\n2\n3\r');
  });

  test.each([
    ['nothing', ''],
    ['text alone', 'hello'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['an open element', '<a><b></b>'],
    ['crossed elements', '<a><b></a></b>'],
    ['a stray end', '</a>'],
    ['an unquoted attribute', '<a x=1/>'],
    ['a repeated attribute', '<a x="1" x="2"/>'],
    ['attributes without space', '<a x="1"y="2"/>'],
    ['a bracket in an attribute', '<a x="<"/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to a surrogate', '<a>&#xD800;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a comment with two dashes', '<a><!-- a -- b --></a>'],
    ['an open comment', '<a><!-- </a>'],
    ['open CDATA', '<a><![CDATA[x</a>'],
    ['a late declaration', '<a/><?xml version="1.0"?>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a bracket as a name', '<a><></></a>'],
  ])('refuses %s', (_, document) => {
    expect(() => parseXml(document)).toThrow(MALFORMED);
  });

  test('refuses depth without exhausting the stack', () => {
    expect(() => parseXml('<a>'.repeat(1_000_000))).toThrow(MALFORMED);
  });

  test('reads many siblings and references', () => {
    expect(parseXml(`<a>${'<b>&amp;</b>'.repeat(100_000)}</a>`).children).toHaveLength(100_000);
  });

  test('an element and attribute may be called __proto__', () => {
    const { children } = parseXml('<a><__proto__ __proto__="x"/></a>');
    expect(Object.keys(children[0]?.attributes ?? {})).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});
