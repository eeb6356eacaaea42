/** Proves that the layer rules bite: a file that breaks one of them must be reported. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const violation = 'packages/server/src/platform/deliberate-violation.ts';
writeFileSync(violation, "import '../gateway/registry.ts';\n");
try {
  const { status, stdout } = spawnSync('depcruise', ['packages'], { encoding: 'utf8' });
  if (status === 0 || !stdout.includes('platform-imports-nothing-above')) {
    process.stderr.write(`a deliberate violation was not reported:\n${stdout}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(violation);
}
