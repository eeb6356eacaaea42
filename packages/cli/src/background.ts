import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Options } from './options.ts';

/** The log of the server that `up` starts on this port. */
export function logFileOf(options: Options): string {
  const port = String(options['port'] ?? 4566);
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
