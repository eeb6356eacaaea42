import { inflateRawSync } from 'node:zlib';

/** What is wrong with an archive, for the service to say in its own words. */
export class ZipError extends Error {}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;
const localHeaderLength = 30;

/** The files of a ZIP archive by their names, up to this size together. Encrypted and ZIP64 archives are refused. */
export function readZip(archive: Uint8Array, mostBytes: number): Map<string, Buffer> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return readEntries(bytes, mostBytes);
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('the archive is damaged', { cause: error });
  }
}

function readEntries(bytes: Buffer, mostBytes: number): Map<string, Buffer> {
  const end = findEnd(bytes);
  const files = new Map<string, Buffer>();
  let left = mostBytes;
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new ZipError('the archive is damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + entryLength, at + entryLength + nameLength);
    if (!name.endsWith('/')) {
      const content = readContent(bytes, at, left);
      left -= content.length;
      files.set(name, content);
    }
    at += entryLength + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** The end record is the last thing but a comment of any length. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - endLength; at >= 0; at--) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw new ZipError('the object is no ZIP archive');
}

function readContent(bytes: Buffer, entry: number, mostBytes: number): Buffer {
  const isEncrypted = (bytes.readUInt16LE(entry + 8) & 1) === 1;
  const method = bytes.readUInt16LE(entry + 10);
  const length = bytes.readUInt32LE(entry + 20);
  const header = bytes.readUInt32LE(entry + 42);
  if (isEncrypted || length === 0xffffffff || (method !== 0 && method !== 8)) {
    throw new ZipError('the archive uses a form of compression or encryption that is not supported');
  }
  if (bytes.readUInt32LE(entry + 24) > mostBytes) throw new ZipError('the archive is too large');
  const start = header + localHeaderLength + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const content = bytes.subarray(start, start + length);
  if (method === 0) return content;
  return inflateRawSync(content, { maxOutputLength: Math.max(mostBytes, 1) });
}
