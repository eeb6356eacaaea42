/** The ruler of large objects: `node:http` that pipes a PUT into a file and a GET out of it, and nothing else. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const directory = mkdtempSync(join(tmpdir(), 'madang-bench-'));
const file = join(directory, 'content');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'PUT') {
    await pipeline(request, createWriteStream(file));
    response.end();
  } else if (request.method === 'GET') {
    response.writeHead(200, { 'content-length': statSync(file).size });
    await pipeline(createReadStream(file), response);
  } else {
    request.resume();
    response.end();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1');
process.on('SIGTERM', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
