import type { Platform } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import type { Parameter } from './model/parameter.ts';
import { parameterArn } from './model/parameter-name.ts';
import type { ParameterPolicy } from './model/parameter-policies.ts';

/** Details as EventBridge delivers them: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
export interface ParameterStoreChange {
  operation: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion';
  name: string;
  type: string;
  description?: string;
}

export interface ParameterStorePolicyAction {
  'policy-type': string;
  'policy-content': string;
  'parameter-name': string;
  'parameter-type': string;
  'action-status': 'Success';
  'action-reason': string;
}

export function publishChange(
  platform: Platform,
  unit: Unit,
  parameter: Parameter,
  operation: ParameterStoreChange['operation'],
): void {
  const { name, type, description } = parameter;
  const detail: ParameterStoreChange = { operation, name, type, ...(description !== undefined && { description }) };
  publish(platform, unit, parameter, 'ssm.ParameterStoreChange', detail);
}

export function publishPolicyAction(
  platform: Platform,
  unit: Unit,
  parameter: Parameter,
  policy: ParameterPolicy,
  reason: string,
): void {
  const detail: ParameterStorePolicyAction = {
    'policy-type': policy.type,
    'policy-content': policy.text,
    'parameter-name': parameter.name,
    'parameter-type': parameter.type,
    'action-status': 'Success',
    'action-reason': reason,
  };
  publish(platform, unit, parameter, 'ssm.ParameterStorePolicyAction', detail);
}

function publish(platform: Platform, unit: Unit, parameter: Parameter, type: string, detail: object): void {
  const { account, region } = parameter;
  const time = platform.clock.now();
  platform.events.publish(unit, { type, account, region, time, resources: [parameterArn(parameter)], detail });
}
