import type { SnsOperations } from '../../../generated/types/sns.ts';
import type { Handlers, Platform, RequestContext } from '../../platform/service.ts';
import { FilterCache } from './delivery/filter-cache.ts';
import { QueueSender } from './delivery/queue-sender.ts';
import { Signer } from './delivery/signer.ts';
import { Throttles } from './delivery/throttles.ts';

/** What SNS's handlers get. */
export interface SnsContext {
  readonly request: RequestContext;
  readonly process: SnsProcess;
}

/** What all requests and jobs of one server share. Nothing in it has to survive the server. */
export interface SnsProcess {
  readonly queues: QueueSender;
  readonly signer: Signer;
  readonly filters: FilterCache;
  readonly throttles: Throttles;
  /** Numbers that rise with time and never repeat, about a thousand to the millisecond. */
  nextOrder(now: number): number;
}

export type SnsHandlers = Handlers<SnsOperations, SnsContext>;

const processes = new WeakMap<Platform, SnsProcess>();

export function snsContext(request: RequestContext): SnsContext {
  return { request, process: processOf(request.platform) };
}

export function processOf(platform: Platform): SnsProcess {
  const known = processes.get(platform);
  if (known) return known;
  let last = 0;
  const created: SnsProcess = {
    queues: new QueueSender(platform),
    signer: new Signer(platform),
    filters: new FilterCache(),
    throttles: new Throttles(),
    nextOrder: (now) => (last = Math.max(last + 1, now * 1000)),
  };
  processes.set(platform, created);
  return created;
}
