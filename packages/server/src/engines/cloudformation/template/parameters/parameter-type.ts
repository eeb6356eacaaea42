/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
const awsSpecific: ReadonlySet<string> = new Set([
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::Volume::Id',
  'AWS::EC2::VPC::Id',
  'AWS::Route53::HostedZone::Id',
]);
const withoutList: ReadonlySet<string> = new Set(['AWS::EC2::KeyPair::KeyName']);
const ssmValue = /^AWS::SSM::Parameter::Value<(.+)>$/;

export interface ParameterType {
  /** What each value is: `String`, `Number` or an AWS-specific type. */
  item: string;
  isList: boolean;
  /** `value`: the given text names a Systems Manager parameter; `name`: only that it exists matters. */
  ssm?: 'value' | 'name';
}

export function parameterType(text: string): ParameterType | undefined {
  if (text === 'AWS::SSM::Parameter::Name') return { item: 'String', isList: false, ssm: 'name' };
  const inner = ssmValue.exec(text)?.[1];
  if (inner === undefined) return plainType(text);
  const type = plainType(inner);
  return type === undefined || type.item === 'Number' ? undefined : { ...type, ssm: 'value' };
}

function plainType(text: string): ParameterType | undefined {
  if (text === 'String' || text === 'Number') return { item: text, isList: false };
  if (text === 'CommaDelimitedList') return { item: 'String', isList: true };
  if (awsSpecific.has(text)) return { item: text, isList: false };
  const item = /^List<(.+)>$/.exec(text)?.[1];
  if (item === undefined || withoutList.has(item)) return undefined;
  return item === 'String' || item === 'Number' || awsSpecific.has(item) ? { item, isList: true } : undefined;
}

export function isAwsSpecific(type: ParameterType): boolean {
  return awsSpecific.has(type.item);
}

/** AWS drops the blanks around the members of a list. */
export function listMembers(text: string): string[] {
  return text.split(',').map((member) => member.trim());
}
