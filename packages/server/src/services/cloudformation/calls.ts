import type { CallOptions, Calls, Platform } from '../../platform/service.ts';

/** Calls that CloudFormation makes for a principal: they may set tags under `aws:`. */
export function callsFor(platform: Pick<Platform, 'callAs'>, by: Omit<CallOptions, 'calledVia'>): Calls {
  return platform.callAs({ ...by, calledVia: 'cloudformation.amazonaws.com' });
}
