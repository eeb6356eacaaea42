import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { S3Error, noSuchBucket } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';

export const bucketsTable = defineTable<Bucket>()({
  name: 's3.buckets',
  key: ({ name }) => [name],
  indexes: { account: ({ account, name }) => [account, name] },
  frozen: true,
});

/** After this time a deletion that did not end, since the server did, is taken for never begun. */
const closingMs = 10_000;

export function findBucket(reader: Reader, name: string): Promise<Bucket | undefined> {
  return reader.get(bucketsTable, [name]);
}

export async function requireBucket(reader: Reader, name: string): Promise<Bucket> {
  const bucket = await findBucket(reader, name);
  if (bucket === undefined) throw noSuchBucket(name);
  return bucket;
}

/** For all that adds to a bucket's content. In a unit, the write is refused if the bucket is deleted meanwhile. */
export async function requireOpenBucket(reader: Reader, name: string, now: number): Promise<Bucket> {
  const bucket = await requireBucket(reader, name);
  if (bucket.closingAt !== undefined && now < bucket.closingAt + closingMs) {
    const message =
      'A conflicting conditional operation is currently in progress against this resource. Please try again.';
    throw new S3Error('OperationAborted', message);
  }
  return bucket;
}

export function saveBucket(unit: Unit, bucket: Bucket): void {
  unit.put(bucketsTable, bucket);
}

export function removeBucket(unit: Unit, { name }: Bucket): void {
  unit.delete(bucketsTable, [name]);
}

export function listBucketsAfter(
  reader: Reader,
  account: string,
  { startsWith, after, limit }: { startsWith: string; after: string | undefined; limit: number },
): Promise<Bucket[]> {
  const position = after === undefined ? {} : { after: [account, after] };
  return reader.list(bucketsTable, { index: 'account', prefix: [account], startsWith, limit, ...position });
}
