import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Template, TemplateValue } from '../../../engines/cloudformation/template/template.ts';

/**
 * Properties that take `{{resolve:ssm-secure:...}}`:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html
 */
const secureProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::DirectoryService::MicrosoftAD': ['Password'],
  'AWS::DirectoryService::SimpleAD': ['Password'],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::IAM::User': ['LoginProfile/Password'],
  'AWS::KinesisFirehose::DeliveryStream': ['RedshiftDestinationConfiguration/Password'],
  'AWS::OpsWorks::App': ['AppSource/Password'],
  'AWS::OpsWorks::Stack': ['RdsDbInstances/DbPassword', 'CustomCookbooksSource/Password'],
  'AWS::RDS::DBCluster': ['MasterUserPassword'],
  'AWS::RDS::DBInstance': ['MasterUserPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
};

export function checkSecureReferences(template: Template): void {
  const refused = new Set<string>();
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    // Custom resources get the values as they are.
    if (Type === 'AWS::CloudFormation::CustomResource' || Type.startsWith('Custom::')) continue;
    collect(Properties, '', (path) => {
      if (!secureProperties[Type]?.includes(path)) refused.add(`${Type}/Properties/${path}`);
    });
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    collect(output.Value, '', () => refused.add(`Outputs/${name}/Value`));
  }
  if (refused.size === 0) return;
  throw new TemplateError(`SSM Secure reference is not supported in: [${[...refused].join(', ')}]`);
}

/** Paths without the indexes of lists. */
function collect(value: TemplateValue, path: string, found: (path: string) => void): void {
  if (typeof value === 'string') {
    if (value.includes('{{resolve:ssm-secure:')) found(path);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, path, found);
  } else if (isTemplateObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      // What a function gives is the value of the property around it.
      const isFunction = name === 'Ref' || name.startsWith('Fn::');
      collect(member, isFunction ? path : path === '' ? name : `${path}/${name}`, found);
    }
  }
}
