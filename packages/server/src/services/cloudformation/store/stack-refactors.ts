import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { StackRefactor } from '../model/stack-refactor.ts';

export const stackRefactorsTable = defineTable<StackRefactor>()({
  name: 'cloudformation.stack-refactors',
  key: ({ refactorId }) => [refactorId],
  indexes: { time: ({ account, region, createdAt, refactorId }) => [account, region, createdAt, refactorId] },
});

export function findRefactor(reader: Reader, refactorId: string): Promise<StackRefactor | undefined> {
  return reader.get(stackRefactorsTable, [refactorId]);
}

export function saveRefactor(unit: Unit, refactor: StackRefactor): void {
  unit.put(stackRefactorsTable, refactor);
}

/** The latest first. */
export function pageOfRefactors(
  reader: Reader,
  { account, region }: Scope,
  page: { limit: number; token: string | undefined; kind: string },
): Promise<Page<StackRefactor>> {
  const range = { index: 'time', prefix: [account, region], reverse: true } as const;
  return paginate({ reader, table: stackRefactorsTable, range, ...page, invalidToken: invalidNextToken });
}
