import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createModels } from './models.ts';

const directory = mkdtempSync(join(tmpdir(), 'madang-models-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('models are read at their first use, and once', () => {
  writeFileSync(join(directory, 'index.json'), '[{"service":"sqs"}]');
  const models = createModels(directory);
  expect(models.has('sqs')).toBe(true);
  writeFileSync(join(directory, 'sqs.json'), '{"service":"sqs","shapes":[]}');
  const model = models.load('sqs');
  rmSync(join(directory, 'sqs.json'));
  expect(models.load('sqs')).toBe(model);
});

test('services outside of the index have no model', () => {
  writeFileSync(join(directory, 'index.json'), '[]');
  const models = createModels(directory);
  expect(models.has('../sqs')).toBe(false);
  expect(() => models.load('../sqs')).toThrow('no model of service ../sqs');
});
