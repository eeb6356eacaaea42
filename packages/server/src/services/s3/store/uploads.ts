import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { noSuchUpload } from '../errors.ts';
import type { Part, Upload } from '../model/upload.ts';

export const uploadsTable = defineTable<Upload>()({
  name: 's3.uploads',
  key: uploadKey,
  indexes: {
    /** In the order of ListMultipartUploads: by key, then by age. */
    initiated: ({ bucket, key, initiatedAt, id }) => [bucket, key, initiatedAt, id],
  },
});

export const partsTable = defineTable<Part>()({
  name: 's3.parts',
  key: ({ upload, partNumber }) => [upload, partNumber],
});

function uploadKey({ bucket, id }: Pick<Upload, 'bucket' | 'id'>): Key {
  return [bucket, id];
}

export function findUpload(reader: Reader, bucket: string, id: string): Promise<Upload | undefined> {
  return reader.get(uploadsTable, [bucket, id]);
}

export async function requireUpload(reader: Reader, bucket: string, key: string, id: string): Promise<Upload> {
  const upload = await findUpload(reader, bucket, id);
  if (upload === undefined || upload.key !== key) throw noSuchUpload(id);
  return upload;
}

export function saveUpload(unit: Unit, upload: Upload): void {
  unit.put(uploadsTable, upload);
}

export function removeUpload(unit: Unit, upload: Upload): void {
  unit.delete(uploadsTable, uploadKey(upload));
}

export function findPart(reader: Reader, upload: string, partNumber: number): Promise<Part | undefined> {
  return reader.get(partsTable, [upload, partNumber]);
}

export function savePart(unit: Unit, part: Part): void {
  unit.put(partsTable, part);
}

export function removePart(unit: Unit, { upload, partNumber }: Part): void {
  unit.delete(partsTable, [upload, partNumber]);
}

export function listPartsAfter(reader: Reader, upload: string, partNumber: number, limit?: number): Promise<Part[]> {
  const most = limit === undefined ? {} : { limit };
  return reader.list(partsTable, { prefix: [upload], after: [upload, partNumber], ...most });
}

/** Of a bucket, by key and age. */
export function listUploadsFrom(
  reader: Reader,
  bucket: string,
  range: { startsWith?: string; from?: Key; after?: Key; limit: number },
): Promise<Upload[]> {
  return reader.list(uploadsTable, { index: 'initiated', prefix: [bucket], ...range });
}
