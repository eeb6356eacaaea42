import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { ResourceDrift } from '../model/drift.ts';
import type { Stack } from '../model/stack.ts';
import { physicalIdOf, stands } from '../model/stack-resource.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { resourceAccess } from '../resource-access.ts';
import type { ResourceActor } from '../resource-access.ts';
import { saveDrift } from '../store/drifts.ts';
import { resourcesOf, saveResource } from '../store/stack-resources.ts';
import { withoutAttachments } from './attachments.ts';
import { compareResource, masked } from './comparison.ts';

/**
 * Reads the resource through its handler and notes how it differs from its template. Undefined of types that cannot be
 * checked. A read that fails throws.
 */
export async function checkResource(
  actor: ResourceActor,
  unit: Unit,
  stack: Stack,
  resource: StackResource,
): Promise<ResourceDrift | undefined> {
  if (!stands(resource)) return undefined;
  const { logicalId, standing } = resource;
  const access = resourceAccess(actor, unit, { stack, logicalId, standing });
  if (access === undefined) return undefined;
  const { schema, handler, existing, context } = access;
  const found = (await handler.read(existing, context)) as TemplateObject | undefined;
  const read = found && withoutAttachments(standing, found, await standingOf(unit, stack));
  const { expected, actual, differences } = compareResource(schema, standing.properties, read ?? {});
  const status = read === undefined ? 'DELETED' : differences.length > 0 ? 'MODIFIED' : 'IN_SYNC';
  const secrets = stack.configuration.parameters.flatMap(({ noEcho, text }) => (noEcho && text !== '' ? [text] : []));
  const drift: ResourceDrift = {
    ...driftBase(actor, stack, resource),
    status,
    expected: JSON.stringify(masked(expected, secrets)),
    actual: read && JSON.stringify(masked(actual, secrets)),
    differences: differences.map((difference) => ({
      ...difference,
      ExpectedValue: masked(difference.ExpectedValue, secrets),
      ActualValue: masked(difference.ActualValue, secrets),
    })),
  };
  noteDrift(unit, resource, drift);
  return drift;
}

async function standingOf(unit: Unit, { stackId }: Stack): Promise<StandingResource[]> {
  return (await resourcesOf(unit, stackId)).filter(stands).map(({ standing }) => standing);
}

/** Notes that a resource could not be read. */
export function noteUnknown(
  actor: ResourceActor,
  unit: Unit,
  stack: Stack,
  { resource, error }: { resource: StackResource; error: unknown },
): void {
  const statusReason = error instanceof AwsError ? error.message : 'Internal Failure';
  noteDrift(unit, resource, { ...driftBase(actor, stack, resource), status: 'UNKNOWN', statusReason, differences: [] });
}

function driftBase({ platform }: ResourceActor, { stackId }: Stack, resource: StackResource) {
  const { logicalId, type } = resource;
  return { stackId, logicalId, type, physicalId: physicalIdOf(resource) ?? '', checkedAt: platform.clock.now() };
}

function noteDrift(unit: Unit, resource: StackResource, drift: ResourceDrift): void {
  saveDrift(unit, drift);
  saveResource(unit, { ...resource, drift: { status: drift.status, checkedAt: drift.checkedAt } });
}
