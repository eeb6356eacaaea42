import { S3Error } from '../errors.ts';

const mostBytes = 2048;

/**
 * User metadata as it is kept: text. Headers bring it as bytes, which are UTF-8 or mail's encoded words.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
export function metadataFrom(headers: Record<string, string> | undefined): Record<string, string> | undefined {
  if (headers === undefined) return undefined;
  const metadata: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    const text = decodedWords(utf8Of(value));
    size += Buffer.byteLength(name) + Buffer.byteLength(text);
    metadata[name.toLowerCase()] = text;
  }
  if (size > mostBytes) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new S3Error('MetadataTooLarge', message, { Size: size, MaxSizeAllowed: mostBytes });
  }
  return metadata;
}

/** Text beyond ASCII goes out as encoded words. */
export function metadataHeaders(metadata: Record<string, string> | undefined): Record<string, string> | undefined {
  return metadata && Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, headerText(text)]));
}

function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** Headers are read byte by byte; what is no UTF-8 stays as it was. */
export function utf8Of(header: string): string {
  if (!/[\x80-\xff]/.test(header) || /[^\x00-\xff]/.test(header)) return header;
  const text = Buffer.from(header, 'latin1').toString();
  return text.includes('\ufffd') ? header : text;
}

function decodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  return text.replace(/=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi, (_word, kind: string, content: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(content, 'base64').toString() : quotedPrintable(content),
  );
}

function quotedPrintable(content: string): string {
  const bytes = content
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
