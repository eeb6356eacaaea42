import { hash } from 'node:crypto';
import type { ServerSideEncryptionRule } from '../../../../generated/types/s3.ts';
import { S3Error, accessDenied, invalidArgument, invalidRequest, notImplemented } from '../errors.ts';
import type { ObjectEncryption } from './object.ts';

export interface EncryptionInput extends CustomerKeyInput {
  ServerSideEncryption?: string | undefined;
  SSEKMSKeyId?: string | undefined;
  SSEKMSEncryptionContext?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
}

export interface CustomerKeyInput {
  SSECustomerAlgorithm?: string | undefined;
  SSECustomerKey?: string | undefined;
  SSECustomerKeyMD5?: string | undefined;
}

/** What a request asks for, or else the bucket's default. Undefined for S3's own keys, which need no word. */
export function encryptionFrom(
  input: EncryptionInput,
  rule: ServerSideEncryptionRule | undefined,
): ObjectEncryption | undefined {
  const customerKeyMd5 = customerKeyOf(input);
  const { ServerSideEncryption: asked, SSEKMSKeyId: kmsKeyId, SSEKMSEncryptionContext: kmsContext } = input;
  if (customerKeyMd5 !== undefined) {
    if (asked !== undefined)
      throw invalidArgument(
        'x-amz-server-side-encryption',
        asked,
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      );
    return { algorithm: 'AES256', customerKeyMd5 };
  }
  const standard = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = asked ?? standard?.SSEAlgorithm ?? 'AES256';
  if (algorithm === 'aws:fsx') throw notImplemented('Encryption aws:fsx');
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
    throw invalidArgument(
      'x-amz-server-side-encryption',
      algorithm,
      'The encryption method specified is not supported',
    );
  }
  if (algorithm === 'AES256') {
    if (kmsKeyId === undefined) return undefined;
    throw invalidArgument(
      'x-amz-server-side-encryption-aws-kms-key-id',
      kmsKeyId,
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
    );
  }
  if (kmsContext !== undefined) checkContext(kmsContext);
  const key = kmsKeyId ?? (asked === undefined ? standard?.KMSMasterKeyID : undefined);
  const bucketKeyEnabled = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled;
  return {
    algorithm,
    ...(key !== undefined && { kmsKeyId: key }),
    ...(kmsContext !== undefined && { kmsContext }),
    ...(bucketKeyEnabled && { bucketKeyEnabled }),
  };
}

function checkContext(header: string): void {
  try {
    const context: unknown = JSON.parse(Buffer.from(header, 'base64').toString());
    const isMap = typeof context === 'object' && context !== null && !Array.isArray(context);
    if (isMap && Object.values(context).every((value) => typeof value === 'string')) return;
  } catch {
    // It is refused as what it is not.
  }
  throw invalidArgument(
    'x-amz-server-side-encryption-context',
    header,
    "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
  );
}

/** The MD5 of the key that a request brings, in base64. Throws where what it brings is not a key. */
function customerKeyOf(input: CustomerKeyInput): string | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: key, SSECustomerKeyMD5: md5 } = input;
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm === undefined) throw incompleteCustomerKey('a valid encryption algorithm');
  if (key === undefined) throw incompleteCustomerKey('an appropriate secret key');
  if (md5 === undefined) throw incompleteCustomerKey('the client calculated MD5 of the secret key');
  if (algorithm !== 'AES256') {
    throw new S3Error(
      'InvalidEncryptionAlgorithmError',
      'The Encryption request you specified is not valid. Supported value: AES256.',
    );
  }
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32)
    throw invalidArgument(
      'x-amz-server-side-encryption',
      'null',
      'The secret key was invalid for the specified algorithm.',
    );
  if (hash('md5', bytes, 'base64') !== md5) {
    throw invalidArgument(
      'x-amz-server-side-encryption',
      'null',
      'The calculated MD5 hash of the key did not match the hash that was provided.',
    );
  }
  return md5;
}

function incompleteCustomerKey(missing: string): S3Error {
  const message = `Requests specifying Server Side Encryption with Customer provided keys must provide ${missing}.`;
  return invalidArgument('x-amz-server-side-encryption', 'null', message);
}

/** Reading what was encrypted with a customer's key takes that key. */
export function requireCustomerKey(encryption: ObjectEncryption | undefined, input: CustomerKeyInput): void {
  const given = customerKeyOf(input);
  const expected = encryption?.customerKeyMd5;
  if (expected === undefined) {
    if (given !== undefined) throw invalidRequest('The encryption parameters are not applicable to this object.');
    return;
  }
  if (given === undefined) {
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  if (given !== expected) throw accessDenied('Access Denied');
}

/** What answers say of it. */
export function encryptionMembers(encryption: ObjectEncryption | undefined) {
  if (encryption?.customerKeyMd5 !== undefined) {
    return { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: encryption.customerKeyMd5 };
  }
  const { algorithm = 'AES256' as const, kmsKeyId, bucketKeyEnabled } = encryption ?? {};
  return {
    ServerSideEncryption: algorithm,
    ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
    ...(bucketKeyEnabled && { BucketKeyEnabled: true }),
  };
}
