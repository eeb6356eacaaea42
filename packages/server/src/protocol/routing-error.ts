import { AwsError } from '../platform/errors.ts';
import type { Protocol } from './model.ts';

/** A request that no operation fits, with what is known of how to answer it. */
export class RoutingError extends AwsError {
  readonly protocol: Protocol;
  readonly service: string | undefined;

  constructor(protocol: Protocol, service: string | undefined, error: AwsError) {
    super(error.code, error.message, error.details);
    this.protocol = protocol;
    this.service = service;
  }
}
