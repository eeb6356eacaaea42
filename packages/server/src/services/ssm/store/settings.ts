import type { Scope } from '../../../platform/service.ts';
import { defineTable } from '../../../platform/storage/table.ts';

export interface CustomSetting extends Scope {
  id: string;
  value: string;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  modifiedBy: string;
}

/** Settings that differ from what AWS provisions. */
export const settingsTable = defineTable<CustomSetting>()({
  name: 'ssm.settings',
  key: ({ account, region, id }) => [account, region, id],
});
