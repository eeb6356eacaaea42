import type { Random } from '../crash/random.ts';
import type { WireRequest } from './wire-request.ts';

/** Headers that are no signatures. */
export const authorizations = [
  '',
  'Basic dGVzdDp0ZXN0',
  'AWS4-HMAC-SHA256',
  'AWS4-HMAC-SHA256 Credential=',
  'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=, Signature=',
  'AWS4-HMAC-SHA256 Credential=//// , SignedHeaders=;;;, Signature=zz',
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/__proto__/aws4_request, SignedHeaders=host, Signature=00',
  'AWS4-HMAC-SHA256 Credential=__proto__/20260101/__proto__/sqs/aws4_request, SignedHeaders=__proto__, Signature=00',
  'AWS4-HMAC-SHA256 Credential=000000000001/20260101/%00/iam/aws4_request, SignedHeaders=host, Signature=00',
  'AWS4-HMAC-SHA256 Credential=test/20260101/../../x/s3/aws4_request, SignedHeaders=host, Signature=00',
  'AWS4-ECDSA-P256-SHA256 Credential=test/20260101/sqs/aws4_request, SignedHeaders=host, Signature=00',
  'AWS test:AAAA',
  `AWS4-HMAC-SHA256 Credential=${'x/'.repeat(5000)}, SignedHeaders=${'a;'.repeat(5000)}, Signature=${'0'.repeat(5000)}`,
];

export function mutatePresigned(request: WireRequest, random: Random): void {
  const service = random.pick(['sqs', 'iam', 'sts', 's3', 'ec2', '__proto__', '%00']);
  const parameters = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${random.pick(['test', '', '%zz', '__proto__'])}/20260101/us-east-1/${service}/aws4_request`,
    `X-Amz-Date=${random.pick(['20260101T000000Z', '', 'x', '99999999T999999Z'])}`,
    `X-Amz-Expires=${random.pick(['60', '-1', '1e9', 'x', '', '9'.repeat(50)])}`,
    `X-Amz-SignedHeaders=${random.pick(['host', '', '__proto__', '%zz', 'host;host'])}`,
    `X-Amz-Signature=${random.pick(['0'.repeat(64), '', 'zz', '%'])}`,
    `X-Amz-Security-Token=${random.pick(['', 'x', '%zz'])}`,
  ].filter(() => random.chance(0.85));
  request.target += `${request.target.includes('?') ? '&' : '?'}${parameters.join('&')}`;
}
