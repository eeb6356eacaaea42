import { resourceExists } from '../../../engines/cloudformation/template/graph.ts';
import type { ConditionStates } from '../../../engines/cloudformation/template/resolve/environment.ts';
import type { GivenMapping, Move, Place } from '../model/stack-refactor.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import type { PlannedStack } from './planned-stack.ts';
import { RefactorError } from './refactor-error.ts';

/** A resource and where it is to be: each declaration of the templates has one. */
export interface Assignment {
  resource: StackResource & { standing: StandingResource };
  destination: Place;
  detection: Move['detection'];
  detectionReason?: string;
}

interface Slot extends Place {
  type: string;
}

/**
 * Which resource each declaration is: as mapped, else the one that is there, else one that another stack gives up.
 * Nothing may be left over: a refactor neither makes nor deletes resources.
 */
export function assignResources(stacks: readonly PlannedStack[], mappings: readonly GivenMapping[]): Assignment[] {
  const slots = new Map(stacks.flatMap(declaredSlots).map((slot) => [keyOf(slot), slot]));
  const left = new Map(
    stacks.flatMap(({ resources }) => resources).map((resource) => [keyOf(placeOf(resource)), resource]),
  );
  const assigned: Assignment[] = [];
  const assign = (source: Place, slot: Slot, how: Pick<Assignment, 'detection' | 'detectionReason'>): void => {
    const resource = left.get(keyOf(source));
    if (resource === undefined)
      throw new RefactorError(`Resource ${source.logicalId} does not exist in stack ${source.stack}`);
    if (resource.type !== slot.type) {
      throw new RefactorError(
        `Resource ${source.logicalId} is of type ${resource.type}, but ${slot.logicalId} of ${slot.type}`,
      );
    }
    assigned.push({ resource, destination: { stack: slot.stack, logicalId: slot.logicalId }, ...how });
    left.delete(keyOf(source));
    slots.delete(keyOf(slot));
  };
  for (const mapping of mappings) {
    const slot = slots.get(keyOf(place(stacks, mapping.destination)));
    if (slot === undefined) {
      const { logicalId, stack } = mapping.destination;
      throw new RefactorError(
        `Resource ${logicalId} is not in the template of stack ${stack}, or is mapped more than once`,
      );
    }
    assign(place(stacks, mapping.source), slot, { detection: 'MANUAL' });
  }
  for (const resource of left.values()) {
    const slot = slots.get(keyOf(placeOf(resource)));
    if (slot !== undefined) assign(slot, slot, { detection: 'AUTO' });
  }
  for (const matches of [sameName, sameType]) {
    for (const resource of left.values()) {
      const [slot, ...others] = [...slots.values()].filter((one) => matches.test(resource, one));
      const rivals = [...left.values()].filter((other) => slot !== undefined && matches.test(other, slot));
      if (slot === undefined || others.length > 0 || rivals.length > 1) continue;
      assign(placeOf(resource), slot, { detection: 'AUTO', detectionReason: matches.reason });
    }
  }
  refuseRest([...left.values()], [...slots.values()]);
  return assigned;
}

interface Match {
  test(resource: StackResource, slot: Slot): boolean;
  reason: string;
}

const sameName: Match = {
  test: ({ logicalId, type }, slot) => slot.logicalId === logicalId && slot.type === type,
  reason: 'The logical ID and the resource type match.',
};

const sameType: Match = {
  test: ({ type }, slot) => slot.type === type,
  reason: 'No other resource of this type is moved.',
};

function refuseRest(resources: readonly StackResource[], slots: readonly Slot[]): void {
  if (resources.length > 0) {
    const list = resources.map(({ logicalId }) => logicalId).join(', ');
    throw new RefactorError(
      `Stack refactor cannot delete resources, or tell where they go: [${list}] are in no template or need a mapping.`,
    );
  }
  if (slots.length > 0) {
    const list = slots.map(({ logicalId }) => logicalId).join(', ');
    throw new RefactorError(`Stack refactor cannot create resources: [${list}] do not exist or need a mapping.`);
  }
}

function declaredSlots({ stackId, template, loaded }: PlannedStack): Slot[] {
  const conditions: ConditionStates = loaded.conditions;
  const ids = Object.keys(template.Resources).filter((id) => resourceExists(template, id, conditions));
  return ids.map((logicalId) => ({ stack: stackId, logicalId, type: template.Resources[logicalId]?.Type ?? '' }));
}

function place(stacks: readonly PlannedStack[], { stack, logicalId }: Place): Place {
  const found = stacks.find(({ stackId, name }) => stackId === stack || name === stack);
  if (found === undefined) throw new RefactorError(`Stack ${stack} of a mapping is not among the stack definitions`);
  return { stack: found.stackId, logicalId };
}

function placeOf({ stackId, logicalId }: StackResource): Place {
  return { stack: stackId, logicalId };
}

export function isSamePlace({ stackId, logicalId }: StackResource, destination: Place): boolean {
  return stackId === destination.stack && logicalId === destination.logicalId;
}

function keyOf({ stack, logicalId }: Place): string {
  return `${stack} ${logicalId}`;
}
