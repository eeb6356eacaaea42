import type { IncomingHttpHeaders } from 'node:http';

/** A request of HTTP/1.1 that arrived whole and leaves nothing to negotiate. */
export interface PlainRequest {
  method: string;
  url: string;
  /** As `node:http` has them: names in lower case, bytes as latin1. */
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Where the next request begins. */
  end: number;
}

const methods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
const target = /^\/[\x21-\x7e]*$/;
// oxlint-disable-next-line no-control-regex -- lines of what a header may hold, and nothing between them
const headLines = /^[\t\x20-\x7e\x80-\xff]+(?:\r\n[\t\x20-\x7e\x80-\xff]+)*$/;
const token = /^[\w!#$%&'*+.^`|~-]+$/;
const noBody = Buffer.alloc(0);

/** What the sender wants to negotiate, or what changes where a body ends. */
const negotiating = new Set(['expect', 'http2-settings', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Names as sent, to what they are in lower case; null for those that only {@link readPlainRequest}'s caller can serve. */
const names = new Map<string, string | null>();
const mostNames = 1000;

/**
 * Reads a request that is plain: whole in these bytes, and without anything that could be understood in two ways.
 * Undefined for all others: they may be just as right, but that is for a full parser to find out.
 */
export function readPlainRequest(bytes: Buffer, start: number): PlainRequest | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n', start, 'latin1');
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', start, headEnd);
  if (!headLines.test(head)) return undefined;
  let lineEnd = lineEndAfter(head, 0);
  const methodEnd = head.indexOf(' ');
  const targetEnd = lineEnd - ' HTTP/1.1'.length;
  const method = head.slice(0, methodEnd);
  const url = head.slice(methodEnd + 1, targetEnd);
  if (!methods.has(method) || !target.test(url) || !head.startsWith(' HTTP/1.1', targetEnd)) return undefined;
  const headers: IncomingHttpHeaders = {};
  while (lineEnd < head.length) {
    const at = lineEnd + 2;
    lineEnd = lineEndAfter(head, at);
    const colon = head.indexOf(':', at);
    if (colon === -1 || colon > lineEnd) return undefined;
    const name = nameOf(head.slice(at, colon));
    if (name === null || headers[name] !== undefined) return undefined;
    headers[name] = trimmed(head, colon + 1, lineEnd);
  }
  const bodyStart = headEnd + 4;
  const length = bodyLength(headers);
  if (length === undefined || bodyStart + length > bytes.length) return undefined;
  const end = bodyStart + length;
  return { method, url, headers, body: length === 0 ? noBody : bytes.subarray(bodyStart, end), end };
}

function lineEndAfter(head: string, at: number): number {
  const end = head.indexOf('\r\n', at);
  return end === -1 ? head.length : end;
}

/** Without spaces and tabs around it; other white space is part of a value. */
function trimmed(head: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(head.charCodeAt(start))) start++;
  while (start < end && isBlank(head.charCodeAt(end - 1))) end--;
  return head.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function nameOf(sent: string): string | null {
  const known = names.get(sent);
  if (known !== undefined) return known;
  const lower = sent.toLowerCase();
  const isPlain = token.test(sent) && !negotiating.has(lower) && !(lower in {});
  // What comes out of an object as a key is the one string that V8 looks properties up by, whatever was made of it.
  const name = isPlain ? Object.keys({ [lower]: true })[0]! : null;
  if (names.size >= mostNames) names.clear();
  names.set(sent, name);
  return name;
}

/** Undefined where it, or whether the connection stays, is not plain to see. */
function bodyLength({ host, connection, 'content-length': length }: IncomingHttpHeaders): number | undefined {
  if (host === undefined || (connection !== undefined && connection.toLowerCase() !== 'keep-alive')) return undefined;
  if (length === undefined) return 0;
  return /^\d{1,9}$/.test(length) ? Number(length) : undefined;
}
