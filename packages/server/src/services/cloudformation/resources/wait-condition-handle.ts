import type { ResourceHandler } from '../../../platform/resource-handler.ts';
import { deleteSignals } from '../store/signals.ts';
import { deleteWaitHandle, findWaitHandle, saveWaitHandle } from '../store/wait-conditions.ts';
import { ownContext } from './own-context.ts';
import { newToken, waitHandleToken, waitHandleUrl } from './response-url.ts';

const validMs = 24 * 3_600_000;

/** AWS::CloudFormation::WaitConditionHandle: Ref gives the URL to put signals to. */
export const waitConditionHandleResource: ResourceHandler = {
  async create(_desired, context) {
    const { platform, unit, endpoint, region, stack } = ownContext(context);
    const token = newToken(platform.ids);
    const { id: stackId, logicalId } = stack;
    const expiresAt = platform.clock.now() + validMs;
    saveWaitHandle(unit, { stackId, logicalId, token, expiresAt });
    return { Id: waitHandleUrl({ endpoint, region, stackId, logicalId, token, expiresAt }) };
  },

  async read({ physicalId }, { unit }) {
    const handle = await findWaitHandle(unit, waitHandleToken(physicalId) ?? '');
    return handle && { Id: physicalId };
  },

  async delete({ physicalId }, { unit }) {
    const handle = await findWaitHandle(unit, waitHandleToken(physicalId) ?? '');
    if (handle === undefined) return;
    deleteWaitHandle(unit, handle.token);
    await deleteSignals(unit, handle.stackId, handle.logicalId);
  },
};
