import type { CORSRule } from '../../../../generated/types/s3.ts';
import { invalidRequest, malformedXml, S3Error } from '../errors.ts';

/** What a browser's request, or the preflight for it, says of itself. */
export interface CrossOriginRequest {
  origin: string;
  method: string;
  /** Access-Control-Request-Headers of a preflight. */
  headers: readonly string[];
}

const methods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html: the first rule that fits decides. */
export function findCorsRule(rules: readonly CORSRule[], request: CrossOriginRequest): CORSRule | undefined {
  return rules.find(
    (rule) =>
      rule.AllowedMethods.includes(request.method) &&
      matchingOrigin(rule, request.origin) !== undefined &&
      request.headers.every((name) =>
        rule.AllowedHeaders?.some((pattern) => matchesWildcard(pattern.toLowerCase(), name.toLowerCase())),
      ),
  );
}

export function corsHeaders(rule: CORSRule, { origin, headers }: CrossOriginRequest): Record<string, string> {
  // Credentials may not be sent to everyone: a bare * answers itself, any other pattern the origin it matched.
  const isOpen = matchingOrigin(rule, origin) === '*';
  return {
    'access-control-allow-origin': isOpen ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ').toLowerCase() }),
    ...(rule.ExposeHeaders?.length && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(!isOpen && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

export function checkCorsRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0) throw malformedXml();
  if (rules.length > 100)
    throw invalidRequest('The number of CORS rules should not exceed allowed limit of 100 rules.');
  for (const rule of rules) checkRule(rule);
}

function checkRule({ ID, AllowedMethods, AllowedOrigins, AllowedHeaders = [], ExposeHeaders = [] }: CORSRule): void {
  if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
  if (ID !== undefined && ID.length > 255)
    throw new S3Error('InvalidArgument', 'ID length should not exceed allowed limit of 255');
  for (const method of AllowedMethods) {
    if (!methods.has(method)) {
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    }
  }
  const patterns = [
    ...AllowedOrigins.map((text) => ['AllowedOrigin', text]),
    ...AllowedHeaders.map((text) => ['AllowedHeader', text]),
  ];
  for (const [element = '', text = ''] of patterns) {
    if (text.split('*').length > 2) throw invalidRequest(`${element} "${text}" can not have more than one wildcard.`);
  }
  for (const text of ExposeHeaders) {
    if (!text.includes('*')) continue;
    throw invalidRequest(
      `ExposeHeader "${text}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  }
}

function matchingOrigin(rule: CORSRule, origin: string): string | undefined {
  return rule.AllowedOrigins.find((pattern) => matchesWildcard(pattern, origin));
}

/** Patterns have one wildcard at most. */
function matchesWildcard(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return text === head;
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
