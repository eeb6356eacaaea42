import { evaluate } from '../../../engines/cloudformation/template/resolve/evaluate.ts';
import { memberOf, textOf } from '../../../engines/cloudformation/template/template.ts';
import { durationMs } from '../model/duration.ts';
import type { StackResource } from '../model/stack-resource.ts';
import type { ApplyRun } from './apply-run.ts';

const defaultTimeout = 'PT5M';
const longestMs = 12 * 3_600_000;

/** What a CreationPolicy waits for once the resource is there: signals, so many within such a time. */
export function creationWait(run: ApplyRun, logicalId: string): StackResource['waiting'] {
  const { CreationPolicy } = run.template.Resources[logicalId] ?? {};
  if (CreationPolicy === undefined) return undefined;
  const policy = evaluate(CreationPolicy, run.environment).value;
  const signal = memberOf(policy, 'ResourceSignal');
  if (signal === undefined) return undefined;
  const count = Number(memberOf(signal, 'Count') ?? 1);
  if (count === 0) return undefined;
  const timeout = durationMs(textOf(memberOf(signal, 'Timeout') ?? defaultTimeout)) ?? longestMs;
  const share = memberOf(memberOf(policy, 'AutoScalingCreationPolicy'), 'MinSuccessfulInstancesPercent');
  const since = run.platform.clock.now();
  const minSuccessPercent = share === undefined ? undefined : Number(share);
  const signals = { count, minSuccessPercent, deadline: since + Math.min(timeout, longestMs) };
  return { step: 'create', for: 'signals', since, signals };
}
