import type { Readable } from 'node:stream';
import { S3Error } from '../errors.ts';
import type { FormFields } from '../model/post-policy.ts';

export interface UploadForm {
  /** Fields before the file, by their names in lower case; those after it are ignored, as by AWS. */
  fields: FormFields;
  fileName: string;
  /** Content-Type of the file's own part. */
  fileType: string | undefined;
  file: AsyncGenerator<Buffer, void>;
}

const mostFieldBytes = 20 * 1024;
const headersEnd = Buffer.from('\r\n\r\n');

/** Reads a form up to its file, whose content is left to be streamed. */
export async function readUploadForm(body: Readable, contentType: string): Promise<UploadForm> {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw malformedForm();
  const source = new ByteSource(body);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may lack the line end before it.
  source.unread('\r\n');
  await source.readUntil(delimiter, mostFieldBytes);
  const fields = new Map<string, string>();
  for (let room = mostFieldBytes; ;) {
    const after = await source.read(2);
    if (after === '--') throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
    if (after !== '\r\n') throw malformedForm();
    source.unread('\r\n');
    const header = (await source.readUntil(headersEnd, room)).toString();
    const name = parameterOf(header, 'name');
    if (name === undefined) throw malformedForm();
    if (name.toLowerCase() === 'file') {
      const fileType = /^content-type:[ \t]*(.*)$/im.exec(header)?.[1]?.trim();
      return {
        fields,
        fileName: baseName(parameterOf(header, 'filename') ?? ''),
        fileType,
        file: source.streamUntil(delimiter),
      };
    }
    const value = await source.readUntil(delimiter, room);
    room -= header.length + value.length;
    fields.set(name.toLowerCase(), value.toString());
  }
}

function parameterOf(header: string, name: string): string | undefined {
  const disposition = /^content-disposition:(.*)$/im.exec(header)?.[1] ?? '';
  const [, quoted, bare] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(disposition) ?? [];
  return quoted ?? bare;
}

/** Some browsers sent whole paths. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: Readable) {
    this.#chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  unread(text: string): void {
    this.#rest = Buffer.concat([Buffer.from(text), this.#rest]);
  }

  async read(length: number): Promise<string> {
    while (this.#rest.length < length) await this.#more();
    const text = this.#rest.toString('latin1', 0, length);
    this.#rest = this.#rest.subarray(length);
    return text;
  }

  /** What comes before the delimiter, which is consumed. */
  async readUntil(delimiter: Buffer, limit: number): Promise<Buffer> {
    let at = this.#rest.indexOf(delimiter);
    while (at < 0 && this.#rest.length <= limit + delimiter.length) {
      await this.#more();
      at = this.#rest.indexOf(delimiter);
    }
    if (at < 0 || at > limit) {
      const message = 'Your POST request fields preceding the upload file were too large.';
      throw new S3Error('MaxPostPreDataLengthExceededError', message);
    }
    const content = this.#rest.subarray(0, at);
    this.#rest = this.#rest.subarray(at + delimiter.length);
    return content;
  }

  async *streamUntil(delimiter: Buffer): AsyncGenerator<Buffer, void> {
    for (;;) {
      const at = this.#rest.indexOf(delimiter);
      // The end of what is here may be the beginning of the delimiter.
      const sure = at < 0 ? Math.max(0, this.#rest.length - delimiter.length + 1) : at;
      if (sure > 0) yield this.#rest.subarray(0, sure);
      this.#rest = this.#rest.subarray(sure);
      if (at >= 0) return;
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done) throw malformedForm();
    this.#rest = Buffer.concat([this.#rest, next.value]);
  }
}

function malformedForm(): S3Error {
  const message = 'The body of your POST request is not well-formed multipart/form-data.';
  return new S3Error('MalformedPOSTRequest', message);
}
