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
export function queryRequest(
  service: string,
  version: string,
  action: string,
  input: Record<string, string> = {},
): Buffer {
  const body = new URLSearchParams({ Action: action, Version: version, ...input }).toString();
  return request(service, 'application/x-www-form-urlencoded; charset=utf-8', body);
}

/** A request of S3: the path names bucket and key. */
export function s3Request(method: string, path: string, body: string | Buffer = ''): Buffer {
  const head = [
    `${method} ${path} HTTP/1.1`,
    ...commonHeaders,
    'x-amz-content-sha256: UNSIGNED-PAYLOAD',
    `authorization: ${signature.replace('SERVICE', 's3')}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
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

/** Sends prepared bytes once; answers the body, and throws where the status is no success. */
export async function call(port: number, bytes: Buffer): Promise<string> {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString().split('\r\n');
  const [method = 'POST', path = '/'] = first.split(' ');
  const fields = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
  const headers = Object.fromEntries(fields.filter(([name]) => name !== 'host' && name !== 'content-length'));
  const body = bytes.subarray(end + 4);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${first}: ${response.status} ${text}`);
  return text;
}
