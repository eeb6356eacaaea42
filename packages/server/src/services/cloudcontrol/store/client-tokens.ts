import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** What a client token was used for. */
export interface ClientToken extends Scope {
  clientToken: string;
  requestToken: string;
  /** Of all that the request says. */
  fingerprint: string;
  usedAt: number;
}

export const clientTokensTable = defineTable<ClientToken>()({
  name: 'cloudcontrol.client-tokens',
  key: ({ account, region, clientToken }) => [account, region, clientToken],
});

export function findClientToken(reader: Reader, scope: Scope, clientToken: string): Promise<ClientToken | undefined> {
  return reader.get(clientTokensTable, [scope.account, scope.region, clientToken]);
}

export function saveClientToken(unit: Unit, token: ClientToken): void {
  unit.put(clientTokensTable, token);
}

export function deleteClientToken(unit: Unit, { account, region }: Scope, clientToken: string): void {
  unit.delete(clientTokensTable, [account, region, clientToken]);
}
