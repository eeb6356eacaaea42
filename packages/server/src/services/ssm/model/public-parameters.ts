import type { Parameter } from './parameter.ts';
import { publicPrefix } from './parameter-name.ts';
import { amazonLinux } from './public-parameters/amazon-linux.ts';
import { bottlerocket, ecsOptimized, eksOptimized } from './public-parameters/container-hosts.ts';
import { debian, macos, suse, ubuntu } from './public-parameters/distributions.ts';
import type { PublicEntry } from './public-parameters/entry.ts';
import { globalInfrastructure } from './public-parameters/global-infrastructure.ts';
import { cloud9, datasync, fluentBit } from './public-parameters/service-images.ts';
import { windows } from './public-parameters/windows.ts';

const publishedAt = Date.UTC(2025, 0, 1);

type Family = () => PublicEntry[];

/** By the part of the names behind `/aws/service/`, in order. */
const families: ReadonlyMap<string, Family> = new Map([
  ['ami-amazon-linux-latest', amazonLinux],
  ['ami-windows-latest', windows],
  ['aws-for-fluent-bit', fluentBit],
  ['bottlerocket', bottlerocket],
  ['canonical', ubuntu],
  ['cloud9', cloud9],
  ['datasync', datasync],
  ['debian', debian],
  ['ec2-macos', macos],
  ['ecs', ecsOptimized],
  ['eks', eksOptimized],
  ['global-infrastructure', globalInfrastructure],
  ['suse', suse],
]);

type Values = ReadonlyMap<string, (region: string) => string>;

/** There are thousands: each family is made when it is first asked for. */
const tables = new WeakMap<Family, Values>();

/** Parameters that AWS publishes to all accounts: constants here, which no request can change. */
export function findPublicParameter(name: string, region: string): Parameter | undefined {
  const family = families.get(name.slice(publicPrefix.length).split('/', 1)[0] ?? '');
  const value = family && valuesOf(family).get(name);
  return value && publicParameter(name, value(region), region);
}

/** In the order of their names. */
export function listPublicParameters(path: string, recursive: boolean, region: string): Parameter[] {
  const prefix = `${path}/`;
  const isListed = (name: string) => name.startsWith(prefix) && (recursive || !name.includes('/', prefix.length));
  return [...families]
    .filter(([name]) => isBelow(`${publicPrefix}${name}/`, prefix))
    .flatMap(([, family]) => [...valuesOf(family)])
    .filter(([name]) => isListed(name))
    .map(([name, value]) => publicParameter(name, value(region), region));
}

/** Either holds the other. */
function isBelow(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function valuesOf(family: Family): Values {
  const known = tables.get(family);
  if (known) return known;
  const entries = family().map(([name, value]): [string, PublicEntry[1]] => [publicPrefix + name, value]);
  const made = new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  tables.set(family, made);
  return made;
}

function publicParameter(name: string, value: string, region: string): Parameter {
  return {
    account: '',
    region,
    name,
    version: 1,
    type: 'String',
    value,
    tier: 'Standard',
    dataType: value.startsWith('ami-') ? 'aws:ec2:image' : 'text',
    modifiedAt: publishedAt,
    modifiedBy: 'AWS',
    oldestVersion: 1,
    labels: {},
    tags: {},
  };
}
