import type { JobDefinition } from '../../../platform/service.ts';
import { advanceStackSet } from './advance.ts';
import type { AdvancePayload } from './start.ts';

export const stackSetJobs = {
  /** An operation on a stack set begins, or one of its stacks has ended. */
  advanceStackSet: {
    run: (payload: AdvancePayload, { platform }) => advanceStackSet(platform, payload),
  },
} satisfies Record<string, JobDefinition>;
