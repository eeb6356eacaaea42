import type { ResourceContext, ResourceHandler, Settlement } from '../../../platform/resource-handler.ts';
import type { ResourceSignal } from '../model/signal.ts';
import { StepFailure } from '../stack-operation/reasons.ts';
import { signalsOf } from '../store/signals.ts';
import { deleteWaitCondition, findWaitCondition, findWaitHandle, saveWaitCondition } from '../store/wait-conditions.ts';
import type { WaitCondition } from '../store/wait-conditions.ts';
import { ownContext } from './own-context.ts';
import { waitHandleToken } from './response-url.ts';

interface WaitConditionProperties {
  Handle?: string;
  Count?: number | string;
  Timeout?: number | string;
}

const longestTimeoutSeconds = 43_200;

/** AWS::CloudFormation::WaitCondition. One without a handle has a CreationPolicy, which the stack operation minds. */
export const waitConditionResource: ResourceHandler = {
  async create(desired, context) {
    const { stack } = ownContext(context);
    const { Handle, Count = 1, Timeout } = desired as WaitConditionProperties;
    if (Handle === undefined) return { Id: `${stack.id}/${stack.logicalId}`, Data: '{}' };
    const handle = await findWaitHandle(context.unit, waitHandleToken(Handle) ?? '');
    if (handle === undefined) throw new StepFailure(`Invalid WaitConditionHandle: ${Handle}`);
    const deadline = context.clock.now() + timeoutSeconds(Timeout) * 1000;
    const condition = { stackId: stack.id, logicalId: stack.logicalId, token: handle.token, count: Number(Count) };
    saveWaitCondition(context.unit, { ...condition, deadline });
    return { Id: `${handle.stackId}/${handle.logicalId}` };
  },

  async read({ physicalId, properties }) {
    return { Id: physicalId, Data: properties['Data'] };
  },

  async update() {
    throw new StepFailure('Update to resource type AWS::CloudFormation::WaitCondition is not supported.');
  },

  async delete(_existing, { unit, stack }) {
    if (stack !== undefined) deleteWaitCondition(unit, stack.id, stack.logicalId);
  },

  async settle(_existing, step, context) {
    const { stack, unit } = context;
    const condition = stack && (await findWaitCondition(unit, stack.id, stack.logicalId));
    if (step !== 'create' || condition === undefined) return { state: 'done' };
    return verdictOn(condition, context);
  },
};

async function verdictOn(condition: WaitCondition, { unit, clock }: ResourceContext): Promise<Settlement> {
  const { token, count, deadline } = condition;
  const handle = await findWaitHandle(unit, token);
  const signals = handle === undefined ? [] : await signalsOf(unit, handle.stackId, handle.logicalId);
  const failure = signals.find(({ status }) => status === 'FAILURE');
  if (failure !== undefined) {
    const { reason = '', uniqueId } = failure;
    return { state: 'failed', reason: `WaitCondition received failed message: '${reason}' for uniqueId: ${uniqueId}` };
  }
  if (signals.length >= count) return { state: 'done', properties: { Data: dataOf(signals) } };
  const left = deadline - clock.now();
  if (left > 0) return { state: 'waiting', askAgainInMs: left };
  const reason = `WaitCondition timed out. Received ${signals.length} conditions when expecting ${count}`;
  return { state: 'failed', reason };
}

/** `{"node-1":"ready"}` */
function dataOf(signals: readonly ResourceSignal[]): string {
  const inOrder = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  return JSON.stringify(Object.fromEntries(inOrder.map(({ uniqueId, data = '' }) => [uniqueId, data])));
}

function timeoutSeconds(Timeout: number | string | undefined): number {
  const seconds = Number(Timeout);
  if (Timeout === undefined) throw new StepFailure('Property Timeout cannot be empty.');
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= longestTimeoutSeconds) return seconds;
  throw new StepFailure(`Value of property Timeout must be between 0 and ${longestTimeoutSeconds}`);
}
