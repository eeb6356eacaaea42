import { sourceResources } from '../kernel/context.ts';
import { ofResource, requireList, requireMap } from '../kernel/checks.ts';
import { eventError, resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { conditional, ref } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { asList, includesEqual, isAbsent, isMap, isText, type Fields } from '../kernel/values.ts';
import { permission, type EventSource, type FunctionEvent, type FunctionTarget } from './event-source.ts';

const KEPT_ATTRIBUTES = ['DeletionPolicy', 'UpdatePolicy', 'Condition', 'UpdateReplacePolicy', 'Metadata'];

/** A resource of the template that an event wrote into, as it goes into the output. */
export function changedResource(id: string, resource: Fields): GeneratedResource {
  const attributes = Object.fromEntries(
    KEPT_ATTRIBUTES.filter((name) => name in resource).map((name) => [name, resource[name]]),
  );
  const properties = (resource['Properties'] ?? {}) as Fields;
  return generated(String(resource['Type']), id, properties, { attributes, dependsOn: resource['DependsOn'] });
}

/** The bucket must not announce events before it may call the function. */
function dependOnPermission(event: FunctionEvent, bucket: Fields, permissionId: string): void {
  const current = 'DependsOn' in bucket ? bucket['DependsOn'] : [];
  const dependsOn = isText(current) ? [current] : current;
  if (!Array.isArray(dependsOn) || !dependsOn.every(isText)) {
    throw resourceError(event.id, "Invalid type for field 'DependsOn'. Expected a string or list of strings.");
  }
  bucket['DependsOn'] = [...new Set([...dependsOn, permissionId])];
}

/** A permission that may not exist cannot be depended on, so a tag refers to it under its condition. */
function dependConditionally(bucketId: string, bucket: Fields, permissionId: string, condition: unknown): void {
  const properties = (bucket['Properties'] ??= {}) as Fields;
  const tags = requireList(properties['Tags'] ?? [], ofResource(bucketId), 'Tags');
  const value = conditional(condition, ref(permissionId), 'no dependency');
  properties['Tags'] = [...tags, { Key: `sam:ConditionalDependsOn:${permissionId}`, Value: value }];
}

function addNotifications(event: FunctionEvent, bucket: Fields, bucketId: string, target: FunctionTarget): void {
  const { Events, Filter } = event.properties;
  const subject = ofResource(bucketId);
  const properties = requireMap(bucket['Properties'] ?? {}, subject, '', 'Properties should be a map.');
  bucket['Properties'] = properties;
  const settings = requireMap(properties['NotificationConfiguration'] ?? {}, subject, 'NotificationConfiguration');
  properties['NotificationConfiguration'] = settings;
  const notifications = settings['LambdaConfigurations'] ?? [];
  if (!Array.isArray(notifications)) {
    throw resourceError(bucketId, 'Invalid type for LambdaConfigurations. Must be a list.');
  }
  settings['LambdaConfigurations'] = notifications;
  const { Condition } = target.resource.attributes;
  for (const name of asList(Events)) {
    const notification = { Function: target.arn, ...(!isAbsent(Filter) && { Filter }), Event: name };
    const entry = isAbsent(Condition) ? notification : conditional(Condition, notification);
    if (!includesEqual(notifications, entry)) notifications.push(entry);
  }
}

export const S3: EventSource = {
  properties: propertyTable('Bucket!:text Events!=:text|texts Filter:mapOfTexts'),
  link: (event, context) => {
    const bucket = event.properties['Bucket'];
    if (isMap(bucket) && 'Ref' in bucket) {
      const id = bucket['Ref'];
      if (!isText(id)) throw eventError(event.name, "'Ref' value in S3 events is not a valid string.");
      const resource = sourceResources(context)[id];
      if (resource) return { id, bucket: resource };
    }
    throw eventError(event.name, 'S3 events must reference an S3 bucket in the same template.');
  },
  transform: (event, target) => {
    const { id, bucket } = event.linked as { id: string; bucket: Fields };
    const allowed = permission(event, target, 's3.amazonaws.com', { sourceAccount: ref('AWS::AccountId') });
    const condition = allowed.attributes['Condition'];
    if (isAbsent(condition)) dependOnPermission(event, bucket, allowed.id);
    else dependConditionally(id, bucket, allowed.id, condition);
    addNotifications(event, bucket, id, target);
    return [allowed, changedResource(id, bucket)];
  },
};
