import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SourceWatcher } from './source-watcher.ts';

let folder: string;
let watcher: SourceWatcher;
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madang-watch-'));
  writeFileSync(join(folder, 't.yaml'), '1');
  mkdirSync(join(folder, 'code/lib'), { recursive: true });
  watcher = new SourceWatcher();
});
afterEach(() => {
  watcher.close();
  rmSync(folder, { recursive: true });
});

it('tells of a file that is saved, in place or by a new one in its place', async () => {
  watcher.watch([join(folder, 't.yaml')]);
  writeFileSync(join(folder, 't.yaml'), '2');
  await expect(watcher.nextChange(never)).resolves.toBeUndefined();
  writeFileSync(join(folder, 'new'), '3');
  renameSync(join(folder, 'new'), join(folder, 't.yaml'));
  await expect(watcher.nextChange(never)).resolves.toBeUndefined();
});

it('tells of a file deep in a folder', async () => {
  watcher.watch([join(folder, 'code')]);
  writeFileSync(join(folder, 'code/lib/a.js'), '1');
  await expect(watcher.nextChange(never)).resolves.toBeUndefined();
});

it('ends the wait when it is interrupted', async () => {
  const controller = new AbortController();
  watcher.watch([join(folder, 't.yaml')]);
  const waiting = watcher.nextChange(controller.signal);
  controller.abort();
  expect(await waiting).toBeUndefined();
});

it('does without what is not there', () => {
  expect(() => watcher.watch([join(folder, 'none/t.yaml')])).not.toThrow();
});
