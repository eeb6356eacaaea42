import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** A request to the provider of a custom resource that is not settled yet. */
export interface CustomRequest {
  stackId: string;
  logicalId: string;
  step: 'create' | 'update' | 'delete';
  /** Of the resource before the answer. */
  physicalId: string;
  requestId: string;
  /** In the URL to which the answer is put. */
  token: string;
  deadline: number;
  response?: CustomResponse | undefined;
}

export type CustomResponse =
  | { status: 'SUCCESS'; physicalId: string; data: Readonly<Record<string, unknown>>; noEcho: boolean }
  | { status: 'FAILED'; reason: string; physicalId?: string | undefined };

export type CustomRequestKey = Pick<CustomRequest, 'stackId' | 'logicalId' | 'step' | 'physicalId'>;

export const customRequestsTable = defineTable<CustomRequest>()({
  name: 'cloudformation.custom-requests',
  key: ({ stackId, logicalId, step, physicalId }) => [stackId, logicalId, step, physicalId],
  indexes: { token: ({ token }) => [token] },
});

export function findCustomRequest(
  reader: Reader,
  { stackId, logicalId, step, physicalId }: CustomRequestKey,
): Promise<CustomRequest | undefined> {
  return reader.get(customRequestsTable, [stackId, logicalId, step, physicalId]);
}

export async function findCustomRequestByToken(reader: Reader, token: string): Promise<CustomRequest | undefined> {
  const [found] = await reader.list(customRequestsTable, { index: 'token', prefix: [token], limit: 1 });
  // Read by its key too, so that a unit remembers the version that it goes by.
  return found && findCustomRequest(reader, found);
}

export function saveCustomRequest(unit: Unit, request: CustomRequest): void {
  unit.put(customRequestsTable, request);
}

export function deleteCustomRequest(unit: Unit, { stackId, logicalId, step, physicalId }: CustomRequestKey): void {
  unit.delete(customRequestsTable, [stackId, logicalId, step, physicalId]);
}

/** Those of a resource that is gone. */
export async function forgetCustomRequests(
  unit: Unit,
  { stackId, logicalId, physicalId }: CustomRequestKey,
): Promise<void> {
  for (const request of await unit.list(customRequestsTable, { prefix: [stackId, logicalId] })) {
    if (request.physicalId === physicalId) deleteCustomRequest(unit, request);
  }
}
