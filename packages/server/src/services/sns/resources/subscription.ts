import { parseArn } from '../../../platform/arn.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import {
  documentText,
  formerProperties,
  isChanged,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { invalidParameter } from '../errors.ts';

interface SubscriptionProperties {
  Arn: string;
  TopicArn: string;
  Protocol: string;
  Endpoint?: string;
  /** Where the topic is, if not in the stack's region. */
  Region?: string;
}

/** Properties that are attributes of the same name, and what SetSubscriptionAttributes takes to undo them. */
const attributes: Readonly<Record<string, { form: 'text' | 'boolean' | 'json'; unset: string }>> = {
  DeliveryPolicy: { form: 'json', unset: '{}' },
  FilterPolicy: { form: 'json', unset: '{}' },
  FilterPolicyScope: { form: 'text', unset: 'MessageAttributes' },
  RawMessageDelivery: { form: 'boolean', unset: 'false' },
  RedrivePolicy: { form: 'json', unset: '{}' },
  ReplayPolicy: { form: 'json', unset: '{}' },
  SubscriptionRoleArn: { form: 'text', unset: '' },
};

/** AWS::SNS::Subscription */
export const subscriptionResource: ResourceHandler = {
  async create(desired, { call }) {
    const { TopicArn, Protocol, Endpoint, Region } = propertiesOf(desired);
    if (Region !== undefined && parseArn(TopicArn)?.region !== Region) throw invalidParameter('TopicArn');
    const { SubscriptionArn } = await call.sns.Subscribe({
      TopicArn,
      Protocol,
      Endpoint,
      Attributes: attributesOf(desired),
      ReturnSubscriptionArn: true,
    });
    return { Arn: SubscriptionArn };
  },

  async read({ properties }, { call }) {
    const { Arn, Region } = propertiesOf(properties);
    const found = await unlessGone(call.sns.GetSubscriptionAttributes({ SubscriptionArn: Arn }), 'NotFoundException');
    if (!found) return undefined;
    const { TopicArn, Protocol, Endpoint, ...given } = found.Attributes ?? {};
    const shown = Object.entries(attributes).map(([name, { form }]) => [name, valueOf(given[name], form)] as const);
    return presentProperties({ Arn, TopicArn, Protocol, Endpoint, Region, ...Object.fromEntries(shown) });
  },

  async update(existing, desired, context) {
    const { Arn: SubscriptionArn } = propertiesOf(existing.properties);
    const former = await formerProperties(subscriptionResource, existing, context);
    const wanted = attributesOf(desired);
    for (const AttributeName of changedAttributes(former, desired)) {
      const AttributeValue = wanted[AttributeName] ?? attributes[AttributeName]?.unset;
      await context.call.sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    }
  },

  /** One that nobody has confirmed cannot be deleted: it expires by itself, as on AWS. */
  async delete({ properties }, { call }) {
    const { Arn: SubscriptionArn } = propertiesOf(properties);
    const found = await unlessGone(call.sns.GetSubscriptionAttributes({ SubscriptionArn }), 'NotFoundException');
    if (!found || found.Attributes?.['PendingConfirmation'] === 'true') return;
    await call.sns.Unsubscribe({ SubscriptionArn });
  },

  async list({ call }) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call.sns.ListSubscriptions({ NextToken });
      for (const { SubscriptionArn: Arn = '' } of page.Subscriptions ?? []) {
        if (Arn.startsWith('arn:')) found.push({ Arn });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
};

function propertiesOf(properties: ResourceProperties): SubscriptionProperties {
  return properties as unknown as SubscriptionProperties;
}

function attributesOf(properties: ResourceProperties): Record<string, string> {
  const given = Object.keys(attributes).flatMap((name) => {
    const value = properties[name];
    return value === undefined ? [] : [[name, typeof value === 'boolean' ? String(value) : documentText(value)]];
  });
  return Object.fromEntries(given) as Record<string, string>;
}

/** A filter for bodies may be nested, one for attributes not: each step must leave a filter that suits its scope. */
function changedAttributes(former: ResourceProperties, desired: ResourceProperties): string[] {
  const changed = Object.keys(attributes).filter((name) => isChanged(name, former, desired));
  if (desired['FilterPolicyScope'] !== 'MessageBody') return changed;
  return changed.sort((a, b) => Number(b === 'FilterPolicyScope') - Number(a === 'FilterPolicyScope'));
}

function valueOf(text: string | undefined, form: 'text' | 'boolean' | 'json'): unknown {
  if (text === undefined) return undefined;
  if (form === 'boolean') return text === 'true';
  return form === 'json' ? JSON.parse(text) : text;
}
