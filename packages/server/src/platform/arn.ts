/** `arn:partition:service:region:account:resource`; region and account are empty for global resources. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** All that follows the account, colons included: `user/ann`, `function:resize:live`. */
  resource: string;
}

const arnForm =
  /^arn:(?<partition>aws[a-z-]*):(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):(?<account>[a-z0-9-]*):(?<resource>.+)$/s;

/** Undefined where the text is no ARN: each service has its own error for that. */
export function parseArn(text: string): Arn | undefined {
  const parts = arnForm.exec(text)?.groups;
  if (!parts) return undefined;
  const { partition = '', service = '', region = '', account = '', resource = '' } = parts;
  return { partition, service, region, account, resource };
}

export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of a resource in the partition of its region. */
export function arn(parts: { service: string; region?: string; account?: string; resource: string }): string {
  const { service, region = '', account = '', resource } = parts;
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** By form only: `eu-central-1`, `us-gov-west-1`. New regions need no new release. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/.test(text);
}
