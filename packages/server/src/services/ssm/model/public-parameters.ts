import type { Parameter } from './parameter.ts';
import { publicPrefix } from './parameter-name.ts';
import { imageEntries } from './public-images.ts';
import { infrastructureEntries } from './public-infrastructure.ts';

const publishedAt = Date.UTC(2025, 0, 1);

const valuesByName = new Map(
  [...imageEntries, ...infrastructureEntries]
    .map(([name, value]): [string, (region: string) => string] => [publicPrefix + name, value])
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
);

const names = [...valuesByName.keys()];

/** Parameters that AWS publishes to all accounts: constants here, which no request can change. */
export function findPublicParameter(name: string, region: string): Parameter | undefined {
  const value = valuesByName.get(name);
  return value && publicParameter(name, value(region), region);
}

/** In the order of their names. */
export function listPublicParameters(path: string, recursive: boolean, region: string): Parameter[] {
  const prefix = `${path}/`;
  const isListed = (name: string) => name.startsWith(prefix) && (recursive || !name.includes('/', prefix.length));
  return names.filter(isListed).map((name) => publicParameter(name, valuesByName.get(name)?.(region) ?? '', region));
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
