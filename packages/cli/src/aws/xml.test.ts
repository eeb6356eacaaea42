import { expect, it } from 'vitest';
import { childOf, findText, membersOf, readXml, textOf } from './xml.ts';

const answer = `<?xml version="1.0"?>
<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <!-- a comment -->
  <DescribeStacksResult><Stacks><member><StackName>a&lt;b&amp;c&#33;&#x21;</StackName><Outputs/></member>
  <member><StackName><![CDATA[<raw> & such]]></StackName></member></Stacks><Empty></Empty></DescribeStacksResult>
</DescribeStacksResponse>
`;

it('reads structures, lists and texts', () => {
  const result = childOf(readXml(answer), 'DescribeStacksResult');
  const stacks = membersOf(result, 'Stacks');
  expect(stacks.map((stack) => textOf(stack, 'StackName'))).toEqual(['a<b&c!!', '<raw> & such']);
  expect(membersOf(stacks[0], 'Outputs')).toEqual([]);
  expect(membersOf(result, 'None')).toEqual([]);
  expect([findText(result, 'Empty'), findText(result, 'None'), textOf(undefined, 'None')]).toEqual(['', undefined, '']);
});

it('keeps the space in a text', () => {
  expect(readXml('<a x="1>2"> b\n c </a>').text).toBe(' b\n c ');
});

it.each(['', 'not XML', '<a>', '<a></b>', '</a>', '<a><b></a></b>'])('refuses %j', (document) => {
  expect(() => readXml(document)).toThrow(SyntaxError);
});
