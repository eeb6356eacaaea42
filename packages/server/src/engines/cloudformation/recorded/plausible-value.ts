import type { PrimitiveType } from '../schema/resource-schema.ts';
import type { TemplateValue } from '../template/template.ts';
import { kebab } from './arn-parts.ts';
import type { RecordedScope } from './recorded-resource.ts';

/** What a made-up value draws on: where it is, and the names of its resource. */
export interface ValueSource {
  scope: RecordedScope;
  /** The service's part of an ARN: `sqs`. */
  service: string;
  /** The resource's own short name or id. */
  id: () => string;
  /** The ARN of something that belongs to the resource. */
  arnOf: (kind: string) => string;
}

export function plausiblePrimitive(type: PrimitiveType, source: ValueSource, name: string): TemplateValue {
  switch (type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      if (/(Time|At|Date|Timestamp)$/.test(name)) return Math.floor(source.scope.now / 1000);
      if (name.endsWith('Port')) return 443;
      return /(Version|Number)$/.test(name) ? 1 : 0;
    case 'json':
      return {};
    case 'tag':
      return { Key: '', Value: '' };
    default:
      return plausibleText(source, name);
  }
}

/** Whether a list of that name has something in it on a resource that was just made. */
export function isFilledList(name: string): boolean {
  return /(Id|Arn|ARN|Ip|Address|Endpoint|Name|Url|Block|Zone|Server|Group)e?s$/.test(name);
}

/** Of the states that an attribute may have, the one of a resource that is there and well. */
export function settledState(allowed: readonly (string | number)[]): string | number {
  const wanted =
    /^(active|available|enabled|ready|running|started|prepared|succeeded|completed?|created|create_complete|in_?service)$/i;
  const unsettled = /ing$|fail|error|delet|inactive|disabled/i;
  const found = allowed.find((value) => wanted.test(String(value)));
  return found ?? allowed.find((value) => !unsettled.test(String(value))) ?? allowed[0] ?? '';
}

type Writer = (source: ValueSource, name: string) => string;

const isoTime: Writer = ({ scope }) => new Date(scope.now).toISOString().replace(/\.\d+Z$/, 'Z');
const hostName: Writer = ({ scope, service, id }) => `${hostLabel(id())}.${service}.${scope.region}.amazonaws.com`;
const ec2Id =
  (prefix: string): Writer =>
  ({ scope }) =>
    `${prefix}-0${scope.ids.hex(16)}`;

/** The first that fits the name. */
const writers: readonly [name: RegExp, write: Writer][] = [
  [/A(rn|RN)s?$/, ({ arnOf }, name) => arnOf(kebab(name.replace(/A(rn|RN)s?$/, '')))],
  [/HostedZoneI[dD]$/, ({ scope }) => `Z${scope.ids.base32(20)}`],
  [/(AccountI[dD]|^Account|AwsAccount|Owner|OwnerId)$/, ({ scope }) => scope.account],
  [/VpcEndpointIds?$/, ec2Id('vpce')],
  [/VpcIds?$/, ec2Id('vpc')],
  [/SubnetIds?$/, ec2Id('subnet')],
  [/SecurityGroup(Id)?s?$/, ec2Id('sg')],
  [/(NetworkInterface|Eni)Ids?$/, ec2Id('eni')],
  [/(DateTime|Time|Date|At|On|Timestamp|Till)$/, isoTime],
  [/Region$/, ({ scope }) => scope.region],
  [/AvailabilityZoneIds?$/, ({ scope }) => `${zonePrefix(scope.region)}-az1`],
  [/AvailabilityZones?$/, ({ scope }) => `${scope.region}a`],
  [/(Url|URL|Uri|URI)s?$/, (source, name) => `https://${hostName(source, name)}`],
  [/(Ip|IP|IpAddress|IPAddress)(s|es)?$/, () => '10.0.0.10'],
  [/(Endpoints?|DomainName|D[nN][sS](Name)?|Address|Host|Hostname|HostName)$/, hostName],
  [/Cidrs?$|CidrBlocks?$/, () => '10.0.0.0/16'],
  [/Port$/, () => '443'],
  [/(Status|State)$/, () => 'ACTIVE'],
  [/(Reason|Message|Error)$/, () => ''],
  [/(Version|VersionNumber|Revision)$/, () => '1'],
  [/(Hash|Fingerprint|E[tT]ag|Sha256|Checksum)$/, ({ scope }) => scope.ids.hex(32)],
  [/(I[dD]|Identifier|Uid|Uuid|Token)s?$/, ({ scope }) => scope.ids.uuid()],
];

function plausibleText(source: ValueSource, name: string): string {
  const write = writers.find(([pattern]) => pattern.test(name))?.[1];
  return write === undefined ? source.id() : write(source, name);
}

function hostLabel(id: string): string {
  return id
    .slice(id.lastIndexOf(':') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 63);
}

/** `euc1` of eu-central-1, `apse2` of ap-southeast-2. */
function zonePrefix(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const directions = rest
    .slice(0, -1)
    .join('')
    .replaceAll(/(north|south|east|west|central|gov)/g, (word) => word.charAt(0));
  return `${area}${directions}${rest.at(-1) ?? ''}`;
}
