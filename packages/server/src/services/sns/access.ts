import type { SnsOperations } from '../../../generated/types/sns.ts';
import { arn } from '../../platform/arn.ts';
import type { AccessRule, AccessRules, RequestContext } from '../../platform/service.ts';
import { policyOf } from './model/topic-attributes.ts';
import { findTopicReference, topicArn } from './model/topic.ts';
import { findTopic } from './store/topics.ts';

/** Operations on one topic: its own policy and tags take part in the decision. */
function onTopic<Input>(arnOf: (input: Input) => string | undefined, rule: AccessRule<Input> = {}): AccessRule<Input> {
  const find = (input: Input, { reader }: RequestContext) => {
    const reference = findTopicReference(arnOf(input) ?? '');
    return reference && findTopic(reader, reference);
  };
  return {
    resources(input, context) {
      return [arnOf(input) ?? anything(context)];
    },
    async resourcePolicy(input, context) {
      const topic = await find(input, context);
      return topic && { document: policyOf(topic), account: topic.account };
    },
    async conditions(input, context) {
      const topic = await find(input, context);
      return tagConditions('aws:ResourceTag', topic?.tags);
    },
    ...rule,
  };
}

const byTopic = onTopic<{ TopicArn: string }>(({ TopicArn }) => TopicArn);
const byResource = onTopic<{ ResourceArn: string }>(({ ResourceArn }) => ResourceArn);
const ofAccount: AccessRule<object> = { resources: (_input, context) => [anything(context)] };

/** What AWS shows for operations that know no resource: a policy must name `*`, or all of SNS in the account. */
function anything({ account, region }: RequestContext): string {
  return arn({ service: 'sns', region, account, resource: '*' });
}

const anybody = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: '*' },
});

export const access: AccessRules<SnsOperations> = {
  AddPermission: byTopic,
  CheckIfPhoneNumberIsOptedOut: ofAccount,
  // The token is what entitles: it comes with a link that carries no signature.
  ConfirmSubscription: {
    resources: ({ TopicArn }) => [TopicArn],
    resourcePolicy: async (_input, { account }) => ({ document: anybody, account }),
  },
  CreatePlatformApplication: {
    resources: ({ Platform, Name }, { account, region }) => [
      arn({ service: 'sns', region, account, resource: `app/${Platform}/${Name}` }),
    ],
  },
  CreatePlatformEndpoint: { resources: ({ PlatformApplicationArn }) => [PlatformApplicationArn] },
  CreateSMSSandboxPhoneNumber: ofAccount,
  CreateTopic: {
    actions: ({ Tags = [] }) => (Tags.length > 0 ? ['SNS:CreateTopic', 'SNS:TagResource'] : ['SNS:CreateTopic']),
    resources: ({ Name: name }, { account, region }) => [topicArn({ account, region, name })],
    conditions: async ({ Tags }) => requestTagConditions(Tags),
  },
  DeleteEndpoint: { resources: ({ EndpointArn }) => [EndpointArn] },
  DeletePlatformApplication: { resources: ({ PlatformApplicationArn }) => [PlatformApplicationArn] },
  DeleteSMSSandboxPhoneNumber: ofAccount,
  DeleteTopic: byTopic,
  GetDataProtectionPolicy: byResource,
  GetEndpointAttributes: { resources: ({ EndpointArn }) => [EndpointArn] },
  GetPlatformApplicationAttributes: { resources: ({ PlatformApplicationArn }) => [PlatformApplicationArn] },
  GetSMSAttributes: ofAccount,
  GetSMSSandboxAccountStatus: ofAccount,
  GetSubscriptionAttributes: ofAccount,
  GetTopicAttributes: byTopic,
  ListEndpointsByPlatformApplication: { resources: ({ PlatformApplicationArn }) => [PlatformApplicationArn] },
  ListOriginationNumbers: ofAccount,
  ListPhoneNumbersOptedOut: ofAccount,
  ListPlatformApplications: ofAccount,
  ListSMSSandboxPhoneNumbers: ofAccount,
  ListSubscriptions: ofAccount,
  ListSubscriptionsByTopic: byTopic,
  ListTagsForResource: byResource,
  ListTopics: ofAccount,
  OptInPhoneNumber: ofAccount,
  Publish: onTopic(({ TopicArn, TargetArn }) => TopicArn ?? TargetArn),
  PublishBatch: { ...byTopic, actions: ['SNS:Publish'] },
  PutDataProtectionPolicy: byResource,
  RemovePermission: byTopic,
  SetEndpointAttributes: { resources: ({ EndpointArn }) => [EndpointArn] },
  SetPlatformApplicationAttributes: { resources: ({ PlatformApplicationArn }) => [PlatformApplicationArn] },
  SetSMSAttributes: ofAccount,
  SetSubscriptionAttributes: ofAccount,
  SetTopicAttributes: byTopic,
  Subscribe: onTopic(({ TopicArn }) => TopicArn, {
    async conditions(input, context) {
      return {
        ...(await byTopic.conditions?.(input, context)),
        'sns:Protocol': input.Protocol,
        ...(input.Endpoint !== undefined && { 'sns:Endpoint': input.Endpoint }),
      };
    },
  }),
  TagResource: {
    ...byResource,
    conditions: async (input, context) => ({
      ...(await byResource.conditions?.(input, context)),
      ...requestTagConditions(input.Tags),
    }),
  },
  // So does the ARN that is in the link of every message, where nobody asked for more.
  Unsubscribe: {
    ...ofAccount,
    resourcePolicy: async (_input, { principal, account }) =>
      principal.kind === 'anonymous' ? { document: anybody, account } : undefined,
  },
  UntagResource: {
    ...byResource,
    conditions: async (input, context) => ({
      ...(await byResource.conditions?.(input, context)),
      'aws:TagKeys': input.TagKeys,
    }),
  },
  VerifySMSSandboxPhoneNumber: ofAccount,
};

function requestTagConditions(tags: readonly { Key: string; Value: string }[] = []): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  return { ...tagConditions('aws:RequestTag', values), 'aws:TagKeys': Object.keys(values) };
}

function tagConditions(key: string, tags: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));
}
