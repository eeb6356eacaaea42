const signature =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/SERVICE/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=' +
  '0'.repeat(64);

const commonHeaders = [
  'host: 127.0.0.1',
  'user-agent: aws-sdk-js/3.0.0 madang-bench',
  'x-amz-date: 20260101T000000Z',
  'amz-sdk-invocation-id: 00000000-0000-4000-8000-000000000000',
  'amz-sdk-request: attempt=1; max=3',
  'accept: */*',
];

/** A request as an SDK sends it, in the JSON protocol. */
export function jsonRequest(service: string, target: string, input: object): Buffer {
  const body = JSON.stringify(input);
  return request(service, 'application/x-amz-json-1.0', body, `x-amz-target: ${target}`);
}

/** A request as an SDK sends it, in the query protocol. */
export function queryRequest(service: string, version: string, action: string, input: Record<string, string> = {}): Buffer {
  const body = new URLSearchParams({ Action: action, Version: version, ...input }).toString();
  return request(service, 'application/x-www-form-urlencoded; charset=utf-8', body);
}

function request(service: string, contentType: string, body: string, ...headers: string[]): Buffer {
  const lines = [
    'POST / HTTP/1.1',
    ...commonHeaders,
    ...headers,
    `authorization: ${signature.replace('SERVICE', service)}`,
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

export async function call(port: number, bytes: Buffer): Promise<string> {
  const [head = '', body] = bytes.toString().split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string])
      .filter(([name]) => name !== 'host' && name !== 'content-length'),
  );
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: body ?? '' });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return text;
}
