import type {
  ParameterLookups,
  SsmParameter,
} from '../../../engines/cloudformation/template/parameters/parameter-lookups.ts';
import type { Calls } from '../../../platform/service.ts';

const namesPerCall = 10;

/** What AWS's identifiers look like, for types whose service is not here to ask. */
const forms: Readonly<Record<string, RegExp>> = {
  'AWS::EC2::AvailabilityZone::Name': /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
  'AWS::EC2::Image::Id': /^ami-[0-9a-f]{8,17}$/,
  'AWS::EC2::Instance::Id': /^i-[0-9a-f]{8,17}$/,
  'AWS::EC2::KeyPair::KeyName': /^.{1,255}$/,
  'AWS::EC2::SecurityGroup::GroupName': /^.{1,255}$/,
  'AWS::EC2::SecurityGroup::Id': /^sg-[0-9a-f]{8,17}$/,
  'AWS::EC2::Subnet::Id': /^subnet-[0-9a-f]{8,17}$/,
  'AWS::EC2::Volume::Id': /^vol-[0-9a-f]{8,17}$/,
  'AWS::EC2::VPC::Id': /^vpc-[0-9a-f]{8,17}$/,
  'AWS::Route53::HostedZone::Id': /^[A-Z0-9]{1,32}$/,
};

export function parameterLookups(call: Calls): ParameterLookups {
  return {
    ssmParameters: (names) => ssmParameters(call, names),
    missingValues: async (type, values) => values.filter((value) => forms[type]?.test(value) === false),
  };
}

async function ssmParameters(call: Calls, names: readonly string[]): Promise<Map<string, SsmParameter>> {
  const found = new Map<string, SsmParameter>();
  for (let start = 0; start < names.length; start += namesPerCall) {
    const { Parameters = [] } = await call.ssm.GetParameters({ Names: names.slice(start, start + namesPerCall) });
    for (const { Name = '', ARN = '', Selector = '', Type = '', Value = '' } of Parameters) {
      found.set(Name + Selector, { Type, Value });
      found.set(ARN + Selector, { Type, Value });
    }
  }
  return found;
}
