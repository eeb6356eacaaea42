import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isOn, serverOptions } from './options.ts';
import type { Options } from './options.ts';

/** Starts a server that outlives this process. Answers what it has printed once it is ready, or until it ended. */
export async function startInBackground(options: Options): Promise<{ ready: boolean; output: string }> {
  const file = logFileOf(options);
  // A root key may be in it.
  const log = openSync(file, 'w', 0o600);
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'start', ...startArguments(options)],
    { detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  while (child.pid !== undefined && isRunning(child.pid) && child.exitCode === null) {
    const output = readFileSync(file, 'utf8');
    if (/^ready /m.test(output)) return { ready: true, output };
    await delay(25);
  }
  return { ready: false, output: readFileSync(file, 'utf8') || 'madang: the server did not start.\n' };
}

/** A switch given as MADANG_TLS=0 is left to the child, which reads the same environment by the same rules. */
export function startArguments(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (serverOptions[name]?.type === 'boolean') return isOn(options, name) ? [`--${name}`] : [];
    return value === undefined || value === '' ? [] : [`--${name}`, String(value)];
  });
}

/** The log of the server that `up` starts on this port. */
export function logFileOf(options: Options): string {
  const port = String(options['port'] || 4566);
  const directories = [
    join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'madang'),
    join(tmpdir(), `madang-${userInfo().uid}`),
  ];
  for (const directory of directories) {
    try {
      mkdirSync(directory, { recursive: true });
      return join(directory, `server-${port}.log`);
    } catch {
      // A home that cannot be written to: the next place serves.
    }
  }
  throw new Error('no directory for the log can be written to');
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** Ended, and only not yet collected by the parent, which in a container may take its time. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
