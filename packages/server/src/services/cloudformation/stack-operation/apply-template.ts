import { checkExistence } from '../../../engines/cloudformation/template/parameters/parameter-lookups.ts';
import { parameterLookups } from '../template-source/parameter-lookups.ts';
import { saveOperation } from '../store/stack-operations.ts';
import { failureOf } from './applied-row.ts';
import { applyResource } from './apply-resource.ts';
import { openApplyRun } from './apply-run.ts';
import type { ApplyRun } from './apply-run.ts';
import { conclude } from './conclude.ts';
import { finishApply } from './endings.ts';
import { failOperation } from './failures.ts';
import { walkGraph } from './graph-walk.ts';
import { importedValue } from './lookups.ts';
import { refusalOf } from './reasons.ts';
import { takeStep } from './resource-step.ts';
import { callsOf } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';
import { requirePolicyAllows } from './update-policy.ts';

/** Creates, changes and adopts what the template declares, each resource once those are done that it depends on. */
export async function applyTemplate(opened: StackRun): Promise<'ended' | 'waiting'> {
  const run = await openApplyRun(opened);
  const refusal = await lookUpInputs(run);
  if (refusal !== undefined) {
    await failOperation(run, refusal);
    return 'ended';
  }
  if (await refuseRemovals(run)) {
    await failOperation(run);
    return 'ended';
  }
  const step = (id: string) => applyResource(run, id);
  const results = [...(await walkGraph(run.graph, { step, stopsAtFailure: true })).values()];
  if (results.includes('stopped')) return 'waiting';
  if (results.includes('failed')) await failOperation(run);
  else if (results.includes('waiting') || !(await isMonitored(run))) return 'waiting';
  else await finishApply(run);
  return 'ended';
}

/** What the template has no more goes only after everything else, but a policy that forbids it counts at once. */
async function refuseRemovals(run: ApplyRun): Promise<boolean> {
  let refused = false;
  for (const row of run.resources.values()) {
    const { logicalId, type, standing } = row;
    if (standing === undefined || run.graph.has(logicalId)) continue;
    const result = await takeStep(
      run,
      { logicalId, type, properties: standing.properties },
      async () => {
        requirePolicyAllows(run, 'Update:Delete', { logicalId, type });
        return { row, entries: [] };
      },
      (reason) => failureOf(run, row, { logicalId, type, reason }),
    );
    refused ||= result === 'failed';
  }
  return refused;
}

/** Whether the stack has been watched for as long as its rollback configuration asks, before its old resources go. */
async function isMonitored(run: ApplyRun): Promise<boolean> {
  const { operation, platform, stack } = run;
  const minutes = stack.configuration.rollbackConfiguration?.MonitoringTimeInMinutes ?? 0;
  if (minutes === 0) return true;
  const until = operation.monitoredUntil ?? platform.clock.now() + minutes * 60_000;
  if (operation.monitoredUntil === undefined) {
    await conclude(run, async (unit) => saveOperation(unit, { ...operation, monitoredUntil: until }));
  }
  run.wakes.push(until);
  return platform.clock.now() >= until;
}

/** What the whole template hangs on; AWS too finds it missing only when the stack is there. */
async function lookUpInputs(run: ApplyRun): Promise<string | undefined> {
  const { platform, stack, lookups } = run;
  const { parameters, imports } = stack.configuration;
  const scope = { reader: platform.storage, account: stack.account, region: stack.region };
  try {
    await checkExistence(new Map(parameters.map((value) => [value.name, value])), parameterLookups(callsOf(run)));
    for (const name of imports) lookups.imports.set(name, await importedValue(name, scope));
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
