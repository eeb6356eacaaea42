import type { PseudoParameters } from '../../../engines/cloudformation/template/pseudo-parameters.ts';
import { partitionOf } from '../../../platform/arn.ts';
import type { Scope } from '../../../platform/service.ts';

export interface StackIdentity {
  id: string;
  name: string;
  notificationArns?: readonly string[] | undefined;
}

export function pseudoParameters(
  { account, region }: Scope,
  { id, name, notificationArns = [] }: StackIdentity,
): PseudoParameters {
  return {
    'AWS::AccountId': account,
    'AWS::NotificationARNs': [...notificationArns],
    'AWS::Partition': partitionOf(region),
    'AWS::Region': region,
    'AWS::StackId': id,
    'AWS::StackName': name,
    'AWS::URLSuffix': region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
}
