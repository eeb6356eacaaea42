/** An error that AWS documents: the gateway derives its status and wire form from the service's model. */
export class AwsError<Name extends string = string> extends Error {
  /** Name of the model's error shape, or the bare code of an error that the model does not list. */
  readonly code: Name;
  readonly details: AwsErrorDetails;

  constructor(code: Name, message: string, details: AwsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AwsError';
    this.code = code;
    this.details = details;
  }
}

export interface AwsErrorDetails {
  /** HTTP status; by default the model's, or 400 where the model does not list the error. */
  status?: number;
  /** Further members of the error shape. */
  members?: Record<string, unknown>;
  /** Headers beside the usual ones. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** Errors that any service may answer, in AWS's common-errors list. */
export type CommonErrorName =
  | 'AccessDenied'
  | 'AccessDeniedException'
  | 'ExpiredToken'
  | 'IncompleteSignature'
  | 'InternalFailure'
  | 'InvalidAction'
  | 'InvalidClientTokenId'
  | 'InvalidParameterCombination'
  | 'InvalidParameterValue'
  | 'MalformedQueryString'
  | 'MissingAction'
  | 'MissingAuthenticationToken'
  | 'MissingParameter'
  | 'NotImplemented'
  | 'OptInRequired'
  | 'RequestExpired'
  | 'ServiceUnavailable'
  | 'SignatureDoesNotMatch'
  | 'ThrottlingException'
  | 'ValidationError'
  | 'ValidationException';
