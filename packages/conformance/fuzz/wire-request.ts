/** A request in the parts that mutations work on. */
export interface WireRequest {
  method: string;
  /** Path and query, as sent. */
  target: string;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Adds the content-length that fits. */
export function requestBytes({ method, target, headers, body }: WireRequest): Buffer {
  const hasFraming = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const all = hasFraming ? headers : [...headers, ['content-length', String(body.length)]];
  const lines = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

export function setHeader(request: WireRequest, name: string, value: string): void {
  request.headers = [...request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()), [name, value]];
}
