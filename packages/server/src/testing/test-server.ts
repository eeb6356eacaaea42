import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloud } from '../cloud.ts';
import type { Cloud } from '../cloud.ts';
import { parseServerConfig } from '../config.ts';
import type { RawOptions } from '../config.ts';
import { listen } from '../gateway/http/http-server.ts';
import { createJsonLog } from '../platform/json-log.ts';
import { createRealClock } from '../platform/real-clock.ts';
import { createVirtualClock } from '../platform/virtual-clock.ts';
import type { VirtualClock } from '../platform/virtual-clock.ts';

export interface TestServer {
  endpoint: string;
  platform: Cloud['platform'];
  rootKey: Cloud['rootKey'];
  /** Only with `clock: 'virtual'`. */
  clock: VirtualClock;
  /** Log lines of level error, for tests that expect none. */
  errors: string[];
  /** Configuration of an AWS SDK client: `new SQSClient(server.client)`. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: 1;
  };
  stop(): Promise<void>;
}

const modelDirectory = new URL('../../generated/models/', import.meta.url);
const resourceTypeDirectory = new URL('../../generated/resource-types/', import.meta.url);

/** A whole server in this process, on a free port, with a database in memory: `--auth`, `--clock` and so on as options. */
export async function startTestServer(options: RawOptions & { databaseFile?: string } = {}): Promise<TestServer> {
  const { databaseFile = ':memory:', ...raw } = options;
  const config = parseServerConfig({ port: '0', ephemeral: true, ...raw });
  const directory = await mkdtemp(join(tmpdir(), 'madang-test-'));
  const virtualClock = config.clock === 'virtual' ? createVirtualClock() : undefined;
  const clock = virtualClock ?? createRealClock();
  const errors: string[] = [];
  const output = { write: (line: string) => errors.push(line) };
  const cloud = await createCloud({
    config,
    version: '0.0.0-test',
    modelDirectory,
    resourceTypeDirectory,
    clock,
    virtualClock,
    log: createJsonLog({ output, clock, level: 'error' }),
    databaseFile,
    blobDirectory: join(directory, 'blobs'),
  });
  const listener = await listen(cloud.listener, { host: config.host, port: config.port });
  const endpoint = `http://${config.host}:${listener.port}`;
  cloud.ready(endpoint);
  const key = cloud.rootKey ?? { accessKeyId: 'test', secretAccessKey: 'test' };
  const { accessKeyId, secretAccessKey } = key;
  return {
    endpoint,
    platform: cloud.platform,
    rootKey: cloud.rootKey,
    get clock() {
      if (virtualClock === undefined) throw new Error("this server's clock is real");
      return virtualClock;
    },
    errors,
    client: { endpoint, region: config.region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 },
    async stop() {
      cloud.stopping();
      await listener.close(Promise.resolve());
      await cloud.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
