import type { RequestContext } from '../../../platform/service.ts';
import type { SnsHandlers } from '../context.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { isPhoneNumber } from '../model/phone-number.ts';
import { changeSmsAttributes } from '../model/sms-attributes.ts';
import { putIntoOutbox } from '../store/outbox.ts';
import * as store from '../store/sms.ts';
import type { SandboxNumber } from '../store/sms.ts';

const mostSandboxNumbers = 10;

export const smsOperations = {
  async GetSMSAttributes({ attributes: names = [] }, { request }) {
    const all = await store.smsAttributes(request.unit, request);
    const wanted = Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name));
    return { attributes: Object.fromEntries(wanted) };
  },

  async SetSMSAttributes({ attributes }, { request }) {
    const changed = changeSmsAttributes(await store.smsAttributes(request.unit, request), attributes);
    store.saveSmsAttributes(request.unit, request, changed);
    return {};
  },

  async CheckIfPhoneNumberIsOptedOut({ phoneNumber }, { request }) {
    checkNumber(phoneNumber);
    return { isOptedOut: await store.isOptedOut(request.unit, request, phoneNumber) };
  },

  async OptInPhoneNumber({ phoneNumber }, { request }) {
    checkNumber(phoneNumber);
    store.optIn(request.unit, request, phoneNumber);
    return {};
  },

  async ListPhoneNumbersOptedOut({ nextToken: token }, { request }) {
    const { items, nextToken } = await store.listOptedOut(request.unit, request, 100, token);
    return { phoneNumbers: items.map(({ phoneNumber }) => phoneNumber), nextToken };
  },

  /** There are no origination numbers here: none can be bought. */
  async ListOriginationNumbers() {
    return { PhoneNumbers: [] };
  },

  async GetSMSSandboxAccountStatus() {
    return { IsInSandbox: false };
  },

  async CreateSMSSandboxPhoneNumber({ PhoneNumber: phoneNumber }, { request }) {
    const { unit, account, region, platform, clock } = request;
    checkNumber(phoneNumber);
    const existing = await store.findSandboxNumber(unit, request, phoneNumber);
    if (existing?.status === 'Verified')
      throw new SnsError('UserErrorException', 'The phone number is already verified');
    if (!existing && (await store.countSandboxNumbers(unit, request)) >= mostSandboxNumbers) {
      throw new SnsError('UserErrorException', `No more than ${mostSandboxNumbers} phone numbers are possible`);
    }
    const oneTimePassword = platform.ids.digits(6);
    store.saveSandboxNumber(unit, { account, region, phoneNumber, status: 'Pending', oneTimePassword });
    const body = `Your verification code is: ${oneTimePassword}`;
    putIntoOutbox(unit, {
      account,
      region,
      id: platform.ids.uuid(),
      sentAt: clock.now(),
      protocol: 'sms',
      to: phoneNumber,
      body,
    });
    return {};
  },

  async VerifySMSSandboxPhoneNumber({ PhoneNumber, OneTimePassword }, { request }) {
    const number = await requireNumber(request, PhoneNumber);
    if (number.oneTimePassword !== OneTimePassword) {
      throw new SnsError('VerificationException', 'The one-time password is wrong', { members: { Status: 'INVALID' } });
    }
    store.saveSandboxNumber(request.unit, { ...number, status: 'Verified' });
    return {};
  },

  async DeleteSMSSandboxPhoneNumber({ PhoneNumber }, { request }) {
    store.deleteSandboxNumber(request.unit, await requireNumber(request, PhoneNumber));
    return {};
  },

  async ListSMSSandboxPhoneNumbers({ NextToken, MaxResults = 100 }, { request }) {
    if (MaxResults < 1 || MaxResults > 100) throw invalidParameter('MaxResults');
    const { items, nextToken } = await store.listSandboxNumbers(request.unit, request, MaxResults, NextToken);
    const PhoneNumbers = items.map(({ phoneNumber, status }) => ({ PhoneNumber: phoneNumber, Status: status }));
    return { PhoneNumbers, NextToken: nextToken };
  },
} satisfies Partial<SnsHandlers>;

function checkNumber(phoneNumber: string): void {
  if (!isPhoneNumber(phoneNumber)) throw invalidParameter('PhoneNumber Reason: input incorrectly formatted');
}

async function requireNumber(request: RequestContext, phoneNumber: string): Promise<SandboxNumber> {
  checkNumber(phoneNumber);
  const number = await store.findSandboxNumber(request.unit, request, phoneNumber);
  if (!number) throw new SnsError('ResourceNotFoundException', 'The phone number is not in the SMS sandbox');
  return number;
}
