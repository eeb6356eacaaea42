import type { Platform } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import type { ResourceRequest } from './model/resource-request.ts';

const requestLifeMs = 7 * 24 * 3_600_000;

export interface AdvancePayload {
  requestToken: string;
}

export interface ForgetPayload extends AdvancePayload {
  clientToken?: string | undefined;
}

type Place = Pick<ResourceRequest, 'account' | 'region' | 'requestToken'>;

/** Work on the request goes on; to be asked once too often does no harm. */
export function enqueueAdvance(platform: Platform, unit: Unit, request: Place, runAt?: number): void {
  const { account, region, requestToken } = request;
  const payload: AdvancePayload = { requestToken };
  const time = runAt === undefined ? {} : { runAt };
  platform.jobs.enqueue(unit, { type: 'cloudcontrol.advance', account, region, payload, ...time });
}

export function enqueueForget(
  platform: Platform,
  unit: Unit,
  request: Place & Pick<ResourceRequest, 'requestedAt'>,
  clientToken: string | undefined,
): void {
  const { account, region, requestToken, requestedAt } = request;
  const payload: ForgetPayload = { requestToken, clientToken };
  const runAt = requestedAt + requestLifeMs;
  platform.jobs.enqueue(unit, { type: 'cloudcontrol.forget', runAt, account, region, payload });
}
