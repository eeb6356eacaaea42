import { connect } from 'node:net';

/** Sends bytes and answers all that comes back until the server closes, or until the answer matches. */
export function exchange(port: number, chunks: (string | Buffer)[], until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (until?.test(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    // A server that refuses what is sent may reset the connection after its answer.
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

/** Sends the beginning of something and breaks the connection off. */
export function abandon(port: number, beginning: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(beginning, () => socket.resetAndDestroy());
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}
