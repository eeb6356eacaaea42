import { ConfigError, parseServerConfig } from '../../../server/src/config.ts';
import type { ServerConfig } from '../../../server/src/config.ts';
import { startServer } from '../../../server/src/main.ts';
import type { Options } from '../options.ts';
import { version } from '../version.ts';

/** Runs until SIGTERM or SIGINT; a second signal ends it at once. */
export async function run(options: Options): Promise<number> {
  try {
    const config = parseServerConfig(options);
    const server = await startServer(config, { version, modelDirectory: new URL('models/', import.meta.url) });
    announce(server.endpoint, config, server.rootKey);
    await new Promise<void>((resolve) => {
      const stop = (): void => {
        process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
        resolve();
      };
      process.once('SIGTERM', stop).once('SIGINT', stop);
    });
    await server.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`madang: ${error.message}\n`);
    return 1;
  }
}

function announce(
  endpoint: string,
  config: ServerConfig,
  rootKey: { accessKeyId: string; secretAccessKey: string } | undefined,
): void {
  const data = config.data ?? 'ephemeral';
  const milliseconds = Math.round(performance.now());
  process.stdout.write(`ready ${endpoint} in ${milliseconds} ms (data: ${data}, auth: ${config.auth})\n`);
  if (rootKey !== undefined) {
    process.stdout.write(
      `root key of account ${config.account}, shown this once:\n` +
        `  AWS_ACCESS_KEY_ID=${rootKey.accessKeyId}\n  AWS_SECRET_ACCESS_KEY=${rootKey.secretAccessKey}\n`,
    );
  }
}
