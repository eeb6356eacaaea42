import { createHash } from 'node:crypto';
import { CloudControlError } from './errors.ts';
import type { RequestContext } from '../../platform/service.ts';
import { actorOf } from './handler-context.ts';

import type { Operation, ResourceRequest } from './model/resource-request.ts';
import { enqueueAdvance, enqueueForget } from './request-jobs.ts';
import { findClientToken, saveClientToken } from './store/client-tokens.ts';
import { findRequest, saveRequest } from './store/requests.ts';
import { findLock, saveLock } from './store/resource-locks.ts';

const clientTokenLifeMs = 36 * 3_600_000;

export interface Change {
  operation: Operation;
  typeName: string;
  identifier: string | undefined;
  /** DesiredState or PatchDocument. */
  document?: string;
  /** JSON text, where it is known already. */
  resourceModel?: string;
}

interface Asked {
  ClientToken?: string | undefined;
  RoleArn?: string | undefined;
}

/** The request that the same client token has made before, if it asked for the same. */
export async function findRepeated(request: RequestContext, input: Asked): Promise<ResourceRequest | undefined> {
  if (input.ClientToken === undefined) return undefined;
  const used = await findClientToken(request.unit, request, input.ClientToken);
  if (used === undefined || used.usedAt + clientTokenLifeMs <= request.clock.now()) return undefined;
  if (used.fingerprint !== fingerprintOf(input)) {
    throw new CloudControlError(
      'ClientTokenConflictException',
      `The client token ${input.ClientToken} has already been used in another resource request.`,
    );
  }
  return findRequest(request.unit, used.requestToken);
}

/** Notes the request, to be carried out by a job. */
export async function accept(request: RequestContext, change: Change, input: Asked): Promise<ResourceRequest> {
  const { unit, platform, account, region, endpoint, clock } = request;
  const now = clock.now();
  const row: ResourceRequest = {
    account,
    region,
    endpoint,
    ...change,
    requestToken: platform.ids.uuid(),
    status: 'IN_PROGRESS',
    requestedAt: now,
    changedAt: now,
    principal: await actorOf(request, input.RoleArn),
  };
  await lockResource(request, row);
  saveRequest(unit, row);
  if (input.ClientToken !== undefined) {
    const { requestToken } = row;
    const fingerprint = fingerprintOf(input);
    saveClientToken(unit, { account, region, clientToken: input.ClientToken, requestToken, fingerprint, usedAt: now });
  }
  enqueueAdvance(platform, unit, row);
  enqueueForget(platform, unit, row, input.ClientToken);
  return row;
}

async function lockResource({ unit }: RequestContext, request: ResourceRequest): Promise<void> {
  const { identifier } = request;
  if (identifier === undefined) return;
  const resource = { ...request, identifier };
  const lock = await findLock(unit, resource);
  if (lock !== undefined) {
    throw new CloudControlError(
      'ConcurrentOperationException',
      `Another resource operation is currently being performed on this resource. (RequestToken: ${lock.requestToken})`,
    );
  }
  saveLock(unit, resource);
}

function fingerprintOf(input: Asked): string {
  const members = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(members)).digest('base64');
}
