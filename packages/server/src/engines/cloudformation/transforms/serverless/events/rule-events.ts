import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import type { Fields } from '../kernel/values.ts';
import { deadLetters } from './dead-letter.ts';
import { permission, type EventSource, type FunctionEvent, type FunctionTarget } from './event-source.ts';
import { ruleState, ruleTarget } from './rule.ts';

const PASSED_TO_TARGET = ['Input', 'InputPath', 'RetryPolicy', 'InputTransformer'];

function ruleResources(event: FunctionEvent, target: FunctionTarget, properties: Fields): GeneratedResource[] {
  const arn = getAtt(event.id, 'Arn');
  const letters = deadLetters(event.id, event.properties['DeadLetterConfig'], target.attributes, arn);
  const toFunction = ruleTarget(event.properties, {
    id: event.id,
    suffix: 'LambdaTarget',
    arn: target.arn,
    deadLetterArn: letters.arn,
    passed: PASSED_TO_TARGET,
  });
  const rule = {
    ...properties,
    State: ruleState(event.name, event.properties),
    Targets: [toFunction],
  };
  return [
    generated('AWS::Events::Rule', event.id, rule, { attributes: target.attributes }),
    ...letters.resources,
    permission(event, target, 'events.amazonaws.com', { sourceArn: arn }),
  ];
}

export const SCHEDULE: EventSource = {
  properties: propertyTable(`Schedule!:text RuleName:text Input:text Enabled:bool State:text Name:text Description:text
    DeadLetterConfig:map RetryPolicy:map`),
  transform: (event, target) => {
    const { Schedule, Name, Description } = event.properties;
    return ruleResources(event, target, { ScheduleExpression: Schedule, Name, Description });
  },
};

export const EVENT_PATTERN: EventSource = {
  properties: propertyTable(`EventBusName:text RuleName:text Pattern:map DeadLetterConfig:map RetryPolicy:map Input:text
    InputPath:text Target:map Enabled:bool State:text InputTransformer:map`),
  transform: (event, target) => {
    const { EventBusName, Pattern, RuleName } = event.properties;
    return ruleResources(event, target, { EventBusName, EventPattern: Pattern, Name: RuleName });
  },
};
