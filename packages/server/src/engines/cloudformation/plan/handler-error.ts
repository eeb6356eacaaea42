import { AwsError } from '../../../platform/errors.ts';

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
export type HandlerErrorCode =
  | 'AccessDenied'
  | 'AlreadyExists'
  | 'GeneralServiceException'
  | 'InternalFailure'
  | 'InvalidRequest'
  | 'NotFound'
  | 'NotUpdatable'
  | 'ResourceConflict'
  | 'ServiceInternalError'
  | 'ServiceLimitExceeded'
  | 'Throttling';

const forms: readonly [RegExp, HandlerErrorCode][] = [
  [/AlreadyExist|AlreadyOwned|NameExists$|^EntityAlready/, 'AlreadyExists'],
  [/AccessDenied|AuthorizationError|Unauthori[sz]ed|^NotAuthori[sz]ed/, 'AccessDenied'],
  [/NotFound|NoSuch|NonExistent|DoesNotExist/, 'NotFound'],
  [/LimitExceeded|QuotaExceeded|TooMany[A-Z]\w+s$|OverLimit/, 'ServiceLimitExceeded'],
  [/Throttl|TooManyRequests|SlowDown/, 'Throttling'],
  [/Conflict|InUse|OperationAborted|DeletedRecently/, 'ResourceConflict'],
  [/Invalid|Malformed|Validation|Missing|Unknown|Unsupported|NotImplemented/, 'InvalidRequest'],
];

/** The kind of a service's error, by its name. Whatever is no error of a service is a fault of the handler. */
export function handlerErrorCode(error: unknown): HandlerErrorCode {
  if (!(error instanceof AwsError)) return 'InternalFailure';
  return forms.find(([form]) => form.test(error.code))?.[1] ?? 'GeneralServiceException';
}
