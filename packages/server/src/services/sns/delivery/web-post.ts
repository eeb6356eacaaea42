import { DeliveryError } from './delivery-error.ts';

export interface WebPost {
  url: string;
  headers: Record<string, string>;
  body: string;
}

const timeoutMs = 15_000;

/**
 * Posts to a subscriber's web server. Only the status counts: redirects are not followed, the answer's body is not
 * read, so that a server cannot hold a delivery up longer than the timeout, whatever it sends.
 */
export async function postToWeb({ url, headers, body }: WebPost): Promise<void> {
  const target = new URL(url);
  const authorization = basicAuthorization(target);
  let response: Response;
  try {
    response = await fetch(target, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'user-agent': 'Amazon Simple Notification Service Agent', ...headers, ...authorization },
      body,
      // Of real time, whatever clock the server runs on: the other side does not know of ours.
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw unreachable(error);
  }
  await response.body?.cancel().catch(() => undefined);
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const isPermanent = status >= 300 && status < 500 && status !== 429;
  throw new DeliveryError(String(status), `The endpoint answered with status ${status}`, isPermanent);
}

/** fetch refuses URLs with credentials. */
function basicAuthorization(url: URL): Record<string, string> {
  const { username, password } = url;
  if (username === '' && password === '') return {};
  url.username = '';
  url.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function unreachable(error: unknown): DeliveryError {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') {
    return new DeliveryError('Timeout', `The endpoint did not answer within ${timeoutMs / 1000} seconds`, false);
  }
  const reason = cause instanceof Error ? cause.message : message;
  return new DeliveryError('ConnectionFailed', `The endpoint could not be reached: ${reason}`, false);
}
