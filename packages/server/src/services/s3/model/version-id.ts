import type { Ids } from '../../../platform/ids.ts';

const orderDigits = 11;

/** 32 characters, as AWS's have, the first of which tell where the version stands among those of its key. */
export function newVersionId(ids: Ids, order: number): string {
  return order.toString(36).padStart(orderDigits, '0') + ids.alphanumeric(32 - orderDigits);
}

/** Has the form of a version id, whether one of Madang's or of AWS's. */
export function isVersionId(text: string): boolean {
  return text === 'null' || /^[\w.]{32}$/.test(text);
}

/** Undefined where it cannot be a version id. */
export function orderOfVersionId(versionId: string): number | undefined {
  return /^[0-9a-z]{11}[0-9A-Za-z]{21}$/.test(versionId)
    ? Number.parseInt(versionId.slice(0, orderDigits), 36)
    : undefined;
}

/** Later than `previous`, however many versions are written in one millisecond. */
export function nextOrder(now: number, previous: number | undefined): number {
  return Math.max(now * 1000, (previous ?? 0) + 1);
}
