import { afterEach, expect, it, vi } from 'vitest';
import { isOn, parseArguments } from './options.ts';
import type { Option } from './options.ts';

const known: Record<string, Option> = {
  port: { type: 'string', help: '' },
  watch: { type: 'boolean', help: '' },
  parameter: { type: 'string', multiple: true, help: '' },
};
afterEach(() => vi.unstubAllEnvs());

it('reads options, lists and the operand in any order', () => {
  const args = ['--parameter', 'A=1', 'a.yaml', '--watch', '--parameter=B=2', '--port', '1'];
  expect(parseArguments(args, known, 'TEMPLATE')).toEqual({
    options: { port: '1', watch: true },
    lists: { parameter: ['A=1', 'B=2'] },
    operand: 'a.yaml',
  });
});

it('takes from the environment what the command line leaves open, but no lists', () => {
  vi.stubEnv('MADANG_PORT', '2');
  vi.stubEnv('MADANG_WATCH', '0');
  vi.stubEnv('MADANG_PARAMETER', 'A=1');
  const { options, lists } = parseArguments([], known);
  expect([options['port'], isOn(options, 'watch'), lists]).toEqual(['2', false, { parameter: [] }]);
});

it.each([
  [[], 'TEMPLATE is missing.'],
  [['a', 'b'], "Only one TEMPLATE can be given, not also 'b'."],
  [['a', '--none'], "Unknown option '--none'"],
])('refuses %j', (args, message) => {
  expect(() => parseArguments(args, known, 'TEMPLATE')).toThrow(message);
});

it('takes no operand where a command has none', () => {
  expect(() => parseArguments(['a'], known)).toThrow("Unexpected argument 'a'");
});
