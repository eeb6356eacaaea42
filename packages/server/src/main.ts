import { existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createCloud } from './cloud.ts';
import { ConfigError } from './config.ts';
import type { ServerConfig } from './config.ts';
import { listen } from './gateway/http/http-server.ts';
import { selfSignedIdentity } from './gateway/tls-identity.ts';
import { createJsonLog } from './platform/json-log.ts';
import { createRealClock } from './platform/real-clock.ts';
import { StorageInUseError, StorageVersionError } from './platform/storage/storage-errors.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

export interface RunningServer {
  endpoint: string;
  /** Made at the first start under `--auth iam`, and never shown again. */
  rootKey: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Ends within five seconds; what was answered is kept, what was under way goes on at the next start. */
  stop(): Promise<void>;
}

export interface ServerAssets {
  version: string;
  /** Directory of the compiled models. */
  modelDirectory: URL;
  resourceTypeDirectory: URL;
}

const stopGraceMs = 3000;

/** Starts a server as configured. Throws ConfigError with a message for the user where that cannot be done. */
export async function startServer(config: ServerConfig, assets: ServerAssets): Promise<RunningServer> {
  const realClock = createRealClock();
  const virtualClock = config.clock === 'virtual' ? createVirtualClock() : undefined;
  const log = createJsonLog({ output: process.stderr, clock: realClock, level: config.logLevel });
  const directory = await openDirectory(config);
  const cloud = await createCloud({
    config,
    ...assets,
    log,
    clock: virtualClock ?? realClock,
    virtualClock,
    blobDirectory: join(directory.path, 'blobs'),
    databaseFile: config.data === undefined ? ':memory:' : join(directory.path, 'madang.db'),
  }).catch(async (error: unknown) => {
    await directory.dispose();
    throw storageProblem(error, config) ?? asConfigError(error, config);
  });
  const tls = config.tls ? await selfSignedIdentity(config.data, new Date(realClock.now())) : undefined;
  const listener = await listen(cloud.listener, { host: config.host, port: config.port, ...(tls && { tls }) }).catch(
    async (error: unknown) => {
      await cloud.close();
      await directory.dispose();
      throw asConfigError(error, config);
    },
  );
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const endpoint = `${tls ? 'https' : 'http'}://${host}:${listener.port}`;
  cloud.ready(endpoint);
  return {
    endpoint,
    rootKey: cloud.rootKey,
    async stop() {
      cloud.stopping();
      const grace = new Promise<void>((resolve) => realClock.setTimeout(resolve, stopGraceMs));
      await listener.close(grace);
      await cloud.close();
      await directory.dispose();
    },
  };
}

async function openDirectory(config: ServerConfig): Promise<{ path: string; dispose(): Promise<void> }> {
  try {
    if (config.data !== undefined) {
      makeDirectory(config.data);
      return { path: config.data, dispose: async () => undefined };
    }
    const path = await mkdtemp(join(tmpdir(), 'madang-'));
    return { path, dispose: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw asConfigError(error, config);
  }
}

/** Not by `recursive`, with which Node tries for ever where a parent is there and holds no directories, as /proc. */
function makeDirectory(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const parent = dirname(resolve(path));
  if (!existsSync(parent)) makeDirectory(parent);
  mkdirSync(path);
}

/** SQLITE_READONLY, IOERR, CORRUPT, FULL, CANTOPEN and NOTADB: the file's fault, not the server's. */
const unusableFile = new Set([8, 10, 11, 13, 14, 26]);
/** PostgreSQL that is not reached, refuses the login, or has no such database. */
const unusableDatabase = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENOENT|28...|3D...|53...|57P..)$/;

function storageProblem(error: unknown, config: ServerConfig): ConfigError | undefined {
  if (error instanceof StorageInUseError) {
    return new ConfigError(`${error.message}. Stop it, or choose another directory with --data.`);
  }
  if (error instanceof StorageVersionError) {
    return new ConfigError(`${error.message}. Use that newer version, or choose another directory with --data.`);
  }
  const { code = '', message, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  if (config.database !== undefined && unusableDatabase.test(code)) {
    return new ConfigError(`Cannot use the database of --database: ${message || code}`);
  }
  // Extended codes have the plain one in their lowest byte.
  if (code === 'ERR_SQLITE_ERROR' && errcode !== undefined && unusableFile.has(errcode & 255)) {
    return new ConfigError(`Cannot use the data in ${config.data}: ${message}. Choose another directory with --data.`);
  }
  return undefined;
}

/** Turns what commonly goes wrong at a start into a message that says what to do. */
function asConfigError(error: unknown, config: ServerConfig): unknown {
  const { code = '', message, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new ConfigError(`Port ${config.port} of ${config.host} is in use. Choose another with --port.`);
  }
  if (/^(EADDRNOTAVAIL|EAFNOSUPPORT|EAI_AGAIN|EINVAL|ENOTFOUND)$/.test(code)) {
    return new ConfigError(`Cannot listen on ${config.host}: it is no address of this machine.`);
  }
  if (syscall === 'listen') {
    return new ConfigError(`Cannot listen on port ${config.port}: ${message}. Choose another with --port.`);
  }
  if (/^(EACCES|EEXIST|ELOOP|EMFILE|ENAMETOOLONG|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS)$/.test(code)) {
    const where = config.data ?? 'the directory for temporary files';
    return new ConfigError(`Cannot use ${where}: ${message}. Choose another directory with --data.`);
  }
  return error;
}
