import { generatedName } from '../../../engines/cloudformation/recorded/generated-name.ts';
import { createIds, seededRandomBytes } from '../../../platform/ids.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { ExistingResource, NameForm, ResourceContext } from '../../../platform/resource-handler.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { Stack } from '../model/stack.ts';
import type { StackOperation } from '../model/stack-operation.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import type { PhysicalStep } from './physical-resource.ts';
import { callsOf } from './stack-run.ts';

/** What CloudFormation's own handlers get beside, those of nested stacks above all. */
export interface StackResourceContext extends ResourceContext {
  readonly platform: Platform;
  readonly owner: { readonly stack: Stack; readonly operation: StackOperation };
}

export function resourceContext(step: PhysicalStep): StackResourceContext {
  const { run, unit, logicalId } = step;
  const { stack, platform, operation } = run;
  const ids = stepIds(step);
  return {
    account: stack.account,
    region: stack.region,
    unit,
    clock: platform.clock,
    ids,
    endpoint: operation.endpoint,
    call: callsOf(run, unit),
    stack: { id: stack.stackId, name: stack.name, logicalId },
    tags: resourceTagsOf(stack, logicalId, step.tags),
    platform,
    owner: { stack, operation },
    generatedName: (form) => nameOf(form, { stackName: stack.name, logicalId, ids }),
  };
}

export function existingResource(
  { stack, logicalId }: { stack: Stack; logicalId: string },
  {
    physicalId,
    properties,
    attributes,
    tags,
  }: Pick<StandingResource, 'physicalId' | 'properties' | 'attributes' | 'tags'>,
): ExistingResource {
  return {
    physicalId,
    properties: { ...properties, ...attributes },
    tags: resourceTagsOf(stack, logicalId, tags),
  };
}

/** Chance that repeats itself when the same step is tried again. */
export function stepIds({ run, logicalId }: PhysicalStep): Ids {
  return createIds(seededRandomBytes(`${run.stack.stackId} ${logicalId} ${run.operation.operationId}`));
}

/** Tags of the stack, and those by which CloudFormation marks what is its own. */
export function resourceTagsOf({ name, stackId }: Stack, logicalId: string, tags: Tags): Tags {
  return {
    ...tags,
    'aws:cloudformation:stack-name': name,
    'aws:cloudformation:stack-id': stackId,
    'aws:cloudformation:logical-id': logicalId,
  };
}

function nameOf(form: NameForm, of: { stackName: string; logicalId: string; ids: Ids }): string {
  const { maxLength, lowerCase = false, suffix = '', stackName = of.stackName, mixedCase = false } = form;
  const request = { ...of, stackName, maximumLength: maxLength - suffix.length, lowerCase, mixedCase };
  return generatedName(request) + suffix;
}
