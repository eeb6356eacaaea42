import { checkConstraints } from '../../engines/cloudformation/template/parameters/constraints.ts';
import { parameterType } from '../../engines/cloudformation/template/parameters/parameter-type.ts';
import { parseTemplate } from '../../engines/cloudformation/template/parse/parse-template.ts';
import type { ParameterDeclaration, Template } from '../../engines/cloudformation/template/template.ts';

/** Values that mean something, by what parameters are called. */
const named: readonly [RegExp, string][] = [
  [/mail/i, 'ann@example.com'],
  [/^SubscriptionEndPoint$/, 'arn:aws:sqs:us-east-1:111122223333:some'],
  [/Arn$/i, 'arn:aws:iam::111122223333:role/some'],
  [/Account/i, '111122223333'],
  [/Bucket(Name)?$/i, 'some-bucket-of-ours'],
  [/^(RestApi|AuthorizerId)/, 'a1b2c3d4e5'],
  [/Domain(DNS)?Name$/i, 'corp.example.com'],
  [/Region$/i, 'us-east-1'],
];

/** Tried in this order: the first one that the declaration's constraints admit is taken. */
const candidates: readonly string[] = [
  'some',
  'Some1Passw0rd!',
  '1',
  '10.0.0.1',
  '10.1.0.0/16',
  'corp.example.com',
  '111122223333',
  'some-bucket-of-ours',
  'vpc-0123456789abcdef0',
  'rtb-0123456789abcdef0',
  'pcx-0123456789abcdef0',
  'd-0123456789',
  'arn:aws:iam::111122223333:role/some',
  'ann@example.com',
  '',
];

const ofType: Readonly<Record<string, string>> = {
  Number: '1',
  'AWS::EC2::AvailabilityZone::Name': 'us-east-1a',
  'AWS::EC2::Image::Id': 'ami-0123456789abcdef0',
  'AWS::EC2::Instance::Id': 'i-0123456789abcdef0',
  'AWS::EC2::KeyPair::KeyName': 'some',
  'AWS::EC2::SecurityGroup::Id': 'sg-0123456789abcdef0',
  'AWS::EC2::Subnet::Id': 'subnet-0123456789abcdef0',
  'AWS::EC2::VPC::Id': 'vpc-0123456789abcdef0',
  'AWS::Route53::HostedZone::Id': 'Z0123456789ABC',
};

/** For tests: a value for every parameter of the template that has no default, good for its type and constraints. */
export function filledParameters(body: string): { ParameterKey: string; ParameterValue: string }[] {
  const { Parameters = {} } = parseTemplate(body, 'TemplateURL').value as unknown as Template;
  return Object.entries(Parameters)
    .filter(([, { Default }]) => Default === undefined)
    .map(([ParameterKey, declaration]) => ({ ParameterKey, ParameterValue: valueFor(ParameterKey, declaration) }));
}

function valueFor(name: string, declaration: ParameterDeclaration): string {
  const type = parameterType(declaration.Type) ?? { item: 'String', isList: false };
  const fitting = ofType[type.item];
  const byName = named.filter(([pattern]) => pattern.test(name)).map(([, value]) => value);
  const allowed = (declaration.AllowedValues ?? []).map(String);
  const tried = [...allowed, ...(fitting === undefined ? [] : [fitting]), ...byName, ...candidates];
  const found = tried.find((text) => {
    try {
      checkConstraints(name, declaration, type, text);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`No value is known for parameter ${name}`);
  return found;
}
