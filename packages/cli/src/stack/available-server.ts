import type { Connection } from '../aws/connection.ts';
import { serverOptionsFor } from '../aws/connection.ts';
import { startInBackground } from '../background.ts';
import { findHealth } from '../client.ts';
import { UsageError } from '../options.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Starts a server where none answers, if it would be on this machine. */
export async function ensureServer({ endpoint }: Connection, { print }: Terminal): Promise<void> {
  if ((await findHealth(endpoint)) !== undefined) return;
  const options = serverOptionsFor(endpoint);
  if (options === undefined) throw new UsageError(`No server answers at ${endpoint}, which is not on this machine.`);
  const { ready, output } = await startInBackground(options);
  if (!ready) throw new UsageError(`No server answers at ${endpoint}, and none could be started:\n${output.trimEnd()}`);
  print(output);
}
