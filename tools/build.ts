/** Bundles the CLI and the server into dist/: one entry, chunks that are loaded when a command needs them. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const generated = new URL('packages/server/generated/', root);

await import('./build-models.ts');
await import('./build-resource-types.ts');
rmSync(dist, { recursive: true, force: true });
for (const folder of ['models/', 'resource-types/'])
  cpSync(new URL(folder, generated), new URL(folder, dist), { recursive: true });

await build({
  absWorkingDir: root.pathname,
  entryPoints: {
    madang: 'packages/cli/src/main.ts',
    'writer-thread': 'packages/server/src/platform/storage/writer-thread-main.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  external: ['pg', 'selfsigned'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

writeFileSync(new URL('.built', dist), '');
