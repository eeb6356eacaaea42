import { AwsError } from '../../platform/errors.ts';
import type { SignedRequest } from './canonical-request.ts';
import { parseTimestamp } from './presented-signature.ts';
import type { PresentedSignature } from './presented-signature.ts';

/** What a client may say of its body, beside the body's hash. */
const bodyKinds = [
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER',
];
const weekSeconds = 7 * 24 * 3600;
const credentialForm = '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"';

/**
 * What is wrong with the form of a signature for S3, which looks at more than other services do and has words of its
 * own for it. Undefined too for requests without any signature.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function s3FormError(request: SignedRequest): AwsError | undefined {
  const { authorization } = request.headers;
  const isPresigned = /(?:^|&)(?:X-Amz-Algorithm|X-Amz-Credential|AWSAccessKeyId)=/.test(request.query);
  if (authorization === undefined) {
    const isOfVersion4 = isPresigned && !request.query.includes('AWSAccessKeyId=');
    return isOfVersion4 ? queryError(new URLSearchParams(request.query)) : undefined;
  }
  if (isPresigned) {
    const allowed = 'the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header';
    const message = `Only one auth mechanism allowed; only ${allowed} should be specified`;
    return invalidArgument(message, 'Authorization', authorization);
  }
  if (authorization.startsWith('AWS4-HMAC-SHA256')) return headerError(request, authorization);
  if (!/^AWS[ 4]/.test(authorization)) {
    return invalidArgument('Unsupported Authorization Type', 'Authorization', authorization);
  }
  const message = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  return new AwsError('InvalidRequest', message, { status: 400 });
}

/** Headers of AWS's that the signature does not cover; somebody on the way may have added them. */
export function unsignedHeadersError(
  { headers }: SignedRequest,
  { form, signedHeaders }: PresentedSignature,
): AwsError | undefined {
  const names = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  // A presigned address says of its body what its query says.
  const unsigned = names.filter(
    (name) => !signedHeaders.includes(name) && !(form === 'query' && name === 'x-amz-content-sha256'),
  );
  if (unsigned.length === 0) return undefined;
  const members = { HeadersNotSigned: unsigned.join(', ') };
  const message = 'There were headers present in the request which were not signed';
  return new AwsError('AccessDenied', message, { status: 403, members });
}

function headerError({ headers }: SignedRequest, authorization: string): AwsError | undefined {
  const date = [headers['x-amz-date']].flat()[0] ?? headers.date;
  if (date === undefined || (Number.isNaN(parseTimestamp(date)) && Number.isNaN(Date.parse(date)))) {
    const message = 'AWS authentication requires a valid Date or x-amz-date header';
    return new AwsError('AccessDenied', message, { status: 403 });
  }
  const credential = /\bCredential=([^,]*)/.exec(authorization)?.[1]?.trim();
  const problem = credential === undefined ? 'the Credential is missing' : credentialProblem(credential, date);
  if (problem !== undefined) {
    const message = `The authorization header is malformed; ${problem}.`;
    return new AwsError('AuthorizationHeaderMalformed', message, { status: 400 });
  }
  const hash = [headers['x-amz-content-sha256']].flat()[0];
  if (hash === undefined) {
    const message = 'Missing required header for this request: x-amz-content-sha256';
    return new AwsError('InvalidRequest', message, { status: 400 });
  }
  if (/^[0-9a-f]{64}$/.test(hash) || bodyKinds.includes(hash)) return undefined;
  const message = `x-amz-content-sha256 must be ${bodyKinds.join(', ')} or a valid sha256 value.`;
  return invalidArgument(message, 'x-amz-content-sha256', hash);
}

function queryError(query: URLSearchParams): AwsError | undefined {
  const message = queryProblem(query);
  return message === undefined
    ? undefined
    : new AwsError('AuthorizationQueryParametersError', message, { status: 400 });
}

function queryProblem(query: URLSearchParams): string | undefined {
  const names = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];
  if (!names.every((name) => query.get(`X-Amz-${name}`))) {
    return 'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';
  }
  const [algorithm, credential = '', , date = '', , expires = ''] = names.map(
    (name) => query.get(`X-Amz-${name}`) ?? '',
  );
  if (algorithm !== 'AWS4-HMAC-SHA256') return 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"';
  if (Number.isNaN(parseTimestamp(date))) {
    return `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`;
  }
  const problem = credentialProblem(credential, date);
  if (problem !== undefined) return `Error parsing the X-Amz-Credential parameter; ${problem}.`;
  if (!/^-?\d+$/.test(expires)) return 'X-Amz-Expires should be a number';
  if (expires.startsWith('-')) return 'X-Amz-Expires must be non-negative';
  return Number(expires) <= weekSeconds
    ? undefined
    : `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${weekSeconds} seconds`;
}

function credentialProblem(credential: string, timestamp: string): string | undefined {
  const parts = credential.split('/');
  const [date, region, service, terminal] = parts.slice(-4);
  if (parts.length < 5 || !/^\d{8}$/.test(date ?? '')) {
    return `the Credential is mal-formed; expecting ${credentialForm}`;
  }
  // A Date header in the form of HTTP is compared later, with the moment that it means.
  if (!Number.isNaN(parseTimestamp(timestamp)) && date !== timestamp.slice(0, 8)) {
    const given = `"${date}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}"`;
    return `Invalid credential date ${given}`;
  }
  if (service !== 's3') return `incorrect service "${service}". This endpoint belongs to "s3"`;
  if (terminal !== 'aws4_request') return `incorrect terminal "${terminal}". This endpoint uses "aws4_request"`;
  if (parts.length === 5 && parts[0] === '') return 'a non-empty Access Key (AKID) must be provided in the credential';
  return region === '' ? 'a non-empty region must be provided in the credential' : undefined;
}

function invalidArgument(message: string, name: string, value: string): AwsError {
  const members = { ArgumentName: name, ArgumentValue: value };
  return new AwsError('InvalidArgument', message, { status: 400, members });
}
