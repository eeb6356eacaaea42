import type { JobDefinition } from '../../platform/service.ts';
import { advanceRequest } from './execution.ts';
import type { AdvancePayload, ForgetPayload } from './request-jobs.ts';
import { deleteClientToken, findClientToken } from './store/client-tokens.ts';
import { deleteRequest, findRequest } from './store/requests.ts';
import { releaseLock } from './store/resource-locks.ts';

export const jobs = {
  advance: {
    async run({ requestToken }: AdvancePayload, { platform }) {
      await advanceRequest(platform, requestToken);
    },
  },

  /** Requests are kept for seven days, and with them their client tokens, though these are good for less. */
  forget: {
    async run({ requestToken, clientToken }: ForgetPayload, { platform, account, region }) {
      const scope = { account, region };
      await platform.storage.transact(async (unit) => {
        const request = await findRequest(unit, requestToken);
        if (request !== undefined) await releaseLock(unit, request);
        deleteRequest(unit, requestToken);
        if (clientToken === undefined) return;
        const used = await findClientToken(unit, scope, clientToken);
        if (used?.requestToken === requestToken) deleteClientToken(unit, scope, clientToken);
      });
    },
  },
} satisfies Record<string, JobDefinition>;
