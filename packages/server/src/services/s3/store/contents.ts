import type { Platform } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { largestInObject } from '../model/content.ts';
import type { Content, Segment } from '../model/content.ts';
import { bytesOf, storedBytes } from '../model/stored-bytes.ts';
import type { StoredBytes } from '../model/stored-bytes.ts';

/** Bytes of small objects, and the lists of blobs of objects that have several. */
export const contentsTable = defineTable<ContentRow>()({ name: 's3.contents', key: ({ id }) => [id] });

type ContentRow = { id: string } & (StoredBytes | { segments: Segment[] });

/** Who uses which blob. */
export const blobHoldersTable = defineTable<BlobHolder>()({
  name: 's3.blob-holders',
  key: ({ blob, holder }) => [blob, holder],
});

interface BlobHolder {
  blob: string;
  holder: string;
}

/** Ids that rise with time: rows that are inserted in order cost half as much. */
function newContentId({ clock, ids }: Platform): string {
  return clock.now().toString(36) + ids.lowerAlphanumeric(10);
}

/** Small content goes along in the object's row, the rest into one of its own. */
export function keepBytes(unit: Unit, platform: Platform, bytes: Buffer): Content {
  const stored = storedBytes(bytes);
  return bytes.length <= largestInObject ? { in: 'object', ...stored } : keepRow(unit, platform, stored);
}

function keepRow(unit: Unit, platform: Platform, stored: StoredBytes): Content {
  const id = newContentId(platform);
  unit.put(contentsTable, { id, ...stored });
  return { in: 'row', id };
}

export function keepBlob(unit: Unit, platform: Platform, blob: string): Content {
  const holder = newContentId(platform);
  unit.put(blobHoldersTable, { blob, holder });
  return { in: 'blob', blob, holder };
}

export function holdBlob(unit: Unit, blob: string, holder: string): void {
  unit.put(blobHoldersTable, { blob, holder });
}

/** The holder has the blobs already: an upload's parts become those of its object. */
export function keepSegments(unit: Unit, id: string, segments: Segment[]): Content {
  unit.put(contentsTable, { id, segments });
  return { in: 'segments', id };
}

export async function requireBytes(reader: Reader, id: string): Promise<Buffer> {
  return bytesOf(await requireRow(reader, id));
}

async function requireRow(reader: Reader, id: string): Promise<StoredBytes> {
  const row = await reader.get(contentsTable, [id]);
  if (row === undefined || 'segments' in row) throw new ContentGoneError(id);
  return row;
}

export async function requireSegments(reader: Reader, id: string): Promise<Segment[]> {
  const row = await reader.get(contentsTable, [id]);
  if (row === undefined || !('segments' in row)) throw new ContentGoneError(id);
  return row.segments;
}

/** An object was replaced between the reading of its row and that of its content. */
export class ContentGoneError extends Error {
  override readonly name = 'ContentGoneError';

  constructor(id: string) {
    super(`There is no content ${id}`);
  }
}

/** Of what may be tried again: undefined where the object was replaced in between. */
export function unlessGone(error: unknown): undefined {
  if (!(error instanceof ContentGoneError)) throw error;
}

/** The same content for another object; its blobs are shared. */
export async function shareContent(unit: Unit, platform: Platform, content: Content): Promise<Content> {
  if (content.in === 'object') return content;
  if (content.in === 'row') return keepBytes(unit, platform, await requireBytes(unit, content.id));
  if (content.in === 'blob') return keepBlob(unit, platform, content.blob);
  const segments = await requireSegments(unit, content.id);
  const id = newContentId(platform);
  for (const { blob } of segments) holdBlob(unit, blob, id);
  return keepSegments(unit, id, segments);
}

/** Gives up what an object held; the answer names the blobs that may have no holder any more. */
export async function releaseContent(unit: Unit, content: Content | undefined): Promise<string[]> {
  if (content === undefined || content.in === 'object') return [];
  if (content.in === 'blob') {
    unit.delete(blobHoldersTable, [content.blob, content.holder]);
    return [content.blob];
  }
  const blobs = content.in === 'row' ? [] : (await requireSegments(unit, content.id)).map(({ blob }) => blob);
  for (const blob of blobs) unit.delete(blobHoldersTable, [blob, content.id]);
  unit.delete(contentsTable, [content.id]);
  return blobs;
}

export function releaseBlob(unit: Unit, blob: string, holder: string): void {
  unit.delete(blobHoldersTable, [blob, holder]);
}

export async function isHeld(reader: Reader, blob: string): Promise<boolean> {
  return (await reader.list(blobHoldersTable, { prefix: [blob], limit: 1 })).length > 0;
}

export async function heldBlobs(reader: Reader, blobs: readonly string[]): Promise<string[]> {
  const held: string[] = [];
  for (const blob of blobs) if (await isHeld(reader, blob)) held.push(blob);
  return held;
}
