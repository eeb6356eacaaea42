import { Readable } from 'node:stream';
import { handingOver } from '../../platform/body-stream.ts';
import type { BodyStream } from '../../platform/body-stream.ts';
import type { Platform } from '../../platform/service.ts';
import type { ByteSpan } from './model/byte-range.ts';
import type { Segment } from './model/content.ts';
import type { StoredObject } from './model/object.ts';
import { bytesOf } from './model/stored-bytes.ts';
import { requireBytes, requireSegments } from './store/contents.ts';

/** The bytes of an object, or some of them. Throws ContentGoneError where it was replaced since its row was read. */
export async function openContent(
  { storage, blobs }: Platform,
  { content, size }: StoredObject,
  span: ByteSpan = { start: 0, end: size - 1 },
): Promise<BodyStream> {
  if (content === undefined || span.end < span.start) return Buffer.alloc(0);
  if (content.in === 'object') return bytesOf(content).subarray(span.start, span.end + 1);
  if (content.in === 'row') return (await requireBytes(storage, content.id)).subarray(span.start, span.end + 1);
  if (content.in === 'blob') return blobs.get(content.blob, span);
  const pieces = piecesOf(await requireSegments(storage, content.id), span);
  const [only] = pieces;
  return only && pieces.length === 1 ? blobs.get(only.blob, only.span) : concatenated({ blobs }, pieces);
}

interface Piece {
  blob: string;
  span: ByteSpan;
}

/** Where in which blobs the span lies. */
function piecesOf(segments: readonly Segment[], { start, end }: ByteSpan): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const { blob, size } of segments) {
    const last = offset + size - 1;
    if (size > 0 && last >= start && offset <= end) {
      pieces.push({ blob, span: { start: Math.max(start - offset, 0), end: Math.min(end, last) - offset } });
    }
    offset += size;
  }
  return pieces;
}

function concatenated({ blobs }: Pick<Platform, 'blobs'>, pieces: readonly Piece[]): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const { blob, span } of pieces) yield* blobs.get(blob, span) as AsyncIterable<Buffer>;
  }
  return handingOver(Readable.from(chunks(), { objectMode: false }));
}
