import { eventError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { isAbsent, isGiven, type Fields } from '../kernel/values.ts';
import { assumableBy, invokeFunctionPolicy, sendMessagePolicy, startExecutionPolicy } from '../policies/statements.ts';
import { deadLetters } from './dead-letter.ts';
import type { EventSource } from './event-source.ts';

export const SCHEDULER_PROPERTIES = propertyTable(`PermissionsBoundary:text ScheduleExpression!:text
  FlexibleTimeWindow:map Name:text State:text Description:text StartDate:text EndDate:text
  ScheduleExpressionTimezone:text GroupName:text KmsKeyArn:text Input:text RoleArn:text DeadLetterConfig:map
  RetryPolicy:map OmitName=:bool`);

interface ScheduleTarget {
  readonly kind: 'function' | 'state machine';
  readonly arn: unknown;
  readonly attributes: Fields;
}

function scheduleName(id: string, { OmitName, Name }: Fields): unknown {
  if (!isGiven(OmitName)) return isGiven(Name) ? Name : id;
  if (isGiven(Name)) throw eventError(id, 'Name cannot be set when OmitName is True');
  return undefined;
}

/** An EventBridge Scheduler schedule with the role that it calls its target with. */
export function scheduleResources(id: string, properties: Fields, target: ScheduleTarget): GeneratedResource[] {
  const { ScheduleExpression, State, Description, StartDate, EndDate, FlexibleTimeWindow } = properties;
  const { ScheduleExpressionTimezone, GroupName, KmsKeyArn, Input, RetryPolicy, DeadLetterConfig } = properties;
  const name = scheduleName(id, properties);
  const letters = deadLetters(id, DeadLetterConfig, target.attributes);
  const role = isGiven(properties['RoleArn']) ? undefined : scheduleRole(id, properties, target, letters.arn);
  const schedule = {
    ScheduleExpression,
    State: isGiven(State) ? State : undefined,
    Name: name,
    Description,
    FlexibleTimeWindow: isGiven(FlexibleTimeWindow) ? FlexibleTimeWindow : { Mode: 'OFF' },
    StartDate,
    EndDate,
    ScheduleExpressionTimezone,
    GroupName,
    KmsKeyArn,
    Target: {
      Arn: target.arn,
      RoleArn: role ? getAtt(role.id, 'Arn') : properties['RoleArn'],
      ...(!isAbsent(Input) && { Input }),
      ...(!isAbsent(DeadLetterConfig) && { DeadLetterConfig: { Arn: letters.arn } }),
      ...(!isAbsent(RetryPolicy) && { RetryPolicy }),
    },
  };
  return [
    generated('AWS::Scheduler::Schedule', id, schedule, { attributes: target.attributes }),
    ...letters.resources,
    ...(role ? [role] : []),
  ];
}

function scheduleRole(
  id: string,
  { PermissionsBoundary }: Fields,
  target: ScheduleTarget,
  deadLetterArn: unknown,
): GeneratedResource {
  const call = target.kind === 'function' ? invokeFunctionPolicy : startExecutionPolicy;
  const properties = {
    AssumeRolePolicyDocument: assumableBy('scheduler.amazonaws.com'),
    Policies: [call(id, target.arn), ...(isGiven(deadLetterArn) ? [sendMessagePolicy(id, deadLetterArn)] : [])],
    PermissionsBoundary: isGiven(PermissionsBoundary) ? PermissionsBoundary : undefined,
  };
  return generated('AWS::IAM::Role', `${id}Role`, properties, { attributes: target.attributes });
}

export const SCHEDULE_V2: EventSource = {
  properties: SCHEDULER_PROPERTIES,
  transform: ({ id, properties }, { arn, attributes }) =>
    scheduleResources(id, properties, { kind: 'function', arn, attributes }),
};
