import { once } from 'node:events';
import { collectOutput, spawnMadang } from './madang.ts';
import type { Outcome } from './madang.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Server {
  endpoint: string;
  port: number;
  pid: number;
  readyLine: string;
  /** Printed by the first start under `--auth iam`; any other start has the keys of `--auth open`. */
  keys: Keys;
  /** Configuration of an AWS SDK client: `new SQSClient(server.client())`. */
  client(keys?: Keys): ClientConfiguration;
  /** Only with `--clock virtual`. */
  advance(seconds: number): Promise<void>;
  /** Sends the signal and waits for the end of the process. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
}

interface ClientConfiguration {
  endpoint: string;
  region: string;
  credentials: Keys;
  maxAttempts: number;
}

const openKeys = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts `./madang start` as a process of its own, on a free port, keeping nothing unless `--data` says where. */
export async function startServer(options: string[] = [], env: Record<string, string> = {}): Promise<Server> {
  const kept = options.includes('--data') || 'MADANG_DATA' in env;
  const child = spawnMadang(['start', '--port', '0', ...(kept ? [] : ['--ephemeral']), ...options], env);
  const output = collectOutput(child);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const ended = closed.then(([code]) => {
    throw new Error(`the server ended with ${code}: ${output.stderr}`);
  });
  ended.catch(() => undefined);
  while (!/^ready .*\n/m.test(output.stdout)) await Promise.race([once(child.stdout!, 'data'), ended]);
  const readyLine = /^ready .*$/m.exec(output.stdout)?.[0] ?? '';
  const endpoint = readyLine.split(' ')[1] ?? '';
  const keys = shownKeys(output.stdout) ?? openKeys;
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    pid: child.pid ?? 0,
    readyLine,
    keys,
    client: (own = keys) => ({ endpoint, region: 'us-east-1', credentials: own, maxAttempts: 1 }),
    async advance(seconds) {
      const body = JSON.stringify({ advanceSeconds: seconds });
      const answer = await fetch(`${endpoint}/_madang/clock`, { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code] = await closed;
      return { code, ...output };
    },
  };
}

function shownKeys(output: string): Keys | undefined {
  const accessKeyId = /AWS_ACCESS_KEY_ID=(\S+)/.exec(output)?.[1];
  const secretAccessKey = /AWS_SECRET_ACCESS_KEY=(\S+)/.exec(output)?.[1];
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}
