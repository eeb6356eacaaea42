import { elements } from './api.ts';
import type { Api, S3Request } from './api.ts';
import { createBucket, findObject, listEtags, put, s3Xml, unquoted } from './buckets.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import { contentOf, md5Of } from './content.ts';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

interface Upload {
  key: string;
  /** MD5s by number. */
  parts: Record<string, string>;
}

interface State {
  /** MD5s of whole contents by key. */
  objects: Record<string, string>;
  /** By id. */
  uploads: Record<string, Upload>;
}

const keys = ['m0', 'm1', 'm2', 'm3'];
const mostUploads = 4;
/** All parts but the last have at least this size. */
const fullPart = 5 * 1024 ** 2;
/** Stands for the id of an upload whose creation was not answered. */
const unknownId = '?';

/** Uploads that come, get parts, and end as objects or not at all; those that a crash interrupts go on after it. */
export function multipartUploads(bucket: string): Workload {
  const partsSent = new Map<string, { name: string; size: number }>();
  const bytesOf = (md5: string): Buffer => {
    const part = partsSent.get(md5);
    if (part === undefined) throw new Error(`${md5} was never sent as a part`);
    return contentOf(part.name, part.size).bytes;
  };
  const newPart = (name: string, size: number): { bytes: Buffer; md5: string } => {
    const content = contentOf(name, size);
    partsSent.set(content.md5, { name, size });
    return content;
  };
  const choose = (state: State, random: Random, serial: number): Change<State> => {
    const ids = Object.keys(state.uploads);
    const key = random.pick(keys);
    if (random.chance(0.08)) return remove(bucket, key);
    if (random.chance(0.05)) return overwrite(bucket, key, newPart(`${bucket}/${serial}`, random.below(100_000)));
    if (ids.length === 0 || (ids.length < mostUploads && random.chance(0.3))) return create(bucket, key);
    const id = random.pick(ids);
    const upload = state.uploads[id] as Upload;
    const lastNumber = Object.keys(upload.parts).length;
    const lastSize = partsSent.get(upload.parts[lastNumber] ?? '')?.size ?? fullPart;
    if (lastNumber > 0 && random.chance(0.1)) return abort(bucket, id, upload);
    if (lastNumber > 0 && random.chance(lastSize < fullPart ? 0.7 : 0.2)) return complete(bucket, id, upload, bytesOf);
    const number = lastSize < fullPart ? lastNumber : lastNumber + 1;
    const size = random.chance(number === 1 ? 0.2 : 0.1) ? fullPart : 1 + random.below(300_000);
    return uploadPart(bucket, id, upload, number, newPart(`${bucket}/${serial}`, size));
  };
  return configurationWorkload<State>({
    name: `multipart ${bucket}`,
    initial: { objects: {}, uploads: {} },
    prepare: (api) => createBucket(api, bucket),
    choose,
    observe: (api) => observe(api, bucket),
    comparable: withUnknownIds,
    size: ({ objects, uploads }) =>
      Object.keys(objects).length +
      Object.values(uploads).reduce((sum, { parts }) => sum + 1 + Object.keys(parts).length, 0),
  });
}

function targetOf(bucket: string, id: string, { key }: Upload): string {
  return `/${bucket}/${key}?uploadId=${id}`;
}

function create(bucket: string, key: string): Change<State> {
  const request: S3Request = { method: 'POST', target: `/${bucket}/${key}?uploads` };
  return {
    what: `CreateMultipartUpload ${key}`,
    run: async (api) => elements(await s3Xml(api, request), 'UploadId')[0] ?? 'not answered',
    apply: ({ objects, uploads }, id = unknownId) => ({ objects, uploads: { ...uploads, [id]: { key, parts: {} } } }),
  };
}

function uploadPart(
  bucket: string,
  id: string,
  upload: Upload,
  number: number,
  { bytes, md5 }: { bytes: Buffer; md5: string },
): Change<State> {
  const request = put(`${targetOf(bucket, id, upload)}&partNumber=${number}`, bytes);
  return uploadChange(`UploadPart ${upload.key} ${number}`, request, ({ objects, uploads }) => {
    const parts = { ...upload.parts, [number]: md5 };
    return { objects, uploads: { ...uploads, [id]: { ...upload, parts } } };
  });
}

