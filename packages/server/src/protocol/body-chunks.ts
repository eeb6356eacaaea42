import { AwsError } from '../platform/errors.ts';

/** Checks one signed chunk, or throws. */
export type ChunkVerifier = (signature: string, chunk: Buffer) => void;

export interface ChunkDecoderOptions {
  verifyChunk?: ChunkVerifier;
  /** Checks the signature over the trailers, given as their lines with `\n` ends, as they were signed. */
  verifyTrailer?: (signature: string, trailers: Buffer) => void;
}

/** Longest line of the framing: a chunk's header or one trailer. */
const MAX_LINE_BYTES = 8 * 1024;
const MAX_TRAILERS = 64;
/** A signed chunk is held until its signature is checked. SDKs send 64 KiB to a few MiB. */
const MAX_SIGNED_CHUNK_BYTES = 64 * 1024 * 1024;
const CHUNK_HEADER = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/;
const TRAILER = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/;

type State = 'header' | 'data' | 'dataEnd' | 'trailer' | 'done';

/** Takes an `aws-chunked` body apart, in pieces of any size. */
export class ChunkDecoder {
  readonly trailers: Record<string, string> = {};
  readonly #options: ChunkDecoderOptions;
  readonly #emit: (data: Buffer) => void;
  #state: State = 'header';
  #line: Buffer = Buffer.alloc(0);
  #remaining = 0;
  #signature: string | undefined;
  #signedParts: Buffer[] = [];
  #trailerLines = '';

  constructor(options: ChunkDecoderOptions, emit: (data: Buffer) => void) {
    this.#options = options;
    this.#emit = emit;
  }

  push(input: Buffer): void {
    let at = 0;
    while (at < input.length) {
      if (this.#state === 'data') at = this.#data(input, at);
      else {
        const end = input.indexOf(0x0a, at);
        const part = input.subarray(at, end < 0 ? input.length : end + 1);
        this.#line = this.#line.length === 0 ? part : Buffer.concat([this.#line, part]);
        if (this.#line.length > MAX_LINE_BYTES) throw incompleteBody();
        at += part.length;
        if (end >= 0) this.#takeLine();
      }
    }
  }

  /** To be called after the last byte: throws where the body broke off. */
  end(): void {
    // Some clients end the trailers with the body instead of an empty line.
    if (this.#state === 'trailer' && this.#line.length > 0) this.#takeLine();
    if (this.#state === 'trailer') this.#finish();
    if (this.#state !== 'done') throw incompleteBody();
  }

  #data(input: Buffer, at: number): number {
    const part = input.subarray(at, at + this.#remaining);
    this.#remaining -= part.length;
    if (this.#options.verifyChunk) this.#signedParts.push(part);
    else this.#emit(part);
    if (this.#remaining === 0) {
      this.#verifyChunk();
      this.#state = 'dataEnd';
    }
    return at + part.length;
  }

  #takeLine(): void {
    const text = this.#line.toString('latin1').replace(/\r?\n?$/, '');
    this.#line = Buffer.alloc(0);
    if (this.#state === 'header') this.#header(text);
    else if (this.#state === 'trailer') this.#trailer(text);
    else if (this.#state === 'dataEnd' && text === '') this.#state = 'header';
    else throw incompleteBody();
  }

  #header(text: string): void {
    const match = CHUNK_HEADER.exec(text);
    if (!match) throw incompleteBody();
    this.#remaining = Number.parseInt(match[1]!, 16);
    this.#signature = match[2];
    if (this.#options.verifyChunk && this.#remaining > MAX_SIGNED_CHUNK_BYTES) throw invalidChunkSize();
    if (this.#remaining > 0) this.#state = 'data';
    else {
      this.#verifyChunk();
      this.#state = 'trailer';
    }
  }

  #verifyChunk(): void {
    if (!this.#options.verifyChunk) return;
    const [only, ...others] = this.#signedParts;
    const chunk = only !== undefined && others.length === 0 ? only : Buffer.concat(this.#signedParts);
    this.#signedParts = [];
    this.#options.verifyChunk(this.#signature ?? '', chunk);
    if (chunk.length > 0) this.#emit(chunk);
  }

  #trailer(text: string): void {
    if (text === '') {
      this.#finish();
      return;
    }
    const match = TRAILER.exec(text);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || Object.keys(this.trailers).length >= MAX_TRAILERS) throw malformedTrailer();
    this.trailers[name] = match?.[2] ?? '';
    if (name !== 'x-amz-trailer-signature') this.#trailerLines += `${name}:${match?.[2] ?? ''}\n`;
  }

  #finish(): void {
    this.#state = 'done';
    if (this.#trailerLines !== '' && this.#options.verifyTrailer) {
      this.#options.verifyTrailer(this.trailers['x-amz-trailer-signature'] ?? '', Buffer.from(this.#trailerLines));
    }
  }
}

export function incompleteBody(message = 'The request body terminated unexpectedly'): AwsError {
  return new AwsError('IncompleteBody', message, { status: 400 });
}

export function malformedTrailer(): AwsError {
  return new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    { status: 400 },
  );
}

function invalidChunkSize(): AwsError {
  return new AwsError('InvalidRequest', `A signed chunk may have at most ${MAX_SIGNED_CHUNK_BYTES} bytes`, {
    status: 400,
  });
}
