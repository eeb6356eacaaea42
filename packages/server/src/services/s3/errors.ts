import type { S3ErrorName } from '../../../generated/types/s3.ts';
import { AwsError } from '../../platform/errors.ts';
import type { AwsErrorDetails, CommonErrorName } from '../../platform/errors.ts';

/**
 * Codes that S3's model lacks, or lists without their status.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const statuses = {
  AccessControlListNotSupported: 400,
  AccessDenied: 403,
  AccessForbidden: 403,
  AllAccessDisabled: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  BadRequest: 400,
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  ConditionalRequestConflict: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IllegalLocationConstraintException: 400,
  IllegalVersioningConfigurationException: 400,
  IncompleteBody: 400,
  InvalidAccessPoint: 400,
  InvalidArgument: 400,
  InvalidBucketAclWithObjectOwnership: 400,
  InvalidBucketName: 400,
  InvalidBucketOwnerAWSAccountID: 400,
  InvalidBucketState: 409,
  InvalidDigest: 400,
  InvalidEncryptionAlgorithmError: 400,
  InvalidLocationConstraint: 400,
  InvalidObjectState: 403,
  InvalidPart: 400,
  InvalidPartNumber: 416,
  InvalidPartOrder: 400,
  InvalidPolicyDocument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidStorageClass: 400,
  InvalidTag: 400,
  InvalidTargetBucketForLogging: 400,
  InvalidTokenId: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  KMSDisabledException: 400,
  KMSInvalidKeyUsageException: 400,
  KMSNotFoundException: 400,
  MalformedACLError: 400,
  MalformedPolicy: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MaxPostPreDataLengthExceededError: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  MissingRequestBodyError: 400,
  MissingSecurityHeader: 400,
  NoSuchAccessPoint: 404,
  NoSuchBucket: 404,
  NoSuchBucketPolicy: 404,
  NoSuchConfiguration: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchObjectLockConfiguration: 404,
  NoSuchPublicAccessBlockConfiguration: 404,
  NoSuchTagSet: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  NoSuchWebsiteConfiguration: 404,
  NotModified: 304,
  ObjectLockConfigurationNotFoundError: 404,
  OperationAborted: 409,
  OwnershipControlsNotFoundError: 404,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
  ReplicationConfigurationNotFoundError: 404,
  RequestTimeout: 400,
  RestoreAlreadyInProgress: 409,
  ServerSideEncryptionConfigurationNotFoundError: 404,
  TooManyBuckets: 400,
  TooManyConfigurations: 400,
  UnexpectedContent: 400,
  UnresolvableGrantByEmailAddress: 400,
  UserKeyMustBeSpecified: 400,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = S3ErrorName | CommonErrorName | keyof typeof statuses;

export class S3Error extends AwsError<S3ErrorCode> {
  /** `members` become elements of the error's XML: `{ Key: 'a.txt' }`. */
  constructor(code: S3ErrorCode, message: string, members?: Record<string, unknown>, details: AwsErrorDetails = {}) {
    const status = Object.hasOwn(statuses, code) ? { status: statuses[code as keyof typeof statuses] } : {};
    super(code, message, { ...status, ...(members && { members }), ...details });
  }
}

export function noSuchBucket(name: string): S3Error {
  if (/^arn:|-s3alias$|\.mrap$/.test(name)) return notImplemented('Access to a bucket through an access point');
  return new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
}

export function noSuchKey(key: string): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
}

export function noSuchVersion(key: string, versionId: string): S3Error {
  return new S3Error('NoSuchVersion', 'The specified version does not exist.', { Key: key, VersionId: versionId });
}

/** For what has not the form of a version id. */
export function invalidVersionId(text: string): S3Error {
  return invalidArgument('versionId', text, 'Invalid version id specified');
}

export function noSuchUpload(uploadId: string): S3Error {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new S3Error('NoSuchUpload', message, { UploadId: uploadId });
}

export function invalidArgument(name: string, value: unknown, message: string): S3Error {
  return new S3Error('InvalidArgument', message, { ArgumentName: name, ArgumentValue: value });
}

export function invalidRequest(message: string): S3Error {
  return new S3Error('InvalidRequest', message);
}

export function malformedXml(): S3Error {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new S3Error('MalformedXML', message);
}

export function accessDenied(message = 'Access Denied'): S3Error {
  return new S3Error('AccessDenied', message);
}

export function methodNotAllowed(method: string, resourceType: string, headers?: Record<string, string>): S3Error {
  const message = 'The specified method is not allowed against this resource.';
  const members = { Method: method, ResourceType: resourceType };
  return new S3Error('MethodNotAllowed', message, members, headers && { headers });
}

/** A header that S3 has elsewhere, or a value of one. */
export function unsupportedHeader(
  header: string,
  reason = `We don't accept the provided value of ${header} header for this API`,
): S3Error {
  const message = 'A header you provided implies functionality that is not implemented';
  return new S3Error('NotImplemented', message, { Header: header, additionalMessage: reason }, { status: 501 });
}

/** What Madang does not have, by its name. */
export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `${what} is not implemented in this version of Madang.`, undefined, {
    status: 501,
  });
}
