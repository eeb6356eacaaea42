import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { ResourceRequest } from '../model/resource-request.ts';

export const requestsTable = defineTable<ResourceRequest>()({
  name: 'cloudcontrol.requests',
  key: ({ requestToken }) => [requestToken],
  indexes: {
    time: ({ account, region, requestedAt, requestToken }) => [account, region, requestedAt, requestToken],
  },
});

export function findRequest(reader: Reader, requestToken: string): Promise<ResourceRequest | undefined> {
  return reader.get(requestsTable, [requestToken]);
}

export function saveRequest(unit: Unit, request: ResourceRequest): void {
  unit.put(requestsTable, request);
}

export function deleteRequest(unit: Unit, requestToken: string): void {
  unit.delete(requestsTable, [requestToken]);
}

/** The latest first. */
export function pageOfRequests(
  reader: Reader,
  { account, region }: Scope,
  { limit, token, kind }: { limit: number; token: string | undefined; kind: string },
): Promise<Page<ResourceRequest>> {
  const range = { index: 'time', prefix: [account, region], reverse: true } as const;
  return paginate({ reader, table: requestsTable, range, limit, kind, token, invalidToken: invalidNextToken });
}
