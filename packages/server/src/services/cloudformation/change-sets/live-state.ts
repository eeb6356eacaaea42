import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import type { Standing } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import { valueText } from '../../../engines/cloudformation/change-set/value-text.ts';
import { valueAt } from '../../../engines/cloudformation/schema/references.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { compareResource, masked } from '../drift/comparison.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { stands } from '../model/stack-resource.ts';
import { resourceAccess } from '../resource-access.ts';
import { resourcesOf, saveResource } from '../store/stack-resources.ts';

export type LiveStatus = 'DELETED' | 'IN_SYNC' | 'MODIFIED' | 'UNSUPPORTED';

/** A resource as it is, beside what the stack last made of it: what a change set in DeploymentMode REVERT_DRIFT goes by. */
export interface LiveResource {
  status: LiveStatus;
  /** What the stack declares, as it is now; absent unless the status is MODIFIED. */
  properties?: TemplateObject;
  checkedAt: number;
}

export type LiveState = Readonly<Record<string, LiveResource>>;

/** Reads every resource of the stack. */
export async function readLiveState(changeSet: ChangeSet, stack: Stack, platform: Platform): Promise<LiveState> {
  const { principal, endpoint } = changeSet;
  const found: Record<string, LiveResource> = {};
  for (const { logicalId, standing } of (await resourcesOf(platform.storage, stack.stackId)).filter(stands)) {
    const checkedAt = platform.clock.now();
    found[logicalId] = await platform.storage.transact(async (unit) => {
      const access = resourceAccess({ platform, principal, endpoint }, unit, { stack, logicalId, standing });
      if (access === undefined) return { status: 'UNSUPPORTED', checkedAt };
      const read = (await access.handler.read(access.existing, access.context)) as TemplateObject | undefined;
      if (read === undefined) return { status: 'DELETED', checkedAt };
      const { expected, actual, differences } = compareResource(access.schema, standing.properties, read);
      if (differences.length === 0) return { status: 'IN_SYNC', checkedAt };
      return { status: 'MODIFIED', properties: merged(standing.properties, expected, actual), checkedAt };
    });
  }
  return found;
}

/** The declared properties, those that are otherwise by now replaced. */
function merged(declared: TemplateObject, expected: TemplateObject, actual: TemplateObject): TemplateObject {
  const drifted = Object.keys(expected).filter((name) => !isSame(expected[name], actual[name]));
  const kept = Object.entries(declared).filter(([name]) => !drifted.includes(name));
  const changed = drifted.flatMap((name) => (actual[name] === undefined ? [] : [[name, actual[name]] as const]));
  return Object.fromEntries([...kept, ...changed]);
}

/** What stands, as it is now. */
export function standingNow(standing: ReadonlyMap<string, Standing>, live: LiveState): Map<string, Standing> {
  const present = [...standing].filter(([id]) => live[id]?.status !== 'DELETED');
  return new Map(present.map(([id, one]) => [id, { ...one, properties: live[id]?.properties ?? one.properties }]));
}

/** Tells of each change what was found, and what the stack had made. */
export function withDrift(
  changes: readonly ResourceChange[],
  standing: ReadonlyMap<string, Standing>,
  live: LiveState,
  stack: Stack,
): ResourceChange[] {
  const secrets = stack.configuration.parameters.flatMap(({ noEcho, text }) => (noEcho && text !== '' ? [text] : []));
  const shown = (properties: TemplateObject | undefined, parts: readonly string[]) => {
    const value = valueAt(properties, parts);
    return value === undefined ? undefined : valueText(masked(value, secrets));
  };
  return changes.map((change) => {
    const { status, properties, checkedAt } = live[change.LogicalResourceId] ?? {};
    if (status === undefined || checkedAt === undefined) return change;
    const before = standing.get(change.LogicalResourceId)?.properties;
    const Details = change.Details.map((detail) => {
      const parts = detail.Target.Path?.split('/').slice(2) ?? [];
      const [previous, actual] = [shown(before, parts), shown(properties, parts)];
      if (properties === undefined || parts.length === 0 || previous === actual) return detail;
      const Target = {
        ...detail.Target,
        ...(actual !== undefined && { BeforeValue: actual }),
        BeforeValueFrom: 'ACTUAL_STATE' as const,
        AfterValueFrom: 'TEMPLATE' as const,
        Drift: {
          ...(previous !== undefined && { PreviousValue: previous }),
          ...(actual !== undefined && { ActualValue: actual }),
          checkedAt,
        },
      };
      const isDeclaredAgain = previous === detail.Target.AfterValue;
      return { ...detail, Target, ...(isDeclaredAgain && { ChangeSource: 'NoModification' as const }) };
    });
    return { ...change, Details, ResourceDriftStatus: status };
  });
}

/** Before the update: the stack's rows say what is, so that the update leads from there. */
export async function adoptLiveState(unit: Unit, stackId: string, live: LiveState): Promise<void> {
  for (const row of (await resourcesOf(unit, stackId)).filter(stands)) {
    const { status, properties } = live[row.logicalId] ?? {};
    const { standing, ...rest } = row;
    if (status === 'DELETED') saveResource(unit, { ...rest, lastPhysicalId: standing.physicalId });
    else if (properties !== undefined) saveResource(unit, { ...row, standing: { ...standing, properties } });
  }
}
