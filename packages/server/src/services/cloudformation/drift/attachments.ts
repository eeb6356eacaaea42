import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { StandingResource } from '../model/stack-resource.ts';

/** Types whose resources are seen in others, by the property that names those. */
const attaching: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Policy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::ManagedPolicy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::RolePolicy': ['RoleName'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::GroupPolicy': ['GroupName'],
  'AWS::IAM::UserToGroupAddition': ['Users'],
};

const holders: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['Roles', 'RoleName'],
  'AWS::IAM::User': ['Users', 'UserName'],
  'AWS::IAM::Group': ['Groups', 'GroupName'],
};

/**
 * The model of a role, user or group without what other resources of its stack have attached to it, which is no drift;
 * but what its own template names too.
 */
export function withoutAttachments(
  holder: StandingResource,
  model: TemplateObject,
  stack: readonly StandingResource[],
): TemplateObject {
  const properties = holders[holder.type];
  if (properties === undefined) return model;
  const attached = stack.filter((other) =>
    attaching[other.type]?.some((property) => properties.includes(property) && names(other, property, holder)),
  );
  if (attached.length === 0) return model;
  const inline = new Set(attached.map((one) => one.properties['PolicyName']));
  const managed = new Set(attached.map(({ physicalId }) => physicalId));
  const groups = new Set(
    attached.filter(({ type }) => type === 'AWS::IAM::UserToGroupAddition').map((one) => one.properties['GroupName']),
  );
  return Object.fromEntries(
    Object.entries(model).map(([name, value]) => {
      const declared = holder.properties[name];
      const isOwn = (item: TemplateValue) =>
        Array.isArray(declared) && declared.some((other) => keyOf(other) === keyOf(item));
      if (!Array.isArray(value)) return [name, value];
      const foreign =
        name === 'Policies' ? inline : name === 'ManagedPolicyArns' ? managed : name === 'Groups' ? groups : undefined;
      return [name, foreign === undefined ? value : value.filter((item) => isOwn(item) || !foreign.has(keyOf(item)))];
    }),
  );
}

function names({ properties }: StandingResource, property: string, holder: StandingResource): boolean {
  const value = properties[property];
  return Array.isArray(value) ? value.includes(holder.physicalId) : value === holder.physicalId;
}

function keyOf(item: TemplateValue): TemplateValue {
  return isTemplateObject(item) ? (item['PolicyName'] ?? '') : item;
}
