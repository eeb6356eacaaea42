import { templateLimits } from '../limits.ts';
import { TemplateError, formatError, templateError } from '../template-error.ts';
import { isTemplateObject, memberOf, sectionOf } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import type { DeclaredNames } from './names.ts';
import { checkNames } from './section-shape.ts';

const objects = ['Properties', 'Metadata', 'CreationPolicy', 'UpdatePolicy'] as const;
const members: ReadonlySet<string> = new Set([
  ...objects,
  'Type',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  // Of custom resources: the version of their own protocol.
  'Version',
]);
const policies = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
} as const;

/** Types whose data survives as a snapshot: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
const snapshotTypes: ReadonlySet<string> = new Set([
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
]);

export function checkResources(
  template: TemplateObject,
  names: DeclaredNames,
  isKnownType: (type: string) => boolean,
): void {
  const resources = sectionOf(template, 'Resources');
  const unknownTypes = new Set<string>();
  for (const [id, resource] of Object.entries(resources)) {
    const path = ['Resources', id];
    if (!isTemplateObject(resource)) throw formatError(`[/Resources/${id}] resource definition is malformed`, path);
    const type = memberOf(resource, 'Type');
    if (type === undefined) {
      throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`, path);
    }
    if (typeof type !== 'string') throw formatError('Every Type member must be a string.', [...path, 'Type']);
    checkNames('Resources', 'Resource', [id], templateLimits.resourceNameCharacters);
    checkAttributes(id, type, resource, names);
    if (!isKnownType(type)) unknownTypes.add(type);
  }
  checkUnique(resources, names);
  if (unknownTypes.size > 0) {
    throw formatError(`Unrecognized resource types: [${[...unknownTypes].join(', ')}]`, ['Resources']);
  }
}

function checkUnique(resources: TemplateObject, names: DeclaredNames): void {
  const common = Object.keys(resources).filter((id) => names.parameters.has(id));
  if (common.length === 0) return;
  const list = common.join(', ');
  throw templateError(`all resources and parameters must have unique names. Common name(s):[${list}]`, [
    'Resources',
    common[0] ?? '',
  ]);
}

function checkAttributes(id: string, type: string, resource: TemplateObject, names: DeclaredNames): void {
  const path = ['Resources', id];
  const unknown = Object.keys(resource).find((member) => !members.has(member));
  if (unknown !== undefined)
    throw new TemplateError(`Invalid template resource property '${unknown}'`, [...path, unknown]);
  for (const member of objects) {
    const value = memberOf(resource, member);
    if (value === undefined || isTemplateObject(value)) continue;
    throw formatError(`[/Resources/${id}/${member}] must be an object`, [...path, member]);
  }
  checkDependsOn(memberOf(resource, 'DependsOn'), [...path, 'DependsOn']);
  checkPolicies(id, type, resource);
  const condition = memberOf(resource, 'Condition');
  if (condition === undefined) return;
  if (typeof condition !== 'string')
    throw formatError('Every Condition member must be a string.', [...path, 'Condition']);
  if (!names.conditions.has(condition)) {
    throw formatError(`Unresolved condition dependency ${condition} in the Resources block of the template`, path);
  }
}

function checkDependsOn(value: TemplateValue | undefined, path: string[]): void {
  if (value === undefined || typeof value === 'string') return;
  if (!Array.isArray(value)) throw formatError('DependsOn must be a string or list of strings.', path);
  if (!value.every((id) => typeof id === 'string')) throw formatError('Every DependsOn value must be a string.', path);
}

function checkPolicies(id: string, type: string, resource: TemplateObject): void {
  for (const [attribute, allowed] of Object.entries(policies)) {
    const value = memberOf(resource, attribute);
    const path = ['Resources', id, attribute];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw formatError(`Every ${attribute} member must be a string.`, path);
    if (!(allowed as readonly string[]).includes(value)) {
      throw formatError(`Unrecognized ${attribute} ${value} for resource ${id}`, path);
    }
    if (value === 'Snapshot' && type.startsWith('AWS::') && !snapshotTypes.has(type)) {
      const policy = attribute === 'DeletionPolicy' ? 'deletion policy' : 'update replace policy';
      throw templateError(`resource type ${type} does not support ${policy} Snapshot`, path);
    }
  }
}
