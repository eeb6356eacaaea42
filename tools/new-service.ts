/** `node tools/new-service.ts sns`: the skeleton of a service after the model of SQS, and its line in the list. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { modelledServices } from './models/services.ts';

const name = process.argv[2];
if (name === undefined || !modelledServices.some((service) => service === name)) {
  fail(`usage: node tools/new-service.ts NAME, with NAME one of ${modelledServices.join(', ')}`);
}
const folder = new URL(`../packages/server/src/services/${name}/`, import.meta.url);
if (existsSync(folder)) fail(`services/${name} is there already`);

const type = name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
const constant = type.charAt(0).toLowerCase() + type.slice(1);

const files: Record<string, string> = {
  'service.ts': `import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { ${constant}Context } from './context.ts';
import { thingOperations } from './operations/things.ts';
import { things } from './store.ts';

export const ${constant} = defineService({
  name: '${name}',
  context: ${constant}Context,
  operations: { ...thingOperations },
  access,
  tables: [things],
});
`,
  'context.ts': `import type { ${type}Operations } from '../../../generated/types/${name}.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';
import { ThingStore } from './store.ts';

/** What the handlers get: stores over the request's unit of work. */
export interface ${type}Context {
  readonly request: RequestContext;
  readonly things: ThingStore;
}

export type ${type}Handlers = Handlers<${type}Operations, ${type}Context>;

export function ${constant}Context(request: RequestContext): ${type}Context {
  return { request, things: new ThingStore(request.unit, request) };
}
`,
  'store.ts': `import type { Scope } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { defineTable } from '../../platform/storage/table.ts';

export interface Thing extends Scope {
  name: string;
}

export const things = defineTable<Thing>()({
  name: '${name}.things',
  key: (row) => [row.account, row.region, row.name],
});

/** The only file of this service that touches storage. */
export class ThingStore {
  readonly #unit: Unit;
  readonly #scope: Scope;

  constructor(unit: Unit, { account, region }: Scope) {
    this.#unit = unit;
    this.#scope = { account, region };
  }

  find(name: string): Promise<Thing | undefined> {
    return this.#unit.get(things, [this.#scope.account, this.#scope.region, name]);
  }
}
`,
  'access.ts': `import type { ${type}Operations } from '../../../generated/types/${name}.ts';
import type { AccessRules } from '../../platform/service.ts';

/** Operations that are not here need \`${name}:<Operation>\` on \`*\`. */
export const access: AccessRules<${type}Operations> = {};
`,
  'errors.ts': `import type { ${type}ErrorName } from '../../../generated/types/${name}.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class ${type}Error extends AwsError<${type}ErrorName | CommonErrorName> {}
`,
  'operations/things.ts': `import type { ${type}Handlers } from '../context.ts';

/** Handlers of one resource, each named as AWS names the operation. */
export const thingOperations = {} satisfies Partial<${type}Handlers>;
`,
};

mkdirSync(new URL('operations/', folder), { recursive: true });
for (const [file, content] of Object.entries(files)) writeFileSync(new URL(file, folder), content);

const list = new URL('../packages/server/src/services/index.ts', import.meta.url);
const lines = readFileSync(list, 'utf8')
  .replace(/(\n\/\*\*)/, `import { ${constant} } from './${name}/service.ts';\n$1`)
  .replace(
    /= \[([^\]]*)\]/,
    (_match, listed: string) => `= [${listed.trim() === '' ? '' : `${listed.trim().replace(/,$/, '')}, `}${constant}]`,
  );
writeFileSync(list, lines);
process.stdout.write(
  `services/${name} is there, and in services/index.ts; the files named "thing" are for you to replace\n`,
);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
