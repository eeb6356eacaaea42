import { describe, expect, test } from 'vitest';
import { expandPaths, matchesFilter, parseFilterPolicy } from './filter-policy.ts';
import { filterableAttributes } from './message-attributes.ts';

type Attributes = Record<string, [type: string, value: string]>;

function matchesAttributes(policy: object, attributes: Attributes): boolean {
  const stored = Object.fromEntries(Object.entries(attributes).map(([name, [type, value]]) => [name, { type, value }]));
  const parsed = parseFilterPolicy(JSON.stringify(policy), 'MessageAttributes');
  return matchesFilter(parsed, filterableAttributes(stored));
}

function matchesBody(policy: object, body: unknown): boolean {
  return matchesFilter(parseFilterPolicy(JSON.stringify(policy), 'MessageBody'), expandPaths(body));
}

const interests: Attributes = { customer_interests: ['String.Array', '["soccer", "rugby", "hockey"]'] };

describe('message attributes', () => {
  const cases: [title: string, policy: object, attributes: Attributes, matches: boolean][] = [
    ['exact text', { store: ['example_corp'] }, { store: ['String', 'example_corp'] }, true],
    ['text minds case', { store: ['example_corp'] }, { store: ['String', 'Example_Corp'] }, false],
    ['one of several values', { event: ['a', 'b'] }, { event: ['String', 'b'] }, true],
    ['all keys must match', { a: ['x'], b: ['y'] }, { a: ['String', 'x'] }, false],
    ['an element of a list', { customer_interests: ['rugby'] }, interests, true],
    ['no element of a list', { customer_interests: ['tennis'] }, interests, false],
    ['a boolean in a list', { flags: [true] }, { flags: ['String.Array', '[true]'] }, true],
    ['null in a list', { flags: [null] }, { flags: ['String.Array', '[null]'] }, true],
    ['a list that is no JSON', { flags: ['a'] }, { flags: ['String.Array', 'a'] }, false],
    ['prefix', { interest: [{ prefix: 'bas' }] }, { interest: ['String', 'baseball'] }, true],
    ['prefix, not met', { interest: [{ prefix: 'bas' }] }, { interest: ['String', 'rugby'] }, false],
    ['suffix', { interest: [{ suffix: 'ball' }] }, { interest: ['String', 'baseball'] }, true],
    [
      'equals-ignore-case',
      { interest: [{ 'equals-ignore-case': 'tennis' }] },
      { interest: ['String', 'TENNIS'] },
      true,
    ],
    ['wildcard', { interest: [{ wildcard: '*ball' }] }, { interest: ['String', 'baseball'] }, true],
    ['wildcard in the middle', { file: [{ wildcard: 'dir/*.png' }] }, { file: ['String', 'dir/a/b.png'] }, true],
    ['wildcard pieces do not overlap', { file: [{ wildcard: 'ab*ba' }] }, { file: ['String', 'aba'] }, false],
    ['wildcard, escaped', { file: [{ wildcard: 'a\\*b' }] }, { file: ['String', 'a*b'] }, true],
    ['wildcard, escaped, is no wildcard', { file: [{ wildcard: 'a\\*b' }] }, { file: ['String', 'axb'] }, false],
    [
      'anything-but',
      { interest: [{ 'anything-but': ['rugby', 'tennis'] }] },
      { interest: ['String', 'football'] },
      true,
    ],
    [
      'anything-but, met',
      { interest: [{ 'anything-but': ['rugby', 'tennis'] }] },
      { interest: ['String', 'rugby'] },
      false,
    ],
    ['anything-but needs one such element', { customer_interests: [{ 'anything-but': ['rugby'] }] }, interests, true],
    ['anything-but needs the attribute', { interest: [{ 'anything-but': ['rugby'] }] }, {}, false],
    ['anything-but a number', { price: [{ 'anything-but': [100, 500] }] }, { price: ['Number', '101'] }, true],
    [
      'anything-but a prefix',
      { event: [{ 'anything-but': { prefix: 'order-' } }] },
      { event: ['String', 'data-entry'] },
      true,
    ],
    [
      'anything-but a prefix, met',
      { event: [{ 'anything-but': { prefix: 'order-' } }] },
      { event: ['String', 'order-1'] },
      false,
    ],
    [
      'anything-but a suffix',
      { event: [{ 'anything-but': { suffix: 'ball' } }] },
      { event: ['String', 'rugby'] },
      true,
    ],
    [
      'anything-but a wildcard',
      { event: [{ 'anything-but': { wildcard: '*a*' } }] },
      { event: ['String', 'xax'] },
      false,
    ],
    ['numeric =', { price: [{ numeric: ['=', 301.5] }] }, { price: ['Number', '301.5'] }, true],
    ['numeric = by value', { price: [{ numeric: ['=', 301.5] }] }, { price: ['Number', '3.015e2'] }, true],
    ['a bare number', { price: [100] }, { price: ['Number', '100.0'] }, true],
    ['a number is no text', { price: [100] }, { price: ['String', '100'] }, false],
    ['numeric <', { price: [{ numeric: ['<', 0] }] }, { price: ['Number', '-1'] }, true],
    ['numeric range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: ['Number', '150'] }, true],
    ['numeric range, open end', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: ['Number', '0'] }, false],
    ['exists', { store: [{ exists: true }] }, { store: ['String', 'x'] }, true],
    ['exists, not met', { store: [{ exists: true }] }, {}, false],
    ['exists false', { store: [{ exists: false }] }, { other: ['String', 'x'] }, true],
    ['a binary attribute does not exist', { store: [{ exists: false }] }, { store: ['Binary', 'eA=='] }, true],
    ['cidr', { source_ip: [{ cidr: '10.0.0.0/24' }] }, { source_ip: ['String', '10.0.0.255'] }, true],
    ['cidr, outside', { source_ip: [{ cidr: '10.0.0.0/24' }] }, { source_ip: ['String', '10.1.1.0'] }, false],
    ['cidr of IPv6', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: ['String', '2001:db8::1'] }, true],
    [
      '$or, first',
      { source: ['x'], $or: [{ a: ['1'] }, { b: ['2'] }] },
      { source: ['String', 'x'], a: ['String', '1'] },
      true,
    ],
    [
      '$or, none',
      { source: ['x'], $or: [{ a: ['1'] }, { b: ['2'] }] },
      { source: ['String', 'x'], a: ['String', '2'] },
      false,
    ],
    ['a name with a dot', { 'a.b': ['x'] }, { 'a.b': ['String', 'x'] }, true],
    ['$or of one is a key', { $or: ['x'] }, { $or: ['String', 'x'] }, true],
    ['names of prototypes are absent', { constructor: [{ exists: true }] }, {}, false],
  ];
  test.each(cases)('%s', (_title, policy, attributes, matches) => {
    expect(matchesAttributes(policy, attributes)).toBe(matches);
  });
});

