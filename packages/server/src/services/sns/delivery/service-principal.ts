import { parseArn } from '../../../platform/arn.ts';
import type { Calls, Platform, Scope } from '../../../platform/service.ts';

/** Calls in the name of SNS on behalf of a topic, so that resources can tell in their policies whom they let in. */
export function callsAsSns(platform: Platform, topicArn: string, { account, region }: Scope): Calls {
  const owner = parseArn(topicArn)?.account ?? account;
  const service = 'sns.amazonaws.com';
  return platform.callAs({
    principal: { kind: 'service', account: owner, arn: service, userId: service, service },
    account,
    region,
    conditions: { 'aws:SourceArn': topicArn, 'aws:SourceAccount': owner },
  });
}
