import { once } from 'node:events';
import { spawnMadang } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';

/** A server in a process of its own, started by the launcher as a user starts it. */
export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  readonly keys: Keys;
  /** SIGKILL: the process gets no chance to save anything. Answers its complaints, as `stop` does. */
  kill(): Promise<string[]>;
  /** SIGTERM. Complaints are the log's errors, and an end that was not asked for. */
  stop(): Promise<string[]>;
}

export async function startProcess(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const server: Server = await startServer(['--log-level', 'error', ...options], environment);
  const end = async (signal: NodeJS.Signals): Promise<string[]> => {
    const { code, stderr } = await server.stop(signal);
    const errors = stderr.split('\n').filter((line) => line.startsWith('{') && line.includes('"level":"error"'));
    const isAsAsked = code === (signal === 'SIGKILL' ? null : 0);
    return isAsAsked ? errors : [...errors, `the server ended by itself with ${code}: ${stderr.slice(-2000)}`];
  };
  let ended: Promise<string[]> | undefined;
  return {
    port: server.port,
    // The launcher replaces itself by the server, so this is the server's own process.
    pid: server.pid,
    keys: server.keys,
    kill: () => (ended ??= end('SIGKILL')),
    stop: () => (ended ??= end('SIGTERM')),
  };
}

/** Starts a server and kills it while it comes up; what it then leaves behind the next one must cope with. */
export async function killWhileStarting(options: readonly string[], afterMs: number): Promise<void> {
  const child = spawnMadang(['start', '--port', '0', ...options]);
  const closed = once(child, 'close');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await closed;
}
