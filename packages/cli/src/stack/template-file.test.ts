import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { errorExcerpt, readTemplateFile } from './template-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'madang-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('reads a template', () => {
  expect(readTemplateFile(file('a.yaml', 'Resources: {}'))).toBe('Resources: {}');
});

it('says why there is no template', () => {
  expect(() => readTemplateFile(join(folder, 'none.yaml'))).toThrow('there is no such file');
  expect(() => readTemplateFile(folder)).toThrow('it is a directory');
  expect(() => readTemplateFile(file('empty.yaml', ' \n'))).toThrow('is empty');
  expect(() => readTemplateFile(file('large.yaml', 'a'.repeat(1_048_577)))).toThrow(
    'has 1,048,577 bytes; CloudFormation takes at most 1,048,576',
  );
});

it('shows the place of an error', () => {
  const text = 'Resources:\n  Queue:\n\tType: AWS::SQS::Queue\n';
  expect(errorExcerpt('YAML not well-formed. (line 3, column 2)', 'q.yaml', text)).toBe(
    '  q.yaml:3:2\n    3 | \tType: AWS::SQS::Queue\n      | \t^\n',
  );
});

it('shows nothing where there is no place', () => {
  expect(errorExcerpt('Unresolved dependencies', 'q.yaml', 'a')).toBe('');
  expect(errorExcerpt('(line 9, column 1)', 'q.yaml', 'a')).toBe('');
});
