import type { CloudFormationHandlers } from '../context.ts';
import { invalid } from '../errors.ts';
import { wakeStack } from '../stack-operation/wake.ts';
import { saveSignal, signalsTable } from '../store/signals.ts';
import { findResource } from '../store/stack-resources.ts';
import { requireLivingStack } from '../store/stacks.ts';

export const signalOperations = {
  async SignalResource({ StackName, LogicalResourceId, UniqueId, Status }, request) {
    const { unit, platform, clock } = request;
    const { stackId, status } = await requireLivingStack(unit, request, StackName);
    const resource = await findResource(unit, stackId, LogicalResourceId);
    if (resource === undefined) throw invalid(`Resource ${LogicalResourceId} does not exist for stack ${StackName}`);
    if (!resource.status.endsWith('_IN_PROGRESS')) {
      const states = `[${resource.logicalId}] is in ${resource.status} state, stack in ${status} state`;
      throw invalid(`Resource ${states}: signals are accepted only while a resource is created or updated.`);
    }
    // What a unique id has said first counts.
    if ((await unit.get(signalsTable, [stackId, LogicalResourceId, UniqueId])) !== undefined) return;
    const signal = { stackId, logicalId: LogicalResourceId, uniqueId: UniqueId, status: Status };
    saveSignal(unit, { ...signal, receivedAt: clock.now(), reported: false });
    await wakeStack(platform, unit, { stackId });
  },
} satisfies Partial<CloudFormationHandlers>;