function complete(bucket: string, id: string, upload: Upload, bytesOf: (md5: string) => Buffer): Change<State> {
  const md5s = Object.values(upload.parts);
  const entries = md5s.map((md5, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${md5}"</ETag></Part>`);
  const body = `<CompleteMultipartUpload>${entries.join('')}</CompleteMultipartUpload>`;
  const request: S3Request = { method: 'POST', target: targetOf(bucket, id, upload), body };
  const md5 = md5Of(Buffer.concat(md5s.map(bytesOf)));
  return {
    what: `CompleteMultipartUpload ${upload.key} of ${md5s.length} parts`,
    async run(api) {
      const etag = unquoted(elements(await s3Xml(api, request), 'ETag')[0] ?? '');
      if (etag !== etagOf(md5s)) throw new Error(`the upload of ${md5s.join()} was answered ETag ${etag}`);
      return etag;
    },
    apply: ({ objects, uploads: { [id]: _, ...uploads } }) => ({ objects: { ...objects, [upload.key]: md5 }, uploads }),
  };
}

function etagOf(md5s: readonly string[]): string {
  return `${md5Of(Buffer.from(md5s.join(''), 'hex'))}-${md5s.length}`;
}

function abort(bucket: string, id: string, upload: Upload): Change<State> {
  const request: S3Request = { method: 'DELETE', target: targetOf(bucket, id, upload) };
  return uploadChange(
    `AbortMultipartUpload ${upload.key}`,
    request,
    ({ objects, uploads: { [id]: _, ...uploads } }) => ({
      objects,
      uploads,
    }),
  );
}

function remove(bucket: string, key: string): Change<State> {
  const request: S3Request = { method: 'DELETE', target: `/${bucket}/${key}` };
  return uploadChange(`DeleteObject ${key}`, request, ({ objects: { [key]: _, ...objects }, uploads }) => ({
    objects,
    uploads,
  }));
}

function overwrite(bucket: string, key: string, { bytes, md5 }: { bytes: Buffer; md5: string }): Change<State> {
  return uploadChange(`PutObject ${key}`, put(`/${bucket}/${key}`, bytes), ({ objects, uploads }) => ({
    objects: { ...objects, [key]: md5 },
    uploads,
  }));
}

function uploadChange(what: string, request: S3Request, apply: (state: State) => State): Change<State> {
  return { what, run: (api) => s3Xml(api, request), apply };
}

function withUnknownIds({ objects, uploads }: State, known: State): State {
  const comparable = Object.entries(uploads).map(([id, upload]) => [id in known.uploads ? id : unknownId, upload]);
  return { objects, uploads: Object.fromEntries(comparable) };
}

async function observe(api: Api, bucket: string): Promise<State> {
  const objects: State['objects'] = {};
  for (const [key, listed] of await listEtags(api, bucket)) {
    const found = await findObject(api, `/${bucket}/${key}`);
    if (found?.etag !== listed) throw new Error(`${key} is listed as ${listed}, but is ${found?.etag}`);
    objects[key] = found.md5;
  }
  const uploads: State['uploads'] = {};
  const xml = await s3Xml(api, { method: 'GET', target: `/${bucket}?uploads` });
  for (const text of elements(xml, 'Upload')) {
    const [key = '', id = ''] = ['Key', 'UploadId'].map((name) => elements(text, name)[0]);
    const parts = elements(await s3Xml(api, { method: 'GET', target: `/${bucket}/${key}?uploadId=${id}` }), 'Part');
    const ofUpload = parts.map((part) => [elements(part, 'PartNumber')[0], unquoted(elements(part, 'ETag')[0] ?? '')]);
    uploads[id] = { key, parts: Object.fromEntries(ofUpload) };
  }
  return { objects, uploads };
}
