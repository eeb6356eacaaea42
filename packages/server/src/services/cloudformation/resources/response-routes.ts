import type { Readable } from 'node:stream';
import { AwsError } from '../../../platform/errors.ts';
import type { Platform, WebRoutes } from '../../../platform/service.ts';
import { wakeStack } from '../stack-operation/wake.ts';
import { findCustomRequestByToken, saveCustomRequest } from '../store/custom-requests.ts';
import { saveSignal, signalsOf } from '../store/signals.ts';
import { findWaitHandle } from '../store/wait-conditions.ts';
import { customResponse, longestResponse } from './custom-response.ts';
import { responseKind, tokenOf } from './response-url.ts';
import { parseWaitSignal } from './wait-signal.ts';

const mostBytes = 64 * 1024;

/** Where signals of wait conditions and answers of custom resources are put: on AWS, presigned URLs of S3. */
export const responseRoutes: WebRoutes = {
  claims: ({ method, path }) => method === 'PUT' && responseKind(path) !== undefined,
  async answer({ path, query, body }, { platform }) {
    const text = await bodyText(body);
    const token = tokenOf(query);
    if (responseKind(path) === 'wait-condition') await receiveSignal(platform, token, text);
    else await receiveAnswer(platform, token, text);
    return { status: 200, headers: {}, body: '' };
  },
};

async function receiveSignal(platform: Platform, token: string, text: string): Promise<void> {
  const now = platform.clock.now();
  const handle = await findWaitHandle(platform.storage, token);
  if (handle === undefined) throw denied('Access Denied');
  if (handle.expiresAt <= now) throw denied('Request has expired');
  const { stackId, logicalId } = handle;
  const signal = parseWaitSignal(parseJson(text));
  await platform.storage.transact(async (unit) => {
    const known = await signalsOf(unit, stackId, logicalId);
    // The same id once more is the same signal, sent again.
    if (known.some(({ uniqueId }) => uniqueId === signal.uniqueId)) return;
    saveSignal(unit, { stackId, logicalId, ...signal, receivedAt: now, reported: true });
    await wakeStack(platform, unit, { stackId });
  });
}

async function receiveAnswer(platform: Platform, token: string, text: string): Promise<void> {
  const isLong = Buffer.byteLength(text) > longestResponse;
  const answer = isLong ? undefined : parseJson(text);
  await platform.storage.transact(async (unit) => {
    const request = await findCustomRequestByToken(unit, token);
    if (request === undefined) throw denied('Request has expired');
    if (request.response !== undefined) return;
    saveCustomRequest(unit, { ...request, response: customResponse(answer, request) });
    await wakeStack(platform, unit, request);
  });
}

async function bodyText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes)
      throw new AwsError('EntityTooLarge', `At most ${mostBytes} bytes are taken.`, { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AwsError('InvalidRequest', 'The body must be JSON.', { status: 400, cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new AwsError('InvalidRequest', 'The body must be a JSON object.', { status: 400 });
}

function denied(message: string): AwsError {
  return new AwsError('AccessDenied', message, { status: 403 });
}
