import type { StackEvent } from '../aws/cloudformation.ts';
import { alignColumns } from './columns.ts';
import { statusPaint } from './progress-frame.ts';
import type { Style } from './style.ts';
import { timeText } from './time-text.ts';

/** Events as a table, oldest first. */
export function eventLines(events: readonly StackEvent[], style: Style, width: number): string[] {
  return alignColumns(
    events.map((event) => [
      { text: timeText(event.Timestamp), paint: style.faint },
      {
        text: event.ResourceStatus.padEnd('CREATE_IN_PROGRESS'.length),
        paint: statusPaint(event.ResourceStatus, style),
      },
      { text: event.LogicalResourceId },
      { text: event.ResourceType, paint: style.faint },
      { text: event.ResourceStatusReason ?? '' },
    ]),
    width,
  );
}
