import { invalidInput } from '../errors.ts';

export interface RoleArn {
  arn: string;
  account: string;
  name: string;
}

export function parseRoleArn(arn: string): RoleArn {
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\u0021-\u007e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match?.[1] || !match[2]) throw invalidInput(`${arn} is invalid`);
  return { arn, account: match[1], name: match[2] };
}
