import type { ResourceSchema } from '../../packages/server/src/engines/cloudformation/schema/resource-schema.ts';

/** What the database lacks or has otherwise than AWS does, by type. */
export const corrections: Readonly<Record<string, Partial<ResourceSchema>>> = {
  'AWS::CloudFormation::CustomResource': {
    // A change of the token is refused; it replaces nothing.
    properties: { ServiceToken: { type: 'string', required: true }, ServiceTimeout: { type: 'integer' } },
    openProperties: true,
    openAttributes: '',
  },
  'AWS::CloudFormation::Stack': { openAttributes: 'Outputs.', legacy: true },
  'AWS::CloudFormation::WaitCondition': { legacy: true },
  'AWS::CloudFormation::WaitConditionHandle': { legacy: true },
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': { openAttributes: 'Outputs.' },
  // The statement's id alone, as before the type had handlers.
  'AWS::Lambda::Permission': { refIdentifier: ['Id'] },
};

/** Types that CloudFormation takes and the database does not have. */
export const additions: readonly ResourceSchema[] = [
  {
    typeName: 'AWS::CDK::Metadata',
    description: "Records which constructs of the CDK a stack was made with; it has no effect on the stack's account.",
    properties: { Analytics: { type: 'string' } },
    definitions: {},
    attributes: { Id: 'string' },
    openProperties: true,
    primaryIdentifier: ['Id'],
  },
];
