import type { S3Operations } from '../../../generated/types/s3.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';

/** What S3's handlers get. */
export interface S3Context {
  readonly request: RequestContext;
}

export type S3Handlers = Handlers<S3Operations, S3Context>;

export function s3Context(request: RequestContext): S3Context {
  return { request };
}
