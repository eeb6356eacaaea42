import type { PublishResponse } from '../../../../generated/types/sns.ts';
import type { SnsContext } from '../context.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { bodyFor } from '../model/message.ts';
import { isPhoneNumber } from '../model/phone-number.ts';
import { platformOf } from '../model/platform-application.ts';
import { checkSmsLength } from '../model/publication.ts';
import type { Content } from '../model/publication.ts';
import { putIntoOutbox } from '../store/outbox.ts';
import { findDestination } from '../store/platform-endpoints.ts';
import { isOptedOut, smsAttributes } from '../store/sms.ts';

/** An SMS without a topic. Numbers that have opted out get nothing, and the sender no error. */
export function sendToPhone(to: string, content: Content, { request }: SnsContext): Promise<PublishResponse> {
  if (!isPhoneNumber(to)) throw invalidParameter(`PhoneNumber Reason: ${to} is not valid to publish to`);
  const body = bodyFor(content, 'sms');
  checkSmsLength(body);
  const { account, region, platform, clock } = request;
  const id = platform.ids.uuid();
  return request.transact(async (unit) => {
    if (await isOptedOut(unit, request, to)) return { MessageId: id };
    const { DefaultSenderID, DefaultSMSType = 'Promotional' } = await smsAttributes(unit, request);
    const sender = content.attributes?.['AWS.SNS.SMS.SenderID']?.value ?? DefaultSenderID;
    const type = content.attributes?.['AWS.SNS.SMS.SMSType']?.value ?? DefaultSMSType;
    putIntoOutbox(unit, {
      account,
      region,
      id,
      sentAt: clock.now(),
      protocol: 'sms',
      to,
      body,
      messageId: id,
      details: { type, ...(sender !== undefined && { sender }) },
    });
    return { MessageId: id };
  });
}

/** A push message to one device. */
export function sendToEndpoint(to: string, content: Content, { request }: SnsContext): Promise<PublishResponse> {
  const { account, region, platform, clock } = request;
  const id = platform.ids.uuid();
  return request.transact(async (unit) => {
    const found = await findDestination(unit, to);
    if (!found) throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
    if (found.application.attributes['Enabled'] === 'false') {
      throw new SnsError('PlatformApplicationDisabledException', 'Platform application is disabled');
    }
    const { Enabled, Token = '' } = found.endpoint.attributes;
    if (Enabled !== 'true') throw new SnsError('EndpointDisabledException', 'Endpoint is disabled');
    const pushPlatform = platformOf(to);
    const body = bodyFor(content, pushPlatform);
    const details = { platform: pushPlatform, token: Token };
    putIntoOutbox(unit, {
      account,
      region,
      id,
      sentAt: clock.now(),
      protocol: 'application',
      to,
      body,
      messageId: id,
      details,
    });
    return { MessageId: id };
  });
}
