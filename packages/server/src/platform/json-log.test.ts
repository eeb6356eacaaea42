import { describe, expect, it } from 'vitest';
import { createJsonLog, type JsonLogOptions } from './json-log.ts';

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };

function capture(options: Partial<JsonLogOptions> = {}, isTTY = false) {
  const lines: string[] = [];
  const output = { isTTY, write: (line: string) => lines.push(line) };
  const log = createJsonLog({ output, clock, ...options });
  return { log, lines, facts: () => JSON.parse(lines.at(-1) ?? '') };
}

describe('log', () => {
  it('writes a JSON line per event', () => {
    const { log, lines, facts } = capture();
    log.info('queue.created', { name: 'jobs', size: 3, at: new Date(0), nothing: undefined });
    expect(facts()).toEqual({
      time: '2026-01-02T03:04:05.006Z',
      level: 'info',
      event: 'queue.created',
      name: 'jobs',
      size: 3,
      at: '1970-01-01T00:00:00.000Z',
    });
    log.warn('multi', { text: 'two\nlines' });
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });

  it('leaves out what is below the level', () => {
    const { log, lines } = capture({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['c', 'd']);
  });

  it('writes a readable line for a person', () => {
    const { log, lines } = capture({}, true);
    log.info('ready', { endpoint: 'http://127.0.0.1:4566', note: 'two words' });
    expect(lines).toEqual(['03:04:05.006 INFO  ready endpoint=http://127.0.0.1:4566 note="two words"\n']);
  });

  it('never writes secrets, at any depth', () => {
    const { log, lines } = capture();
    const hidden = 'hunter2';
    log.info('x', {
      SecretAccessKey: hidden,
      a: { Password: hidden, b: [{ sessionToken: hidden }] },
      error: Object.assign(new Error('no'), { signature: hidden }),
    });
    expect(lines.join()).not.toContain(hidden);
  });

  it('survives whatever it is given', () => {
    const { log, facts } = capture();
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    log.error('odd', {
      cycle,
      big: 10n,
      bytes: new Uint8Array(9),
      call: () => 1,
      long: 'x'.repeat(10_000),
      bad: new Date(NaN),
    });
    expect(facts()).toMatchObject({ cycle: { self: '[circular]' }, big: '10', bytes: '[9 bytes]', bad: null });
    expect(facts().long.length).toBeLessThan(5_000);
    log.error('failed', { error: new TypeError('outer', { cause: new Error('inner') }) });
    expect(facts().error).toMatchObject({ name: 'TypeError', message: 'outer', cause: { message: 'inner' } });
    expect(facts().error.stack).toContain('outer');
  });
});
