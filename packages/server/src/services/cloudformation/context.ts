import type { CloudformationOperations } from '../../../generated/types/cloudformation.ts';
import type { Handlers, Platform, RequestContext } from '../../platform/service.ts';

export type CloudFormationHandlers = Handlers<CloudformationOperations, RequestContext>;

/** What all requests and jobs of one server share. Nothing in it has to survive the server. */
export interface CloudFormationProcess {
  /** Microseconds since 1970, as the first of `count` numbers that nobody else gets. */
  nextOrder(now: number, count: number): number;
}

const processes = new WeakMap<Platform, CloudFormationProcess>();

export function processOf(platform: Platform): CloudFormationProcess {
  const known = processes.get(platform);
  if (known) return known;
  let free = 0;
  const created: CloudFormationProcess = {
    nextOrder(now, count) {
      const first = Math.max(free, now * 1000);
      free = first + count;
      return first;
    },
  };
  processes.set(platform, created);
  return created;
}
