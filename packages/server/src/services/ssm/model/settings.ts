import { parseArn } from '../../../platform/arn.ts';
import { SsmError, validation } from '../errors.ts';

export const defaultTierSetting = '/ssm/parameter-store/default-parameter-tier';

/** Allowed values by setting, the first being what AWS provisions. */
const settings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  [defaultTierSetting]: ['Standard', 'Advanced', 'Intelligent-Tiering'],
  // Only recorded: nothing here limits how often Parameter Store is called.
  '/ssm/parameter-store/high-throughput-enabled': ['false', 'true'],
};

export interface SettingKind {
  id: string;
  values: readonly [string, ...string[]];
}

/** A setting by its id or ARN. */
export function requireSetting(text: string): SettingKind {
  const arn = parseArn(text);
  const id = arn?.resource.startsWith('servicesetting/') ? arn.resource.slice('servicesetting'.length) : text;
  const values = Object.hasOwn(settings, id) ? settings[id] : undefined;
  if (values) return { id, values };
  const message = `The specified service setting wasn't found. Either the service name or the setting hasn't been provisioned by the AWS service team: ${text}`;
  throw new SsmError('ServiceSettingNotFound', message);
}

export function checkSettingValue({ id, values }: SettingKind, value: string): void {
  if (values.includes(value)) return;
  throw validation(
    `The value ${value} is not valid for the service setting ${id}. Valid values: [${values.join(', ')}].`,
  );
}
