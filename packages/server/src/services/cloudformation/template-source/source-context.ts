import type { Calls, Platform, Scope } from '../../../platform/service.ts';

/** What it takes to make a template of a request; a `RequestContext` has it all. */
export interface SourceContext extends Scope {
  readonly platform: Platform;
  /** As the caller of the operation, or as the stack's role. */
  readonly call: Calls;
  readonly endpoint: string;
}
