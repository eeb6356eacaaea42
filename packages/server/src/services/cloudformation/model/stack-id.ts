import { parseArn, partitionOf } from '../../../platform/arn.ts';
import type { Scope } from '../../../platform/service.ts';

export interface StackIdParts extends Scope {
  name: string;
  uuid: string;
}

/** `arn:aws:cloudformation:eu-central-1:123456789012:stack/orders/1b2c...` */
export function stackIdOf({ account, region, name, uuid }: StackIdParts): string {
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${name}/${uuid}`;
}

/** Undefined where the text is no stack id: a name. */
export function parseStackId(text: string): StackIdParts | undefined {
  const arn = parseArn(text);
  const [kind, name, uuid] = arn?.resource.split('/') ?? [];
  if (arn?.service !== 'cloudformation' || kind !== 'stack' || name === undefined || uuid === undefined)
    return undefined;
  return { account: arn.account, region: arn.region, name, uuid };
}
