const PARTITIONS: ReadonlySet<string> = new Set([
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
]);

const IAM_PATHS = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

/** What IAM finds wrong with an entry of Resource or NotResource. */
export function resourceProblem(resource: string): string | undefined {
  if (resource === '*') return undefined;
  const [, partition, service, region, account, ...rest] = resource.split(':');
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (!PARTITIONS.has(partition) && !partition.includes('*')) {
    const path = rest.length > 0 ? rest.join(':') : '*';
    const arn = `arn:${partition}:${service ?? '*'}:${region ?? '*'}:${account ?? '*'}:${path}`;
    return `Partition "${partition}" is not valid for resource "${arn}".`;
  }
  if (service === undefined) return 'Resource vendor must be fully qualified and cannot contain regexes.';
  if (service === 'iam' && region) return `IAM resource ${resource} cannot contain region information.`;
  // Access points and jobs are regional, and named with their account.
  if (service === 's3' && region && !account) return `Resource ${resource} can not contain region information.`;
  const path = rest.join(':');
  if (
    service === 'iam' &&
    rest.length > 0 &&
    !/^[*$]/.test(path) &&
    !IAM_PATHS.some((start) => path.startsWith(start))
  ) {
    return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`;
  }
  return undefined;
}

/** Parts at the end may be left out, but not between two colons. */
export function isParsableResource(resource: string): boolean {
  if (resource === '*') return true;
  const parts = resource.split(':');
  return parts[2] !== '' && (parts.length >= 6 || !resource.includes('::'));
}
