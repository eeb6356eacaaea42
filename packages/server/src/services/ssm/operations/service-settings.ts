import type { ServiceSetting } from '../../../../generated/types/ssm.ts';
import { arn } from '../../../platform/arn.ts';
import type { Scope } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { checkSettingValue, requireSetting } from '../model/settings.ts';
import type { SettingKind } from '../model/settings.ts';
import { settingsTable } from '../store/settings.ts';
import type { CustomSetting } from '../store/settings.ts';

export const serviceSettingOperations = {
  async GetServiceSetting({ SettingId }, { unit, account, region }) {
    const kind = requireSetting(SettingId);
    const custom = await unit.get(settingsTable, [account, region, kind.id]);
    return { ServiceSetting: describeSetting(kind, { account, region }, custom) };
  },

  async UpdateServiceSetting({ SettingId, SettingValue }, { unit, account, region, clock, principal }) {
    const kind = requireSetting(SettingId);
    checkSettingValue(kind, SettingValue);
    const change = { modifiedAt: clock.now(), modifiedBy: principal.arn };
    unit.put(settingsTable, { account, region, id: kind.id, value: SettingValue, ...change });
    return {};
  },

  async ResetServiceSetting({ SettingId }, { unit, account, region }) {
    const kind = requireSetting(SettingId);
    unit.delete(settingsTable, [account, region, kind.id]);
    return { ServiceSetting: describeSetting(kind, { account, region }, undefined) };
  },
} satisfies Partial<SsmHandlers>;

function describeSetting(
  { id, values }: SettingKind,
  { account, region }: Scope,
  custom?: CustomSetting,
): ServiceSetting {
  return {
    SettingId: id,
    SettingValue: custom?.value ?? values[0],
    LastModifiedDate: custom && new Date(custom.modifiedAt),
    LastModifiedUser: custom?.modifiedBy ?? 'System',
    ARN: arn({ service: 'ssm', region, account, resource: `servicesetting${id}` }),
    Status: custom ? 'Customized' : 'Default',
  };
}
