/** Writes docs/coverage.md from the code; with `--check` only tells whether it is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { coverage } from '../packages/server/src/coverage.ts';
import type { ServiceCoverage } from '../packages/server/src/coverage.ts';

const file = new URL('../docs/coverage.md', import.meta.url);
const text = render(coverage(new URL('../packages/server/generated/models/', import.meta.url)));

if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write('docs/coverage.md is out of date: node tools/write-coverage.ts\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}

function render(services: ServiceCoverage[]): string {
  const here = services.filter(({ operations }) => operations.some(({ realism }) => realism !== 'not here yet'));
  const absent = services.filter((service) => !here.includes(service));
  return [
    '# Coverage',
    '',
    'Generated from the code by `node tools/write-coverage.ts`; `./madang coverage` prints the same.',
    '',
    '- *runs*: does what AWS documents.',
    '- *state only*: kept and answered, without the effect it has at AWS.',
    '- *recorded*: accepted, validated and shown, nothing more.',
    '- *refused*: answered with an error that says why it can have no meaning here.',
    '- *not here yet*: answered with an error (501) that names the operation.',
    '',
    '| Service | Operations | runs | state only | recorded | refused | not here yet |',
    '|---|---|---|---|---|---|---|',
    ...here.map(summaryRow),
    '',
    ...here.flatMap(serviceSection),
    '## Services whose wire is understood, and which are not here yet',
    '',
    absent.map(({ name, operations }) => `${name} (${operations.length})`).join(', '),
    '',
  ].join('\n');
}

function summaryRow({ name, operations }: ServiceCoverage): string {
  const count = (kind: string): number => operations.filter(({ realism }) => realism === kind).length;
  const counts = ['runs', 'state only', 'recorded', 'refused', 'not here yet'].map(count);
  return `| ${name} | ${operations.length} | ${counts.join(' | ')} |`;
}

function serviceSection({ serviceId, name, operations }: ServiceCoverage): string[] {
  const rows = operations.map((operation) => `| ${operation.name} | ${operation.realism} |`);
  return [`## ${serviceId} (\`${name}\`)`, '', '| Operation | |', '|---|---|', ...rows, ''];
}
