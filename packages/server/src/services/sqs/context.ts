import type { SqsOperations } from '../../../generated/types/sqs.ts';
import type { Handlers, Platform, RequestContext } from '../../platform/service.ts';
import { Waiters } from './waiters.ts';

/** What SQS's handlers get. */
export interface SqsContext {
  readonly request: RequestContext;
  readonly process: SqsProcess;
}

/** What all requests and jobs of one server share. Nothing in it has to survive the server. */
export interface SqsProcess {
  readonly waiters: Waiters;
  /** Numbers that rise with time and never repeat, about a thousand to the millisecond. */
  nextOrder(now: number): number;
}

export type SqsHandlers = Handlers<SqsOperations, SqsContext>;

const processes = new WeakMap<Platform, SqsProcess>();

export function sqsContext(request: RequestContext): SqsContext {
  return { request, process: processOf(request.platform) };
}

export function processOf(platform: Platform): SqsProcess {
  const known = processes.get(platform);
  if (known) return known;
  let last = 0;
  const created: SqsProcess = {
    waiters: new Waiters(),
    nextOrder: (now) => (last = Math.max(last + 1, now * 1000)),
  };
  processes.set(platform, created);
  return created;
}
