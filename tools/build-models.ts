/** Writes packages/server/generated: a compact model and types per service, and the index that routing uses. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { compileModel } from './models/compile.ts';
import { overlays } from './models/overlay.ts';
import { modelledServices } from './models/services.ts';
import { readModels } from './models/sources.ts';
import { renderServiceIndex, renderTypes } from './models/types.ts';

const output = new URL('../packages/server/generated/', import.meta.url);
for (const folder of ['models/', 'types/']) {
  rmSync(new URL(folder, output), { recursive: true, force: true });
  mkdirSync(new URL(folder, output), { recursive: true });
}

const sources = readModels(modelledServices);
const models = modelledServices.map((service) => {
  const source = sources.get(service);
  if (source === undefined) throw new Error(`no model of ${service} in the AWS CLI packages`);
  const model = compileModel(service, source, overlays[service]);
  writeFileSync(new URL(`models/${service}.json`, output), JSON.stringify(model));
  writeFileSync(new URL(`types/${service}.ts`, output), renderTypes(model));
  return model;
});

const index = models.map(({ shapes, operations, errors, xmlNamespace, ...entry }) => entry);
writeFileSync(new URL('models/index.json', output), JSON.stringify(index));
writeFileSync(new URL('types/index.ts', output), renderServiceIndex(models));

const operations = models.reduce((count, model) => count + Object.keys(model.operations).length, 0);
process.stdout.write(`models: ${models.length} services, ${operations} operations\n`);
