import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';

export interface StackExport extends Scope {
  name: string;
  value: string;
  stackId: string;
}

export interface StackImport extends Scope {
  /** Of the export. */
  name: string;
  stackId: string;
  stackName: string;
}

export const exportsTable = defineTable<StackExport>()({
  name: 'cloudformation.exports',
  key: ({ account, region, name }) => [account, region, name],
});

export const importsTable = defineTable<StackImport>()({
  name: 'cloudformation.imports',
  key: ({ account, region, name, stackId }) => [account, region, name, stackId],
});

export function findExport(reader: Reader, { account, region }: Scope, name: string): Promise<StackExport | undefined> {
  return reader.get(exportsTable, [account, region, name]);
}

/** Those that import an export, by the names of the stacks. */
export async function importersOf(reader: Reader, { account, region }: Scope, name: string): Promise<StackImport[]> {
  return reader.list(importsTable, { prefix: [account, region, name] });
}

export function saveExport(unit: Unit, row: StackExport): void {
  unit.put(exportsTable, row);
}

export function deleteExport(unit: Unit, { account, region }: Scope, name: string): void {
  unit.delete(exportsTable, [account, region, name]);
}

export function saveImport(unit: Unit, row: StackImport): void {
  unit.put(importsTable, row);
}

export function deleteImport(unit: Unit, { account, region }: Scope, name: string, stackId: string): void {
  unit.delete(importsTable, [account, region, name, stackId]);
}

interface PageOptions {
  limit: number;
  token: string | undefined;
}

export function pageOfExports(
  reader: Reader,
  { account, region }: Scope,
  { limit, token }: PageOptions,
): Promise<Page<StackExport>> {
  const range = { prefix: [account, region] };
  const kind = 'ListExports';
  return paginate({ reader, table: exportsTable, range, limit, kind, token, invalidToken: invalidNextToken });
}

export function pageOfImports(
  reader: Reader,
  { account, region }: Scope,
  { name, limit, token }: PageOptions & { name: string },
): Promise<Page<StackImport>> {
  const range = { prefix: [account, region, name] };
  const kind = 'ListImports';
  return paginate({ reader, table: importsTable, range, limit, kind, token, invalidToken: invalidNextToken });
}