describe('message bodies', () => {
  const order = {
    store: { name: 'x', tags: ['new', 'big'] },
    lines: [
      { sku: 1, kind: 'a' },
      { sku: 2, kind: 'b' },
    ],
  };
  const cases: [title: string, policy: object, body: unknown, matches: boolean][] = [
    ['nested key', { store: { name: ['x'] } }, order, true],
    ['element of a nested list', { store: { tags: ['big'] } }, order, true],
    ['one object of a list', { lines: { sku: [2], kind: ['b'] } }, order, true],
    ['not parts of two objects of a list', { lines: { sku: [1], kind: ['b'] } }, order, false],
    ['absent parent', { shop: { name: [{ exists: false }] } }, order, true],
    ['an object is no leaf', { store: [{ exists: true }] }, order, false],
    ['null', { deleted: [null] }, { deleted: null }, true],
    ['true', { paid: [true] }, { paid: true }, true],
    ['numbers', { price: [{ numeric: ['>=', 10] }] }, { price: 10 }, true],
    ['text is no number', { price: [{ numeric: ['>=', 10] }] }, { price: '10' }, false],
    ['$or over nested keys', { $or: [{ a: { b: [1] } }, { c: [2] }] }, { c: 2 }, true],
    ['a path in the policy', { 'a.b': ['x'] }, { a: { b: 'x' } }, true],
    ['a path in the body', { a: { b: { c: ['x'] } } }, { 'a.b': { c: 'x' } }, true],
    ['a path in both, cut elsewhere', { a: { 'b.c': ['x'] } }, { 'a.b.c': 'x' }, true],
    ['a path and its beginning', { a: { b: ['x'], c: ['y'] } }, { a: { b: 'x' }, 'a.c': 'y' }, true],
    ['a path that leads to something else', { 'a.b': ['x'] }, { a: 'x', b: 'x' }, false],
    ['a body that is a list', { a: [1] }, [{ a: 2 }, { a: 1 }], true],
  ];
  test.each(cases)('%s', (_title, policy, body, matches) => {
    expect(matchesBody(policy, body)).toBe(matches);
  });
});

