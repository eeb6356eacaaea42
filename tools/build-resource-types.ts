/**
 * Writes packages/server/generated/resource-types: every resource type as one line of `types.jsonl`, and in
 * `index.json` where each line begins and how long it is. So one type is read without the others, and a search is a grep.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { compileResource } from './resource-types/compile.ts';
import { additions, corrections } from './resource-types/corrections.ts';
import { readSpec } from './resource-types/spec.ts';

const output = new URL('../packages/server/generated/resource-types/', import.meta.url);
const spec = readSpec();
const compiled = spec.resources.map((resource) => ({
  ...compileResource(resource, spec),
  ...corrections[resource.cloudFormationType],
}));
const schemas = [...compiled, ...additions].sort((a, b) => (a.typeName < b.typeName ? -1 : 1));

const index: Record<string, [start: number, length: number]> = {};
const lines: Buffer[] = [];
let position = 0;
for (const schema of schemas) {
  const line = Buffer.from(`${JSON.stringify(schema)}\n`);
  index[schema.typeName] = [position, line.length];
  position += line.length;
  lines.push(line);
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
writeFileSync(new URL('types.jsonl', output), Buffer.concat(lines));
writeFileSync(new URL('index.json', output), JSON.stringify(index));
process.stdout.write(`resource types: ${schemas.length}, ${Math.round(position / 1024)} KB\n`);
