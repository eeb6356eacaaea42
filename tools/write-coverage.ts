/** Writes docs/coverage.md from the code; with `--check` only tells whether it is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { coverage, resourceTypeCoverage } from '../packages/server/src/coverage.ts';
import type { ResourceTypeCoverage, ServiceCoverage } from '../packages/server/src/coverage.ts';

const file = new URL('../docs/coverage.md', import.meta.url);
const generated = new URL('../packages/server/generated/', import.meta.url);
const text = render(
  coverage(new URL('models/', generated)),
  resourceTypeCoverage(new URL('resource-types/', generated)),
);

if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write('docs/coverage.md is out of date: node tools/write-coverage.ts\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}

function render(services: ServiceCoverage[], resourceTypes: ResourceTypeCoverage[]): string {
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
    ...resourceTypeSection(resourceTypes),
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

function resourceTypeSection(types: ResourceTypeCoverage[]): string[] {
  const namesOf = (kind: ResourceTypeCoverage['realism']): string[] =>
    types.filter(({ realism }) => realism === kind).map(({ name }) => name);
  const runs = namesOf('runs');
  const recorded = namesOf('recorded');
  const expanded = namesOf('expanded');
  return [
    '## Resource types of CloudFormation',
    '',
    `${types.length} types: ${runs.length} run, ${recorded.length} are recorded, ${expanded.length} are expanded by their transform.`,
    'A recorded one is checked against its schema and given identifiers and attributes; `--strict-resources` refuses it.',
    '',
    '### Run',
    '',
    ...byService(runs),
    '',
    '### Expanded by a transform',
    '',
    ...byService(expanded),
    '',
    '### Recorded',
    '',
    ...byService(recorded),
    '',
  ];
}

/** `AWS::SQS::Queue` stands under `AWS::SQS` as `Queue`. */
function byService(names: readonly string[]): string[] {
  const services = Map.groupBy(names, (name) => name.slice(0, name.lastIndexOf('::')));
  return [...services].map(
    ([service, types]) => `- ${service}: ${types.map((name) => name.slice(service.length + 2)).join(', ')}`,
  );
}
