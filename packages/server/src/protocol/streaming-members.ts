import type { Member, ServiceModel } from './model.ts';
import type { WireOperation } from './wire.ts';
import { structureAt } from './xml-names.ts';

export interface EventStreamMember {
  name: string;
  /** Index of the event stream's shape. */
  shape: number;
}

/** The member of an output that is a stream of events. */
export function eventStreamMember(service: ServiceModel, output: number | undefined): EventStreamMember | undefined {
  if (output === undefined) return undefined;
  for (const [name, { shape }] of Object.entries(structureAt(service, output).members)) {
    const target = service.shapes[shape];
    if (target?.type === 'structure' && target.eventStream) return { name, shape };
  }
  return undefined;
}

export function isStreamingMember(service: ServiceModel, member: Member): boolean {
  const shape = service.shapes[member.shape];
  return member.streaming === true || (shape !== undefined && 'streaming' in shape && (shape.streaming ?? false));
}

/** True where the body of a request is handed to the operation as a stream and must not be buffered. */
export function isStreamingInput({ service, model }: WireOperation): boolean {
  if (model.input === undefined) return false;
  const { payload, members } = structureAt(service, model.input);
  const member = payload === undefined ? undefined : members[payload];
  return member !== undefined && isStreamingMember(service, member);
}
