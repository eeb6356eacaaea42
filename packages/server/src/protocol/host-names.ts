import type { ServiceIndexEntry } from './model.ts';

/** The bucket of a virtual-hosted S3 address: `b.s3.us-east-1.amazonaws.com`, `b.s3-eu-west-1...`, `b.s3.localhost`. */
export function bucketOfS3Host(host: string): string | undefined {
  return host.includes('.s3') ? /^(.+?)\.s3[.-]/.exec(host)?.[1] : undefined;
}

/** The bucket of `b.localhost`, the form that needs no name service. */
export function bucketOfLocalHost(host: string): string | undefined {
  const bucket = host.endsWith('.localhost') ? host.slice(0, -'.localhost'.length) : '';
  return bucket === '' || bucket === 's3' || bucket.startsWith('s3.') ? undefined : bucket;
}

/** Services by endpoint prefix; a prefix may have a dot (`api.ecr`). */
export function servicesByPrefix(index: readonly ServiceIndexEntry[]): (host: string) => readonly string[] {
  const byPrefix = new Map<string, string[]>();
  for (const { endpointPrefix, service } of index) {
    byPrefix.set(endpointPrefix, [...(byPrefix.get(endpointPrefix) ?? []), service]);
  }
  return (host) => {
    const [first = '', second = '', ...rest] = host.split('.');
    // A bare name is a machine, not an endpoint.
    if (second === '') return [];
    return (rest.length > 0 ? byPrefix.get(`${first}.${second}`) : undefined) ?? byPrefix.get(first) ?? [];
  };
}

/** The region in `sqs.eu-west-1.amazonaws.com`, where there is one. */
export function regionOfHost(host: string): string | undefined {
  return /(?:^|\.)((?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:[a-z]+-)+\d)\./.exec(host)?.[1];
}

/** Nearly all requests name the same host, and each asks for it several times. */
let latest = { host: '', name: '' };

/** Without the port; IPv6 addresses keep their brackets. */
export function hostName(host: string): string {
  if (host !== latest.host) latest = { host, name: host.toLowerCase().replace(/:\d+$/, '') };
  return latest.name;
}
