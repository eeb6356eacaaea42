import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { certificateRoutes } from './certificate-routes.ts';
import { snsContext } from './context.ts';
import { trimArchive } from './jobs/archive.ts';
import { confirmQueue } from './jobs/confirm-queue.ts';
import { deliver, redeliver } from './jobs/deliver.ts';
import { expirePending } from './jobs/expire-pending.ts';
import { post, repost } from './jobs/post.ts';
import { replay } from './jobs/replay.ts';
import { platformApplicationOperations } from './operations/platform-applications.ts';
import { publishOperations } from './operations/publish.ts';
import { smsOperations } from './operations/sms.ts';
import { subscriptionAttributeOperations } from './operations/subscription-attributes.ts';
import { subscriptionOperations } from './operations/subscriptions.ts';
import { topicSettingOperations } from './operations/topic-settings.ts';
import { topicOperations } from './operations/topics.ts';
import { subscriptionResource } from './resources/subscription.ts';
import { topicInlinePolicyResource } from './resources/topic-inline-policy.ts';
import { topicPolicyResource } from './resources/topic-policy.ts';
import { topicResource } from './resources/topic.ts';
import { acceptancesTable } from './store/acceptances.ts';
import { archiveTable } from './store/archive.ts';
import { outboxTable } from './store/outbox.ts';
import { applicationsTable, endpointsTable } from './store/platform-endpoints.ts';
import { signingKeysTable } from './store/signing-keys.ts';
import { optedOutNumbersTable, sandboxNumbersTable, smsSettingsTable } from './store/sms.ts';
import { subscriptionsTable } from './store/subscriptions.ts';
import { topicsTable } from './store/topics.ts';

export const sns = defineService({
  name: 'sns',
  // As AWS spells it in its messages.
  actionPrefix: 'SNS',
  context: snsContext,
  access,
  operations: {
    ...topicOperations,
    ...topicSettingOperations,
    ...subscriptionOperations,
    ...subscriptionAttributeOperations,
    ...publishOperations,
    ...platformApplicationOperations,
    ...smsOperations,
  },
  // They choose by the topic whether they take turns.
  unmanaged: ['Publish', 'PublishBatch'],
  // Mail, SMS and push messages end in the outbox.
  realism: {
    CheckIfPhoneNumberIsOptedOut: 'state only',
    CreatePlatformApplication: 'state only',
    CreatePlatformEndpoint: 'state only',
    CreateSMSSandboxPhoneNumber: 'state only',
    DeleteEndpoint: 'state only',
    DeletePlatformApplication: 'state only',
    DeleteSMSSandboxPhoneNumber: 'state only',
    GetDataProtectionPolicy: 'recorded',
    GetEndpointAttributes: 'state only',
    GetPlatformApplicationAttributes: 'state only',
    GetSMSAttributes: 'state only',
    GetSMSSandboxAccountStatus: 'state only',
    ListEndpointsByPlatformApplication: 'state only',
    ListOriginationNumbers: 'state only',
    ListPhoneNumbersOptedOut: 'state only',
    ListPlatformApplications: 'state only',
    ListSMSSandboxPhoneNumbers: 'state only',
    OptInPhoneNumber: 'state only',
    PutDataProtectionPolicy: 'recorded',
    SetEndpointAttributes: 'state only',
    SetPlatformApplicationAttributes: 'state only',
    SetSMSAttributes: 'state only',
    VerifySMSSandboxPhoneNumber: 'state only',
  },
  resourceTypes: {
    'AWS::SNS::Subscription': subscriptionResource,
    'AWS::SNS::Topic': topicResource,
    'AWS::SNS::TopicInlinePolicy': topicInlinePolicyResource,
    'AWS::SNS::TopicPolicy': topicPolicyResource,
  },
  web: certificateRoutes,
  jobs: { deliver, redeliver, post, repost, confirmQueue, expirePending, trimArchive, replay },
  tables: [
    topicsTable,
    subscriptionsTable,
    acceptancesTable,
    archiveTable,
    outboxTable,
    signingKeysTable,
    applicationsTable,
    endpointsTable,
    smsSettingsTable,
    sandboxNumbersTable,
    optedOutNumbersTable,
  ],
});
