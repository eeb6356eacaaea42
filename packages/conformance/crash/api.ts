import { Connection, headerOf } from './connection.ts';
import type { Answer } from './connection.ts';

export const account = '000000000000';
const region = 'us-east-1';

export type Json = Record<string, unknown>;

/** The service refused the request: it had no effect. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

export interface S3Request {
  method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  /** `/bucket/key?query`, encoded. */
  target: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface S3Answer {
  header: (name: string) => string | undefined;
  body: Buffer;
}

/** Services over one connection. Calls throw {@link Refused}, or ConnectionLost where no answer came. */
export interface Api {
  sqs(operation: string, input: Json): Promise<Json>;
  ssm(operation: string, input: Json): Promise<Json>;
  /** The answer's XML. */
  cloudformation(action: string, parameters: Record<string, string>): Promise<string>;
  /** The answer's XML. */
  iam(action: string, parameters: Record<string, string>): Promise<string>;
  /** The answer's XML. */
  sns(action: string, parameters: Record<string, string>): Promise<string>;
  s3(request: S3Request): Promise<S3Answer>;
  close(): void;
}

export function openApi(port: number): Api {
  const connection = new Connection(port);
  const json = (service: string, version: string, prefix: string) => async (operation: string, input: Json) => {
    const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` };
    const body = JSON.stringify(input);
    const answer = await connection.request(head('POST', '/', service, headers, body), body);
    const text = answer.body.toString();
    const result = (text === '' ? {} : JSON.parse(text)) as Json;
    if (answer.status === 200) return result;
    throw new Refused(answer.status, textOf(result['__type']), textOf(result['message']));
  };
  const query = (service: string, Version: string) => async (Action: string, parameters: Record<string, string>) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ Action, Version, ...parameters }).toString();
    const answer = await connection.request(head('POST', '/', service, headers, body), body);
    if (answer.status === 200) return answer.body.toString();
    throw refusalInXml(answer);
  };
  return {
    sqs: json('sqs', '1.0', 'AmazonSQS'),
    ssm: json('ssm', '1.1', 'AmazonSSM'),
    cloudformation: query('cloudformation', '2010-05-15'),
    iam: query('iam', '2010-05-08'),
    sns: query('sns', '2010-03-31'),
    async s3({ method, target, headers, body = '' }) {
      const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers };
      const answer = await connection.request(head(method, target, 's3', unsigned, body), body);
      if (answer.status >= 300) throw refusalInXml(answer);
      return { header: (name) => headerOf(answer.head, name), body: answer.body };
    },
    close: () => connection.close(),
  };
}

function head(
  method: string,
  target: string,
  service: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
): string {
  const signature = `Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  return [
    `${method} ${target} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: AWS4-HMAC-SHA256 ${signature}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    '\r\n',
  ].join('\r\n');
}

function refusalInXml({ status, body }: Answer): Refused {
  const xml = body.toString();
  return new Refused(status, elements(xml, 'Code')[0] ?? '', elements(xml, 'Message')[0] ?? '');
}

/** Texts of all elements of a name, unescaped; the answers compared here nest none in another of the same name. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function queueUrl(name: string): string {
  return `http://127.0.0.1/${account}/${name}`;
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function topicArn(name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}
