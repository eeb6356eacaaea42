import { access } from 'node:fs/promises';
import { ageBlobs, takeCensus } from './stopped-blobs.ts';
import { withStoppedDatabase } from './stopped-database.ts';

interface Collected {
  orphans: number;
  held: number;
  problems: string[];
}

const mostWaitMs = 20_000;
const pollMs = 50;

/** Starts a stopped server after what seems two hours: contents without a row must go, all others must stay. */
export async function verifyCollection(data: string, start: () => Promise<unknown>): Promise<Collected> {
  const { orphans, held } = await census(data);
  await ageBlobs(data);
  await start();
  let left = orphans;
  for (let waitedMs = 0; waitedMs < mostWaitMs && left.length > 0; waitedMs += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    left = await present(left);
  }
  return { orphans: orphans.length, held, problems: left.map((path) => `never collected: ${path}`) };
}

function census(data: string) {
  return withStoppedDatabase(data, (database) => takeCensus(database, data));
}

async function present(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return found.flat();
}