describe('validation', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const cases: [policy: string, problem: string][] = [
    ['nonsense', 'failed to parse JSON.'],
    ['[]', 'failed to parse JSON.'],
    ['{"a": "b"}', '"a" must be an object or an array'],
    ['{"a": []}', 'Empty arrays are not allowed'],
    ['{"a": [["b"]]}', 'Match value must be String, number, true, false, or null'],
    ['{"a": [{"suffixx": "b"}]}', 'Unrecognized match type suffixx'],
    ['{"a": [{"prefix": "b", "suffix": "c"}]}', 'Only one key allowed in match expression'],
    ['{"a": [{"exists": "yes"}]}', 'exists match pattern must be either true or false.'],
    ['{"a": [{"prefix": 1}]}', 'prefix match pattern must be a string'],
    ['{"a": [{"numeric": []}]}', 'Invalid member in numeric match: ]'],
    ['{"a": [{"numeric": 1}]}', 'Value of numeric must be an array.'],
    ['{"a": [{"numeric": ["<>", 1]}]}', 'Unrecognized numeric range operator: <>'],
    ['{"a": [{"numeric": ["<", "1"]}]}', 'Value of < must be numeric'],
    ['{"a": [{"numeric": ["=", "1"]}]}', 'Value of equals must be numeric'],
    ['{"a": [{"numeric": [">", 20, 30]}]}', 'Bad value in numeric range: 30'],
    ['{"a": [{"numeric": [">=", 1, ">", 2]}]}', 'Bad numeric range operator: >'],
    ['{"a": [{"numeric": [">", 5, "<", 5]}]}', 'Bottom must be less than top'],
    ['{"a": [{"numeric": ["<", 5, ">", 1]}]}', 'Too many elements in numeric expression'],
    ['{"a": [{"numeric": ["=", 1000000001]}]}', 'Value of numeric match must be between -1.0E9 and 1.0E9'],
    ['{"a": [{"cidr": "10.0.0.0/64"}]}', 'cidr match pattern must be an IP address or a CIDR block'],
    ['{"a": [{"anything-but": {"numeric": ["=", 1]}}]}', 'Unsupported anything-but pattern: numeric'],
    ['{"a": [{"wildcard": "a**"}]}', 'Consecutive wildcard characters'],
    ['{"a": {"b": ["c"]}}', 'Filter policy scope MessageAttributes does not support nested filter policy'],
    [
      JSON.stringify(Object.fromEntries(numbers(6).map((n) => [`k${n}`, ['v']]))),
      'Filter policy can not have more than 5 keys',
    ],
    [JSON.stringify({ a: numbers(151) }), 'Filter policy is too complex'],
    [`{"a":${'['.repeat(1001)}${']'.repeat(1001)}}`, 'failed to parse JSON.'],
    [JSON.stringify({ a: numbers(13), b: numbers(12) }), 'Filter policy is too complex'],
  ];
  test.each(cases)('%s', (policy, problem) => {
    expect(() => parseFilterPolicy(policy, 'MessageAttributes')).toThrow(problem);
  });

  test.each([
    ['nested', `${'{"a":'.repeat(900)}["x"]${'}'.repeat(900)}`],
    ['written as a path', `{"${'a.'.repeat(900)}":["x"]}`],
  ])('depth has an end: %s', (_title, policy) => {
    expect(() => parseFilterPolicy(policy, 'MessageBody')).toThrow('Filter policy is too complex');
  });

  test('depth counts for bodies', () => {
    const policy = (count: number) => JSON.stringify({ a: { b: { c: numbers(count) } } });
    expect(() => parseFilterPolicy(policy(50), 'MessageBody')).not.toThrow();
    expect(() => parseFilterPolicy(policy(51), 'MessageBody')).toThrow('Filter policy is too complex');
  });
});
