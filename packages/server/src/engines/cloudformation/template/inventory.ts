import { isTemplateObject, memberOf, sectionOf } from './template.ts';
import type { TemplateObject, TemplateValue } from './template.ts';
import { declaredTransforms } from './validate/transforms.ts';

export interface TemplateInventory {
  Parameters: DeclaredParameter[];
  Description?: string;
  Version?: string;
  /** As JSON text. */
  Metadata?: string;
  ResourceTypes: string[];
  DeclaredTransforms: string[];
  Capabilities: Capability[];
  CapabilitiesReason?: string;
  ResourceIdentifierSummaries: { ResourceType: string; LogicalResourceIds: string[]; ResourceIdentifiers: string[] }[];
}

export type Capability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND';

export interface DeclaredParameter {
  ParameterKey: string;
  ParameterType: string;
  DefaultValue?: string;
  NoEcho: boolean;
  Description?: string;
  ParameterConstraints?: { AllowedValues?: string[] };
}

/** Of the IAM types, the property that makes its name the template's. */
const iamNames: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::GroupPolicy': undefined,
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::RolePolicy': undefined,
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserPolicy': undefined,
  'AWS::IAM::UserToGroupAddition': undefined,
};

/**
 * What GetTemplateSummary and ValidateTemplate tell of a template, which need not be valid. `processed`: after its
 * transforms. `primaryIdentifier`: names of the properties that identify a resource of a type.
 */
export function templateInventory(
  original: TemplateObject,
  processed: TemplateObject = original,
  primaryIdentifier: (type: string) => readonly string[] = () => [],
): TemplateInventory {
  const byType = resourcesByType(processed);
  const transforms = declaredTransforms(original);
  const text = (member: string) => scalarText(memberOf(original, member));
  const [Description, Version] = [text('Description'), text('AWSTemplateFormatVersion')];
  const metadata = memberOf(original, 'Metadata');
  return {
    Parameters: Object.entries(sectionOf(original, 'Parameters')).map(([name, value]) =>
      declaredParameter(name, value),
    ),
    ...(Description === undefined ? {} : { Description }),
    ...(Version === undefined ? {} : { Version }),
    ...(metadata === undefined ? {} : { Metadata: JSON.stringify(metadata) }),
    ResourceTypes: [...byType.keys()],
    DeclaredTransforms: transforms,
    ...neededCapabilities(processed, byType, transforms),
    ResourceIdentifierSummaries: [...byType].map(([ResourceType, LogicalResourceIds]) => ({
      ResourceType,
      LogicalResourceIds,
      ResourceIdentifiers: [...primaryIdentifier(ResourceType)],
    })),
  };
}

function resourcesByType(template: TemplateObject): Map<string, string[]> {
  const byType = new Map<string, string[]>();
  for (const [id, resource] of Object.entries(sectionOf(template, 'Resources'))) {
    const type = memberOf(resource, 'Type');
    if (typeof type === 'string') byType.set(type, [...(byType.get(type) ?? []), id]);
  }
  return byType;
}

function neededCapabilities(
  template: TemplateObject,
  byType: ReadonlyMap<string, string[]>,
  transforms: readonly string[],
): Pick<TemplateInventory, 'Capabilities' | 'CapabilitiesReason'> {
  const types = [...byType.keys()].filter((type) => Object.hasOwn(iamNames, type));
  const resources = sectionOf(template, 'Resources');
  const isNamed = types.some((type) =>
    (byType.get(type) ?? []).some((id) => {
      const property = iamNames[type];
      return property !== undefined && memberOf(memberOf(resources[id], 'Properties'), property) !== undefined;
    }),
  );
  const Capabilities: Capability[] = [];
  if (types.length > 0) Capabilities.push(isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM');
  if (transforms.length > 0) Capabilities.push('CAPABILITY_AUTO_EXPAND');
  const reasons = [
    ...(types.length === 0 ? [] : [`The following resource(s) require capabilities: [${types.join(', ')}]`]),
    ...(transforms.length === 0 ? [] : [`The following transform(s) require capabilities: [${transforms.join(', ')}]`]),
  ];
  return reasons.length === 0 ? { Capabilities } : { Capabilities, CapabilitiesReason: reasons.join('. ') };
}

function declaredParameter(ParameterKey: string, declaration: TemplateValue): DeclaredParameter {
  const text = (member: string) => scalarText(memberOf(declaration, member));
  const [DefaultValue, Description] = [text('Default'), text('Description')];
  const allowed = memberOf(declaration, 'AllowedValues');
  return {
    ParameterKey,
    ParameterType: text('Type') ?? '',
    ...(DefaultValue === undefined ? {} : { DefaultValue }),
    NoEcho: /^true$/i.test(text('NoEcho') ?? ''),
    ...(Description === undefined ? {} : { Description }),
    ...(Array.isArray(allowed) ? { ParameterConstraints: { AllowedValues: allowed.map(String) } } : {}),
  };
}

function scalarText(value: TemplateValue | undefined): string | undefined {
  return value === undefined || value === null || Array.isArray(value) || isTemplateObject(value)
    ? undefined
    : String(value);
}
