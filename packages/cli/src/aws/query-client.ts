import { UsageError } from '../options.ts';
import { fetchTrusting } from '../own-certificate.ts';
import { signedHeaders } from '../signed-request.ts';
import type { UnsignedRequest } from '../signed-request.ts';
import type { Connection } from './connection.ts';
import { queryForm } from './query-form.ts';
import type { FormStructure } from './query-form.ts';
import { ServiceError } from './service-error.ts';
import { childOf, findText, readXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

export interface QueryService {
  signingName: string;
  version: string;
}

/** Calls one operation of a query service. Answers its result, undefined where the operation has none. */
export async function callQuery(
  connection: Connection,
  { signingName, version }: QueryService,
  action: string,
  input: FormStructure = {},
): Promise<XmlElement | undefined> {
  const response = await send(connection, signingName, {
    method: 'POST',
    url: new URL('/', connection.endpoint),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: queryForm(action, version, input),
  });
  const answer = await response.text();
  if (!response.ok) throw serviceError(response, answer);
  return childOf(readXml(answer), `${action}Result`);
}

/** Sends a request signed for the service. */
export async function send(connection: Connection, service: string, request: UnsignedRequest): Promise<Response> {
  const { method, url, body } = request;
  const headers = signedHeaders(request, connection.credentials, { service, region: connection.region });
  try {
    return await fetchTrusting(url, { method, headers, ...(method !== 'GET' && { body }) });
  } catch (error) {
    const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
    throw new UsageError(`No server answers at ${connection.endpoint} (${message}). Start one with: ./madang up`, {
      cause: error,
    });
  }
}

/** Of an error answered as XML, by a query service or by S3. */
export function serviceError(response: Response, answer: string): ServiceError {
  try {
    const root = readXml(answer);
    const error = childOf(root, 'Error') ?? root;
    return new ServiceError(findText(error, 'Code') ?? String(response.status), findText(error, 'Message') ?? '');
  } catch {
    return new ServiceError(`HTTP status ${response.status}`, answer.replace(/\s+/g, ' ').slice(0, 200).trim());
  }
}
