import { invalidParameter } from '../errors.ts';

const forms: ReadonlyMap<string, RegExp> = new Map([
  ['MonthlySpendLimit', /^\d{1,9}$/],
  ['DeliveryStatusIAMRole', /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/],
  ['DeliveryStatusSuccessSamplingRate', /^(?:\d{1,2}|100)$/],
  ['DefaultSenderID', /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/],
  ['DefaultSMSType', /^(?:Promotional|Transactional)$/],
  ['UsageReportS3Bucket', /^[a-z0-9.-]{3,63}$/],
]);

/** An empty value takes an attribute away. */
export function changeSmsAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const form = forms.get(name);
    if (!form) throw invalidParameter(`${name} is not a valid attribute`);
    if (value === '') delete changed[name];
    else if (form.test(value)) changed[name] = value;
    else throw invalidParameter(`${name} is not a valid value`);
  }
  return changed;
}
