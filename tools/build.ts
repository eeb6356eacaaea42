/** Bundles the CLI and the server into dist/: one entry, chunks that are loaded when a command needs them. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const models = new URL('packages/server/generated/models/', root);

await import('./build-models.ts');
rmSync(dist, { recursive: true, force: true });
mkdirSync(new URL('models/', dist), { recursive: true });
for (const file of readdirSync(models)) copyFileSync(new URL(file, models), new URL(`models/${file}`, dist));

await build({
  absWorkingDir: root.pathname,
  entryPoints: { madang: 'packages/cli/src/main.ts' },
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
