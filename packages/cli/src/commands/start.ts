import { ConfigError, parseServerConfig } from '../../../server/src/config.ts';
import type { ServerConfig } from '../../../server/src/config.ts';
import { startServer } from '../../../server/src/main.ts';
import type { Options } from '../options.ts';
import { version } from '../version.ts';

/** Runs until SIGTERM or SIGINT; a second signal ends it at once. */
export async function run(options: Options): Promise<number> {
  try {
    const config = parseServerConfig(options);
    const server = await startServer(config, {
      version,
      modelDirectory: new URL('models/', import.meta.url),
      resourceTypeDirectory: new URL('resource-types/', import.meta.url),
    });
    // Whoever reads the ready line may send a signal at once.
    const signalled = stopSignal();
    announce(server.endpoint, config, server.rootKey);
    await signalled;
    await server.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`madang: ${error.message}\n`);
    return 1;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
      resolve();
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
  });
}

/** In one write: whoever waits for the ready line has the key with it. */
function announce(
  endpoint: string,
  config: ServerConfig,
  rootKey: { accessKeyId: string; secretAccessKey: string } | undefined,
): void {
  const data = config.data ?? 'ephemeral';
  const milliseconds = Math.round(performance.now());
  const lines = [`ready ${endpoint} in ${milliseconds} ms (data: ${data}, auth: ${config.auth})`];
  if (rootKey !== undefined) {
    lines.push(
      `root key of account ${config.account}, shown this once:`,
      `  AWS_ACCESS_KEY_ID=${rootKey.accessKeyId}`,
      `  AWS_SECRET_ACCESS_KEY=${rootKey.secretAccessKey}`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
