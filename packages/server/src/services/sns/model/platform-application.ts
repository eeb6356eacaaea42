import { arn, parseArn } from '../../../platform/arn.ts';
import { invalidParameter } from '../errors.ts';

/** A registration with a push service, such as Apple's or Google's. */
export interface PlatformApplication {
  account: string;
  region: string;
  platform: string;
  name: string;
  attributes: Record<string, string>;
}

/** A device of an application. */
export interface PlatformEndpoint {
  account: string;
  region: string;
  platform: string;
  application: string;
  id: string;
  /** Token, Enabled, CustomUserData. */
  attributes: Record<string, string>;
}

export type ApplicationReference = Omit<PlatformApplication, 'attributes'>;

const platforms = new Set([
  'ADM',
  'APNS',
  'APNS_SANDBOX',
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'BAIDU',
  'GCM',
  'MACOS',
  'MACOS_SANDBOX',
  'MPNS',
  'WNS',
]);

const applicationAttributes = new Set([
  'PlatformCredential',
  'PlatformPrincipal',
  'EventEndpointCreated',
  'EventEndpointDeleted',
  'EventEndpointUpdated',
  'EventDeliveryFailure',
  'SuccessFeedbackRoleArn',
  'FailureFeedbackRoleArn',
  'SuccessFeedbackSampleRate',
  'ApplePlatformTeamID',
  'ApplePlatformBundleID',
  'Enabled',
]);

/** Never shown again once they are set. */
const secretAttributes = new Set(['PlatformCredential', 'PlatformPrincipal']);

const endpointAttributes = new Set(['Token', 'Enabled', 'CustomUserData']);

export function checkApplication(name: string, platform: string, attributes: Record<string, string>): void {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name)) throw invalidParameter('Name Reason: Invalid platform application name');
  if (!platforms.has(platform)) throw invalidParameter(`Platform Reason: ${platform} is not supported`);
  checkApplicationAttributes(attributes);
  if (!attributes['PlatformCredential']) {
    throw invalidParameter('Attributes Reason: Invalid value for attribute: PlatformCredential: cannot be empty');
  }
}

export function checkApplicationAttributes(attributes: Record<string, string>): void {
  for (const name of Object.keys(attributes)) {
    if (!applicationAttributes.has(name)) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
  }
}

export function shownAttributes({ attributes }: PlatformApplication): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !secretAttributes.has(name)));
}

/** The attributes of an endpoint after they were set. */
export function changeEndpoint(
  current: Record<string, string>,
  changes: Record<string, string>,
): Record<string, string> {
  for (const [name, value] of Object.entries(changes)) {
    if (!endpointAttributes.has(name)) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    checkEndpointAttribute(name, value);
  }
  return { ...current, ...changes };
}

function checkEndpointAttribute(name: string, value: string): void {
  const prefix = `Attributes Reason: Invalid value for attribute: ${name}`;
  if (name === 'Enabled' && !/^(?:true|false)$/i.test(value))
    throw invalidParameter(`${prefix}: must be true or false`);
  if (name === 'Token' && value === '') throw invalidParameter(`${prefix}: cannot be empty`);
  if (Buffer.byteLength(value) > 2048)
    throw invalidParameter(`${prefix}: must be at most 2048 bytes long in UTF-8 encoding`);
}

export function applicationArn({ account, region, platform, name }: ApplicationReference): string {
  return arn({ service: 'sns', region, account, resource: `app/${platform}/${name}` });
}

export function endpointArn({ account, region, platform, application, id }: PlatformEndpoint): string {
  return arn({ service: 'sns', region, account, resource: `endpoint/${platform}/${application}/${id}` });
}

export function parseApplicationArn(text: string): ApplicationReference {
  const { service, account = '', region = '', resource = '' } = parseArn(text) ?? {};
  const [, platform, name] = /^app\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
  if (service !== 'sns' || platform === undefined || name === undefined) {
    throw invalidParameter('PlatformApplicationArn Reason: Wrong number of slashes in relative portion of the ARN.');
  }
  return { account, region, platform, name };
}

/** Undefined where the text is no ARN of a platform endpoint. */
export function findEndpointReference(text: string): { application: ApplicationReference; id: string } | undefined {
  const { service, account = '', region = '', resource = '' } = parseArn(text) ?? {};
  const [, platform, name, id] = /^endpoint\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
  if (service !== 'sns' || platform === undefined || name === undefined || id === undefined) return undefined;
  return { application: { account, region, platform, name }, id };
}

/** The push service of an endpoint's ARN; also the key of its text in messages with a structure. */
export function platformOf(endpoint: string): string {
  return findEndpointReference(endpoint)?.application.platform ?? 'default';
}
