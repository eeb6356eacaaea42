import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What a server holds once its garbage is gone; without that, memory tells more of the collector's habits than of leaks. */
export interface Memory {
  /** On the JavaScript heap and in buffers. */
  heldMegabytes: number;
  residentMegabytes: number;
}

export interface Collector {
  /** For the server's environment: lets the collector be called from outside. */
  environment: Record<string, string>;
  collect(): Promise<Memory>;
}

export async function createCollector(): Promise<Collector> {
  const address = `127.0.0.1:${await freePort()}`;
  return {
    environment: { NODE_OPTIONS: `--inspect=${address} --inspect-publish-uid=http` },
    async collect() {
      const targets = (await (await fetch(`http://${address}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
      const inspector = await openInspector(targets[0]?.webSocketDebuggerUrl ?? '');
      try {
        await inspector.call('HeapProfiler.enable');
        await inspector.call('HeapProfiler.collectGarbage');
        const expression = 'JSON.stringify(process.memoryUsage())';
        const { result } = (await inspector.call('Runtime.evaluate', { expression })) as { result: { value: string } };
        const { heapUsed, external, rss } = JSON.parse(result.value) as NodeJS.MemoryUsage;
        return {
          heldMegabytes: Math.round((heapUsed + external) / 2 ** 20),
          residentMegabytes: Math.round(rss / 2 ** 20),
        };
      } finally {
        inspector.close();
      }
    },
  };
}

interface Inspector {
  call(method: string, params?: object): Promise<unknown>;
  close(): void;
}

async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the inspector cannot be reached')));
  });
  return {
    call: (method, params = {}) =>
      new Promise((resolve) => {
        const id = waiting.size + 1;
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
