import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The launcher under test: this clone's, or that of an installed package. */
const launcher = process.env['MADANG_LAUNCHER'] ?? fileURLToPath(new URL('../../../madang', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one command of the launcher to its end. */
export async function madang(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawnMadang(args, env);
  const output = collectOutput(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

export function spawnMadang(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(launcher, args, { env: { ...bareEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What a child has written so far. */
export function collectOutput(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return output;
}

/** This process's environment without settings of Madang, AWS and proxies, which would change what is tested. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(MADANG_|AWS_|NODE_OPTIONS$|https?_proxy$)/i.test(name),
  );
  return Object.fromEntries(ours);
}

/** A directory that is gone at the end of the test. */
export function temporaryDirectory(): { path: string; remove: () => Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'madang-conformance-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
