import type { StackEvent } from '../aws/cloudformation.ts';
import type { FailureReport } from '../stack/root-cause.ts';
import type { Style } from './style.ts';

/** The cause of a failure first, then what came of it. */
export function failureText({ cause, others, cancelled }: FailureReport, style: Style): string {
  const lines: string[] = [];
  if (cause !== undefined) lines.push(...failureLines(cause, style, '✗ '));
  if (others.length > 0) {
    lines.push('', 'Then failed');
    for (const other of others) lines.push(...failureLines(other, style, '  '));
  }
  if (cancelled.length > 0) lines.push('', style.faint(`Cancelled because of it: ${cancelled.join(', ')}`));
  return lines.map((line) => `${line}\n`).join('');
}

function failureLines(event: StackEvent, style: Style, mark: string): string[] {
  const { LogicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason = 'No reason is given.' } = event;
  const reason = ResourceStatusReason.split('\n').map((line) => `    ${line}`);
  return [
    `${style.bad(mark + style.strong(LogicalResourceId))}  ${ResourceType}  ${style.bad(ResourceStatus)}`,
    ...reason,
  ];
}
