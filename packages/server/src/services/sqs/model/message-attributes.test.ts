import { describe, expect, test } from 'vitest';
import { attributesDigest, digestOf } from './digest.ts';
import {
  attributesSize,
  describeAttributes,
  parseMessageAttributes,
  parseTraceHeader,
  selectAttributes,
} from './message-attributes.ts';
import { checkBody } from './message-text.ts';

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

test('attributes survive storage', () => {
  const sent = {
    city: text('Seoul'),
    amount: text('-1.5e3', 'Number.float'),
    image: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(0, 255, 7) },
  };
  const stored = parseMessageAttributes(sent);
  const { image, ...texts } = describeAttributes(stored ?? {});
  expect(texts).toEqual({ city: sent.city, amount: sent.amount });
  expect([...(image?.BinaryValue ?? [])]).toEqual([0, 255, 7]);
  expect(attributesSize(stored)).toBe(
    'citySeoulString'.length + 'amount-1.5e3Number.float'.length + 'imageBinary.png'.length + 3,
  );
});

test.each(['größe', '이름', '__proto__', 'a.b-c_9'])('an attribute may be called %s', (name) => {
  expect(Object.keys(parseMessageAttributes({ [name]: text('x') }) ?? {})).toEqual([name]);
});

test.each([
  ['', text('x'), 'name'],
  ['aws.trace', text('x'), 'name'],
  ['Amazon.x', text('x'), 'name'],
  ['a..b', text('x'), 'name'],
  ['.a', text('x'), 'name'],
  ['a.', text('x'), 'name'],
  ['a b', text('x'), 'name'],
  ['a', text('x', ''), 'non-empty message attribute type'],
  ['a', text('x', 'Text'), 'supported type prefixes'],
  ['a', text('', 'String'), 'must contain a non-empty value'],
  ['a', text('x', 'Binary'), 'must contain a non-empty value'],
  ['a', text('one', 'Number'), 'to a number'],
  ['a', text('\u0000'), 'not allowed'],
  ['a', { ...text('x'), BinaryValue: Uint8Array.of(1) }, "must use field 'String'"],
  ['a', { ...text('x'), StringListValues: ['x'] }, 'not supported'],
])('an attribute %j of %o is refused', (name, value, reason) => {
  expect(() => parseMessageAttributes({ [name]: value })).toThrow(reason);
});

test('eleven attributes are too many', () => {
  const attributes = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, text('x')]));
  expect(() => parseMessageAttributes(attributes)).toThrow('[11] exceeds the allowed maximum [10]');
});

test('the trace header is the only system attribute', () => {
  expect(parseTraceHeader({ AWSTraceHeader: text('Root=1') })).toEqual({ type: 'String', text: 'Root=1' });
  expect(parseTraceHeader(undefined, 'Root=2')).toEqual({ type: 'String', text: 'Root=2' });
  expect(parseTraceHeader({ AWSTraceHeader: text('Root=1') }, 'Root=2')).toMatchObject({ text: 'Root=1' });
  expect(parseTraceHeader(undefined, 'none')).toBeUndefined();
  expect(() => parseTraceHeader({ Other: text('x') })).toThrow("'Other' is invalid");
  expect(() => parseTraceHeader({ AWSTraceHeader: text('1', 'Number') })).toThrow('String');
});

describe('selection', () => {
  const stored = parseMessageAttributes({ 'a.x': text('1'), 'a.y': text('2'), b: text('3') });
  test.each([
    [['All'], ['a.x', 'a.y', 'b']],
    [['.*'], ['a.x', 'a.y', 'b']],
    [['*'], ['a.x', 'a.y', 'b']],
    [['a.*'], ['a.x', 'a.y']],
    [
      ['b', 'a.y', 'none'],
      ['a.y', 'b'],
    ],
  ])('%j', (names, expected) => {
    expect(Object.keys(selectAttributes(stored, names) ?? {})).toEqual(expected);
  });

  test('of nothing is nothing', () => {
    expect(selectAttributes(stored, [])).toBeUndefined();
    expect(selectAttributes(stored, ['c'])).toBeUndefined();
    expect(selectAttributes(undefined, ['All'])).toBeUndefined();
  });
});

test('digests are those that the SDKs verify', () => {
  expect(digestOf('Hello')).toBe('8b1a9953c4611296a827abf8c47804d7');
  const attributes = parseMessageAttributes({ timestamp: text('1493147359900', 'Number') });
  expect(attributesDigest(attributes ?? {})).toBe('235c5c510d26fb653d073faed50ae77c');
});

test('a body has the characters of XML, and some', () => {
  for (const body of ['x', '\t\r\n', '가나', '😀']) expect(() => checkBody(body)).not.toThrow();
  for (const body of ['\u0000', '\u001f', '\ufffe', '\ud800']) {
    expect(() => checkBody(body)).toThrow(expect.objectContaining({ code: 'InvalidMessageContents' }));
  }
  expect(() => checkBody('')).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
});
