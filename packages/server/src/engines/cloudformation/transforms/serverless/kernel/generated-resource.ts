import { resourceError } from './errors.ts';
import { tagList, type Tag } from './tags.ts';
import { isAbsent, isGiven, isMap, withoutAbsent, type Fields } from './values.ts';

const PASSED_ON = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'];

export interface GeneratedResource {
  id: string;
  readonly type: string;
  readonly properties: Fields;
  readonly attributes: Fields;
  dependsOn?: unknown;
}

interface Placement {
  readonly attributes?: Fields;
  readonly dependsOn?: unknown;
}

export function requireLogicalId(id: string): string {
  if (!/^[A-Za-z0-9]+$/.test(id)) throw resourceError(id, 'Logical ids must be alphanumeric.');
  return id;
}

export function generated(type: string, id: string, properties: Fields, placement: Placement = {}): GeneratedResource {
  requireLogicalId(id);
  return { id, type, properties, attributes: { ...placement.attributes }, dependsOn: placement.dependsOn };
}

/** The attributes that a resource shares with everything generated from it. */
export function passedOn(attributes: Fields): Fields {
  return Object.fromEntries(PASSED_ON.filter((name) => name in attributes).map((name) => [name, attributes[name]]));
}

export function toTemplate(resource: GeneratedResource): Fields {
  return {
    Type: resource.type,
    ...(isGiven(resource.dependsOn) && { DependsOn: resource.dependsOn }),
    ...resource.attributes,
    Properties: withoutAbsent(resource.properties),
  };
}

const TAGGED_BY_LIST = new Set([
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::DomainNameAccessAssociation',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::UsagePlan',
  'AWS::IAM::Role',
  'AWS::IoT::TopicRule',
  'AWS::Lambda::CapacityProvider',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
]);

const TAGGED_BY_MAP = new Set(['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGatewayV2::Stage']);

/** `PropagateTags`: gives the resource's own tags to all that was generated from it, in place of what they have. */
export function propagateTags(resources: readonly GeneratedResource[], tags: unknown, wanted: unknown): void {
  if (!isGiven(wanted) || !isGiven(tags)) return;
  for (const resource of resources) {
    const isWebSocketApi = resource.type === 'AWS::ApiGatewayV2::Api' && resource.properties['ProtocolType'];
    if (TAGGED_BY_LIST.has(resource.type)) resource.properties['Tags'] = tagList(tags);
    else if (TAGGED_BY_MAP.has(resource.type) || isWebSocketApi) resource.properties['Tags'] = tags;
  }
}

export function combineTags(resources: readonly GeneratedResource[], tags: unknown, wanted: unknown): void {
  if (!isGiven(wanted) || !isMap(tags) || !isGiven(tags)) return;
  for (const { type, properties } of resources) {
    if (!TAGGED_BY_LIST.has(type)) continue;
    const own = isAbsent(properties['Tags']) ? [] : (properties['Tags'] as Tag[]);
    const byKey = new Map([...own, ...tagList(tags)].map((tag) => [tag.Key, tag.Value]));
    properties['Tags'] = [...byKey].map(([Key, Value]) => ({ Key, Value }));
  }
}
