const PARTITION_BY_REGION_PREFIX = [
  ['cn-', 'aws-cn'],
  ['us-iso-', 'aws-iso'],
  ['us-isob', 'aws-iso-b'],
  ['us-gov', 'aws-us-gov'],
  ['eu-isoe', 'aws-iso-e'],
  ['us-isof', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
] as const;

export const ANY_PARTITION = '${AWS::Partition}';

export function partitionOf(region: string): string {
  return PARTITION_BY_REGION_PREFIX.find(([prefix]) => region.toLowerCase().startsWith(prefix))?.[1] ?? 'aws';
}

interface ArnOptions {
  readonly region?: string;
  readonly withoutAccount?: boolean;
}

/** An ARN for `Fn::Sub`. */
export function arnText(partition: string, service: string, resource: string, options: ArnOptions = {}): string {
  const account = options.withoutAccount ? '' : '${AWS::AccountId}:';
  return `arn:${partition}:${service}:${options.region ?? '${AWS::Region}'}:${account}${resource}`;
}

export function managedPolicyArn(partition: string, path: string): string {
  return `arn:${partition}:iam::aws:policy/${path}`;
}

export function xrayPolicyName(partition: string): string {
  return partition === 'aws' ? 'AWSXrayWriteOnlyAccess' : 'AWSXRayDaemonWriteAccess';
}

export function hasEdgeEndpoints(partition: string): boolean {
  return !(partition.startsWith('aws-iso') || ['aws-us-gov', 'aws-cn', 'aws-eusc'].includes(partition));
}
