/** `npm run check`: types, lint, layers, unused code and format, each with its own tool; fails on the first finding. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const steps: [title: string, command: string, ...args: string[]][] = [
  ['models', 'node', 'tools/build-models.ts'],
  ['types', 'tsc', '--project', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'oxfmt', '--check', '.'],
  ['layers', 'depcruise', 'packages', 'tools'],
  ['layers are really checked', 'node', 'tools/check-layers.ts'],
  ['unused code', 'knip'],
  ['coverage document', 'node', 'tools/write-coverage.ts', '--check'],
];

let failed = 0;
for (const [title, command, ...args] of steps) {
  if (title === 'models' && existsSync('packages/server/generated/models/index.json')) continue;
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  const ok = status === 0 && error === undefined;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${title}\n`);
  if (ok) continue;
  failed += 1;
  process.stdout.write(`${stdout}${stderr}${error ? String(error) : ''}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
