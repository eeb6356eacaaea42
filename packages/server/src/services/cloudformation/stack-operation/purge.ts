import type { JobContext, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import { driftDetectionsTable, resourceDriftsTable } from '../store/drifts.ts';
import { stackEventsTable } from '../store/stack-events.ts';
import { stackOperationsTable } from '../store/stack-operations.ts';
import { stackResourcesTable } from '../store/stack-resources.ts';
import { signalsTable } from '../store/signals.ts';
import { stacksTable } from '../store/stacks.ts';
import { templatesTable } from '../store/templates.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
const keptMs = 90 * 24 * 3_600_000;
const rowsPerUnit = 500;

const tables = [stackEventsTable, stackResourcesTable, resourceDriftsTable, templatesTable, signalsTable];

export function schedulePurge(platform: Platform, unit: Unit, { account, region, stackId, deletedAt }: Stack): void {
  const runAt = (deletedAt ?? platform.clock.now()) + keptMs;
  platform.jobs.enqueue(unit, { type: 'cloudformation.purge', runAt, account, region, payload: { stackId } });
}

/** A deleted stack is forgotten, in units of bearable size. */
export const purgeStack = {
  async run({ stackId }: { stackId: string }, { platform }: JobContext): Promise<void> {
    const { storage } = platform;
    const stack = await storage.get(stacksTable, [stackId]);
    if (stack === undefined || !isDeleted(stack)) return;
    for (const table of tables) {
      for (let more = true; more;) {
        more = await storage.transact(async (unit) => {
          const rows = await unit.list(table as typeof stackEventsTable, { prefix: [stackId], limit: rowsPerUnit });
          for (const row of rows) unit.delete(table as typeof stackEventsTable, table.key(row as never));
          return rows.length === rowsPerUnit;
        });
      }
    }
    await storage.transact(async (unit) => {
      for (const row of await unit.list(stackOperationsTable, { index: 'stack', prefix: [stackId] })) {
        unit.delete(stackOperationsTable, [row.operationId]);
      }
      for (const row of await unit.list(driftDetectionsTable, { index: 'stack', prefix: [stackId] })) {
        unit.delete(driftDetectionsTable, [row.detectionId]);
      }
      unit.delete(stacksTable, [stackId]);
    });
  },
};
