import type { TemplateObject } from '../template/template.ts';
import type { PropertyDifference } from './compare.ts';
import { isSame } from './same-value.ts';
import type { ResourceSchema } from './resource-schema.ts';

/** Whether a change that "conditionally" replaces does so, as the property's documentation tells. */
type Condition = (difference: PropertyDifference, after: TemplateObject) => boolean;

const always: Condition = () => true;
/** A source that goes away leaves what was restored from it as it is. */
const whenGiven: Condition = ({ after }) => after !== undefined;

const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
  'AWS::EC2::Instance': {
    BlockDeviceMappings: ({ path }) => !path.endsWith('/DeleteOnTermination'),
    Tenancy: ({ before, after }) => [before, after].some((value) => value !== 'host' && value !== 'dedicated'),
  },
  'AWS::EC2::NetworkInterface': {
    PrivateIpAddresses: ({ path }) => path.startsWith('/Properties/PrivateIpAddresses/0/'),
  },
  'AWS::EC2::VPC': {
    InstanceTenancy: ({ before, after }) => !(before === 'dedicated' && (after ?? 'default') === 'default'),
  },
  'AWS::RDS::DBInstance': {
    AvailabilityZone: always,
    DBSnapshotIdentifier: whenGiven,
    DBClusterSnapshotIdentifier: whenGiven,
    SourceDBInstanceIdentifier: whenGiven,
    SourceDBClusterIdentifier: whenGiven,
    SourceDbiResourceId: whenGiven,
    SourceDBInstanceAutomatedBackupsArn: whenGiven,
    RestoreTime: whenGiven,
  },
  'AWS::SSM::Document': {
    '*': (_, { UpdateMethod = 'Replace' }) => isSame(UpdateMethod, 'Replace'),
  },
};

/**
 * Whether an update that makes these differences replaces the resource. Conditions that only the running service could
 * tell are taken as not met: the update is done in place.
 */
export function replacesResource(
  schema: ResourceSchema,
  differences: readonly PropertyDifference[],
  after: TemplateObject,
): boolean {
  const ofType = conditions[schema.typeName] ?? {};
  return differences.some((difference) => {
    if (difference.requiresRecreation !== 'Conditionally') return difference.requiresRecreation === 'Always';
    return (ofType[difference.name] ?? ofType['*'])?.(difference, after) ?? false;
  });
}
