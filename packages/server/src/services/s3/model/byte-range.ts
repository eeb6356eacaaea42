import { S3Error } from '../errors.ts';

export interface ByteSpan {
  start: number;
  /** Included. */
  end: number;
}

/**
 * The range that a Range header asks for. Undefined, for the whole object, where it has another unit, no sense or
 * several ranges, which S3 does not serve. Throws InvalidRange where the object has no such bytes.
 */
export function parseRange(header: string | undefined, size: number): ByteSpan | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(header.replaceAll(' ', ''));
  if (!match) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) {
    if (Number(suffix) === 0 || size === 0) throw invalidRange(header, size);
    return { start: Math.max(0, size - Number(suffix)), end: size - 1 };
  }
  const start = Number(first);
  const end = last ? Number(last) : size - 1;
  if (last && end < start) return undefined;
  if (start >= size) throw invalidRange(header, size);
  return { start, end: Math.min(end, size - 1) };
}

/** Of UploadPartCopy, where every range has to be whole. */
export function parseCopyRange(header: string, size: number): ByteSpan {
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw new S3Error('InvalidArgument', message, { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header });
  }
  if (end < size) return { start, end };
  const message = `Range specified is not valid for source object of size: ${size}`;
  throw new S3Error('InvalidArgument', message, { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header });
}

function invalidRange(header: string | undefined, size: number): S3Error {
  return new S3Error(
    'InvalidRange',
    'The requested range is not satisfiable',
    { RangeRequested: header, ActualObjectSize: size },
    { headers: { 'content-range': `bytes */${size}` } },
  );
}
