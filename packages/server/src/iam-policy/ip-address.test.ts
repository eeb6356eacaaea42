import { expect, test } from 'vitest';
import { contains, parseNetwork } from './ip-address.ts';

test.each<[network: string, address: string, inside: boolean]>([
  ['203.0.113.0/24', '203.0.113.255', true],
  ['203.0.113.0/24', '203.0.114.0', false],
  ['203.0.113.64/26', '203.0.113.127', true],
  ['203.0.113.64/26', '203.0.113.128', false],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7', '203.0.113.8', false],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '::1', false],
  ['2001:db8:1234:5678::/64', '2001:DB8:1234:5678::abcd', true],
  ['2001:db8:1234:5678::/64', '2001:db8:1234:5679::1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['::1', '0:0:0:0:0:0:0:1', true],
  ['127.0.0.0/8', '::ffff:127.0.0.1', true],
  ['::/0', '2001:db8::1', true],
  ['203.0.113.0/24', 'not an address', false],
  ['203.0.113.0/24', '203.0.113', false],
])('%s contains %s: %s', (network, address, inside) => {
  const parsed = parseNetwork(network);
  expect(parsed && contains(parsed, address)).toBe(inside);
});

test.each([
  '',
  '10.0.0.0/33',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.0/',
  '::/129',
  '1::2::3',
  ':::',
  '1:2:3:4:5:6:7:8:9',
  'g::',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});
