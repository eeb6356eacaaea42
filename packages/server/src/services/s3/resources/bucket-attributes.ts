import { bucketArn } from '../model/bucket.ts';

/** What Fn::GetAtt names. */
export function bucketAttributes(name: string, region: string, endpoint: string): Record<string, string> {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    Arn: bucketArn(name),
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.${domain}`,
    RegionalDomainName: `${name}.s3.${region}.${domain}`,
    WebsiteURL: websiteUrl(name, endpoint),
  };
}

/** Where this server answers with the bucket's pages, rather than where AWS would: names below `localhost` need no DNS. */
function websiteUrl(name: string, endpoint: string): string {
  const { protocol, hostname, port } = new URL(endpoint);
  const isLocal = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  const host = isLocal ? 'localhost' : hostname;
  return `${protocol}//${name}.s3-website.${host}${port === '' ? '' : `:${port}`}`;
}
