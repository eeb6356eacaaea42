import { arnText } from '../kernel/arns.ts';
import { sourceResources } from '../kernel/context.ts';
import { ofResource, requireMap } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { generated } from '../kernel/generated-resource.ts';
import { getAtt, ref, sub } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { shown } from '../kernel/python-text.ts';
import { asList, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { changedResource } from './bucket-events.ts';
import { permission, type EventSource } from './event-source.ts';

export const ALEXA_SKILL: EventSource = {
  properties: propertyTable('SkillId:text'),
  transform: (event, target) => [
    permission(event, target, 'alexa-appkit.amazon.com', { eventSourceToken: event.properties['SkillId'] }),
  ],
};

export const IOT_RULE: EventSource = {
  properties: propertyTable('Sql!:text AwsIotSqlVersion:text'),
  transform: (event, target, { partition }) => {
    const { Sql, AwsIotSqlVersion } = event.properties;
    const sourceArn = sub(arnText(partition, 'iot', 'rule/${RuleName}'), { RuleName: ref(event.id) });
    const payload = {
      Sql,
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: target.arn } }],
      ...(isGiven(AwsIotSqlVersion) && { AwsIotSqlVersion }),
    };
    const properties = { TopicRulePayload: payload };
    return [
      permission(event, target, 'iot.amazonaws.com', { sourceArn, sourceAccount: sub('${AWS::AccountId}') }),
      generated('AWS::IoT::TopicRule', event.id, properties, { attributes: target.attributes }),
    ];
  },
};

export const CLOUDWATCH_LOGS: EventSource = {
  properties: propertyTable('LogGroupName!:text FilterPattern!:text'),
  transform: (event, target, { partition }) => {
    const { LogGroupName, FilterPattern } = event.properties;
    const arn = arnText(partition, 'logs', 'log-group:${__LogGroupName__}:*');
    const sourceArn = sub(arn, { __LogGroupName__: LogGroupName });
    const allowed = permission(event, target, 'logs.amazonaws.com', { sourceArn });
    const properties = { LogGroupName, FilterPattern, DestinationArn: target.arn };
    const placement = { attributes: target.attributes, dependsOn: [allowed.id] };
    return [allowed, generated('AWS::Logs::SubscriptionFilter', event.id, properties, placement)];
  },
};

export const COGNITO: EventSource = {
  properties: propertyTable('UserPool!:text Trigger!=:text|texts'),
  link: (event, context) => {
    const pool = event.properties['UserPool'];
    if (isMap(pool) && 'Ref' in pool) {
      const id = pool['Ref'];
      if (!isText(id)) throw eventError(event.id, 'Ref in Userpool is not a string.');
      const resource = sourceResources(context)[id];
      if (resource) return { id, pool: resource };
    }
    throw eventError(event.name, 'Cognito events must reference a Cognito UserPool in the same template.');
  },
  transform: (event, target) => {
    const { id, pool } = event.linked as { id: string; pool: Fields };
    const { Trigger } = event.properties;
    const properties = (pool['Properties'] ??= {}) as Fields;
    const config = requireMap(properties['LambdaConfig'] ?? {}, ofResource(id), 'LambdaConfig');
    properties['LambdaConfig'] = config;
    for (const trigger of asList(Trigger) as string[]) {
      if (trigger in config) {
        throw eventError(event.name, `Cognito trigger "${shown(Trigger)}" defined multiple times.`);
      }
      config[trigger] = target.arn;
    }
    const options = { sourceArn: getAtt(id, 'Arn'), prefix: `${target.resource.id}Cognito` };
    return [permission(event, target, 'cognito-idp.amazonaws.com', options), changedResource(id, pool)];
  },
};
