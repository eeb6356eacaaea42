import { createVerify, X509Certificate } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Post {
  headers: IncomingHttpHeaders;
  /** The body as JSON; SNS sends strings only. */
  message: Record<string, string>;
  body: string;
}

export interface WebEndpoint {
  url: string;
  /** Statuses of the coming answers, in turn; 200 after the last. */
  answers: number[];
  /** The next post that this has not yet returned, as soon as it is there. */
  next(): Promise<Post>;
  close(): void;
}

/** A subscriber's web server on loopback. */
export async function startWebEndpoint(): Promise<WebEndpoint> {
  const posts: Post[] = [];
  const arrivals = new EventEmitter();
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      posts.push({ headers: request.headers, body, message: parsed(body) });
      response.writeHead(answers.shift() ?? 200).end();
      arrivals.emit('post');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sns`,
    answers,
    async next() {
      while (posts.length === 0) await once(arrivals, 'post');
      return posts.shift()!;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Verifies a message as SNS's subscribers do, with the certificate at the URL that it names.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export async function isSignatureValid(message: Record<string, string>): Promise<boolean> {
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.filter((name) => name in message).map((name) => `${name}\n${message[name]}\n`);
  const answer = await fetch(message['SigningCertURL'] ?? '');
  const { publicKey } = new X509Certificate(await answer.text());
  return createVerify(message['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1')
    .update(text.join(''))
    .verify(publicKey, message['Signature'] ?? '', 'base64');
}

function parsed(body: string): Record<string, string> {
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return {};
  }
}
