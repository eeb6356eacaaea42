import type { CloudFormation, StackEvent } from '../aws/cloudformation.ts';
import { progressView } from '../terminal/progress-view.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { followOperation } from './followed-events.ts';
import { StackProgress } from './stack-progress.ts';
import type { PlannedResource } from './stack-progress.ts';

/** A change of a stack that is under way. */
export interface Operation {
  stackName: string;
  stackId: string;
  /** The newest event from before it. */
  after: string | undefined;
  planned: readonly PlannedResource[];
}

export interface OperationEnd {
  /** Undefined where the wait for its end was interrupted. */
  status: string | undefined;
  milliseconds: number;
  events: StackEvent[];
}

/** Shows the operation until it is over, or until the signal. */
export async function watchOperation(
  cfn: CloudFormation,
  { stackName, stackId, after, planned }: Operation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<OperationEnd> {
  const progress = new StackProgress(stackName, stackId, planned);
  const view = progressView(progress, terminal);
  const events: StackEvent[] = [];
  try {
    for await (const batch of followOperation(cfn, stackId, after, signal)) {
      for (const event of batch) {
        events.push(event);
        const row = progress.apply(event, performance.now());
        if (row !== undefined) view.changed(row);
      }
    }
  } finally {
    view.end();
  }
  const { startedAt, endedAt, status } = progress;
  const milliseconds = (endedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0);
  return { status: endedAt === undefined ? undefined : status, milliseconds, events };
}
