import { AwsError } from '../platform/errors.ts';
import type { Protocol, ServiceIndexEntry } from '../protocol/model.ts';

/** What can be wrong with a request before it reaches a service; each protocol family has names of its own for it. */
export type SecurityProblem =
  | 'missing-token'
  | 'incomplete-signature'
  | 'invalid-expiry'
  | 'unknown-key'
  | 'wrong-signature'
  | 'expired-signature'
  | 'skewed-clock'
  | 'expired-token'
  | 'invalid-token'
  | 'wrong-scope'
  | 'access-denied';

type Family = 'query' | 'json' | 's3' | 'ec2';
type Answer = readonly [code: string, status: number];

/** Codes as AWS's services send them; https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const answers: Record<SecurityProblem, Record<Family, Answer>> = {
  'missing-token': {
    query: ['MissingAuthenticationToken', 403],
    json: ['MissingAuthenticationTokenException', 400],
    s3: ['AccessDenied', 403],
    ec2: ['AuthFailure', 401],
  },
  'incomplete-signature': {
    query: ['IncompleteSignature', 403],
    json: ['IncompleteSignatureException', 400],
    s3: ['AuthorizationHeaderMalformed', 400],
    ec2: ['AuthFailure', 401],
  },
  'invalid-expiry': {
    query: ['IncompleteSignature', 403],
    json: ['IncompleteSignatureException', 400],
    s3: ['AuthorizationQueryParametersError', 400],
    ec2: ['AuthFailure', 401],
  },
  'unknown-key': {
    query: ['InvalidClientTokenId', 403],
    json: ['UnrecognizedClientException', 400],
    s3: ['InvalidAccessKeyId', 403],
    ec2: ['AuthFailure', 401],
  },
  'wrong-signature': {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    s3: ['SignatureDoesNotMatch', 403],
    ec2: ['AuthFailure', 401],
  },
  'expired-signature': {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    s3: ['AccessDenied', 403],
    ec2: ['AuthFailure', 401],
  },
  'skewed-clock': {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    s3: ['RequestTimeTooSkewed', 403],
    ec2: ['RequestExpired', 400],
  },
  'expired-token': {
    query: ['ExpiredToken', 403],
    json: ['ExpiredTokenException', 400],
    s3: ['ExpiredToken', 400],
    ec2: ['RequestExpired', 400],
  },
  'invalid-token': {
    query: ['InvalidClientTokenId', 403],
    json: ['UnrecognizedClientException', 400],
    s3: ['InvalidToken', 400],
    ec2: ['AuthFailure', 401],
  },
  'wrong-scope': {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    s3: ['AuthorizationHeaderMalformed', 400],
    ec2: ['AuthFailure', 401],
  },
  'access-denied': {
    query: ['AccessDenied', 403],
    json: ['AccessDeniedException', 400],
    s3: ['AccessDenied', 403],
    ec2: ['UnauthorizedOperation', 403],
  },
};

/** S3's own words for what other services say in one and the same way. */
const s3Messages: Partial<Record<SecurityProblem, string>> = {
  'unknown-key': 'The AWS Access Key Id you provided does not exist in our records.',
  'wrong-signature':
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  'expired-token': 'The provided token has expired.',
  'invalid-token': 'The provided token is malformed or otherwise invalid.',
};

/** @param members what S3 tells beside the message */
export function securityError(
  problem: SecurityProblem,
  message: string,
  service: ServiceIndexEntry,
  protocol: Protocol,
  members?: Record<string, unknown>,
): AwsError {
  if (service.service === 's3') {
    const [code, status] = answers[problem].s3;
    return new AwsError(code, s3Messages[problem] ?? message, { status, ...(members && { members }) });
  }
  const [usual, status] = answers[problem][familyOf(protocol)];
  const code = problem === 'access-denied' && service.service === 'sns' ? 'AuthorizationError' : usual;
  // REST-JSON services answer these with 403 where awsJson ones answer 400.
  return new AwsError(code, message, { status: protocol === 'rest-json' ? 403 : status });
}

function familyOf(protocol: Protocol): Exclude<Family, 's3'> {
  if (protocol === 'ec2') return 'ec2';
  return protocol === 'query' || protocol === 'rest-xml' ? 'query' : 'json';
}
