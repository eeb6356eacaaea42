import type { Redirect, RoutingRule, WebsiteConfiguration } from '../../../../generated/types/s3.ts';
import { invalidRequest, malformedXml, S3Error } from '../errors.ts';

export interface WebsiteRedirect {
  status: number;
  location: string;
}

/** How the visitor reached the site: where redirects lead that name no host or protocol. */
export interface WebsiteAddress {
  protocol: string;
  host: string;
}

/** What the rules say before the object is looked up. */
export function redirectBefore(
  website: WebsiteConfiguration,
  key: string,
  address: WebsiteAddress,
): WebsiteRedirect | undefined {
  const all = website.RedirectAllRequestsTo;
  if (all) return { status: 301, location: `${all.Protocol ?? address.protocol}://${all.HostName}/${encodePath(key)}` };
  const rule = website.RoutingRules?.find(
    ({ Condition }) => Condition?.HttpErrorCodeReturnedEquals === undefined && matchesPrefix(Condition, key),
  );
  return rule && redirectOf(rule, key, address);
}

/** What the rules say once the lookup has failed with `status`. */
export function redirectAfter(
  website: WebsiteConfiguration,
  key: string,
  status: number,
  address: WebsiteAddress,
): WebsiteRedirect | undefined {
  const rule = website.RoutingRules?.find(
    ({ Condition }) => Condition?.HttpErrorCodeReturnedEquals === String(status) && matchesPrefix(Condition, key),
  );
  return rule && redirectOf(rule, key, address);
}

/** The object that a path of the site means: a folder's is its index document. */
export function documentKey(website: WebsiteConfiguration, key: string): string {
  return key === '' || key.endsWith('/') ? key + (website.IndexDocument?.Suffix ?? '') : key;
}

function matchesPrefix(condition: RoutingRule['Condition'], key: string): boolean {
  return key.startsWith(condition?.KeyPrefixEquals ?? '');
}

function redirectOf({ Condition, Redirect }: RoutingRule, key: string, address: WebsiteAddress): WebsiteRedirect {
  const { Protocol = address.protocol, HostName = address.host, HttpRedirectCode = '301' } = Redirect;
  const target = replacedKey(Redirect, Condition?.KeyPrefixEquals ?? '', key);
  return { status: Number(HttpRedirectCode), location: `${Protocol}://${HostName}/${encodePath(target)}` };
}

function replacedKey({ ReplaceKeyWith, ReplaceKeyPrefixWith }: Redirect, prefix: string, key: string): string {
  if (ReplaceKeyWith !== undefined) return ReplaceKeyWith;
  return ReplaceKeyPrefixWith === undefined ? key : ReplaceKeyPrefixWith + key.slice(prefix.length);
}

/** A query that a rule's replacement carries is kept. */
function encodePath(key: string): string {
  return encodeURI(key).replaceAll('#', '%23');
}

export function checkWebsite(website: WebsiteConfiguration): void {
  const { RedirectAllRequestsTo, IndexDocument, ErrorDocument, RoutingRules = [] } = website;
  if (RedirectAllRequestsTo) {
    if (IndexDocument || ErrorDocument || RoutingRules.length > 0) {
      throw invalidArgument('RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.');
    }
    if (RedirectAllRequestsTo.HostName === '') throw invalidArgument('The HostName must not be empty');
    checkHostName(RedirectAllRequestsTo.HostName);
    return;
  }
  if (!IndexDocument)
    throw invalidArgument('A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty');
  if (IndexDocument.Suffix === '' || IndexDocument.Suffix.includes('/')) {
    throw invalidArgument('The IndexDocument Suffix is not well formed');
  }
  if (ErrorDocument?.Key === '') throw invalidArgument('The ErrorDocument Key is not well formed');
  if (RoutingRules.length > 50) {
    throw invalidRequest(
      `${RoutingRules.length} routing rules provided, the number of routing rules in a website configuration is limited to 50.`,
    );
  }
  for (const rule of RoutingRules) checkRoutingRule(rule);
}

function checkRoutingRule({ Condition, Redirect }: RoutingRule): void {
  if (Condition && Condition.KeyPrefixEquals === undefined && Condition.HttpErrorCodeReturnedEquals === undefined) {
    throw invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    );
  }
  const code = Condition?.HttpErrorCodeReturnedEquals;
  if (code !== undefined && !/^[45]\d\d$/.test(code)) {
    throw invalidRequest(`The provided HTTP error code (${code}) is not valid. Valid codes are 4XX or 5XX.`);
  }
  const { HttpRedirectCode, ReplaceKeyWith, ReplaceKeyPrefixWith, HostName, Protocol } = Redirect;
  if (HostName !== undefined) checkHostName(HostName);
  if (ReplaceKeyWith !== undefined && ReplaceKeyPrefixWith !== undefined) {
    throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.');
  }
  if (HttpRedirectCode !== undefined && !/^3(?!00)\d\d$/.test(HttpRedirectCode)) {
    throw invalidRequest(
      `The provided HTTP redirect code (${HttpRedirectCode}) is not valid. Valid codes are 3XX except 300.`,
    );
  }
  if (
    [HttpRedirectCode, ReplaceKeyWith, ReplaceKeyPrefixWith, HostName, Protocol].every((part) => part === undefined)
  ) {
    throw malformedXml();
  }
}

/** It becomes part of a header. */
function checkHostName(name: string): void {
  if (!/^[!-~]+$/.test(name)) throw invalidRequest(`The provided host name (${name}) is not valid.`);
}

function invalidArgument(message: string): S3Error {
  return new S3Error('InvalidArgument', message);
}
