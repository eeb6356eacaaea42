import type { Row, StackProgress } from '../stack/stack-progress.ts';
import { isFinal } from '../stack/stack-status.ts';
import { alignColumns } from './columns.ts';
import type { Cell } from './columns.ts';
import type { Paint, Style } from './style.ts';
import { durationText } from './time-text.ts';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const BAR_WIDTH = 32;

interface FrameSize {
  width: number;
  /** Lines that may be used; the rows that tell least are left out. */
  height: number;
}

/** The picture of an operation at this moment, a line per resource. */
export function progressFrame(progress: StackProgress, nowMs: number, style: Style, size: FrameSize): string[] {
  const rows = progress.rows();
  const isOver = progress.status !== undefined && isFinal(progress.status);
  const { shown, hidden } = fittingRows(rows, size.height - (isOver ? 1 : 3));
  const title: Cell[] = [
    { text: progress.stackName, paint: style.strong },
    { text: progress.status ?? '', paint: statusPaint(progress.status, style) },
  ];
  const lines = [
    ...alignColumns([title], size.width),
    ...alignColumns(
      shown.map((row) => rowCells(row, nowMs, style)),
      size.width,
    ),
  ];
  if (hidden > 0) lines.push(style.faint(`… and ${hidden} more`));
  if (!isOver && rows.length > 0) lines.push(barLine(rows, style));
  return lines;
}

/** The columns of a resource, with what its status says in front. */
function rowCells(row: Row, nowMs: number, style: Style): Cell[] {
  const paint = statusPaint(row.status, style);
  const symbol = symbolOf(row.status, nowMs);
  return [
    {
      text: `${'  '.repeat(row.depth)}${symbol} ${row.logicalId}`,
      paint: row.status === undefined ? style.faint : paint,
    },
    { text: row.type, paint: style.faint },
    { text: row.status ?? 'waiting', paint: row.status === undefined ? style.faint : paint },
    { text: elapsedText(row, nowMs), paint: style.faint },
    ...noteCells(row, style),
  ];
}

/** What is worth saying of a row besides its status: that nothing runs behind it, and why it failed. */
export function noteCells(row: Row, style: Style): Cell[] {
  if (row.status?.endsWith('_FAILED')) return [{ text: row.reason ?? '', paint: style.bad }];
  return row.isRecorded ? [{ text: 'recorded', paint: style.notice }] : [];
}

export function statusPaint(status: string | undefined, style: Style): Paint {
  if (status === undefined) return style.faint;
  if (status.endsWith('_FAILED')) return style.bad;
  if (!isFinal(status)) return status.includes('ROLLBACK') ? style.notice : style.busy;
  if (status === 'DELETE_COMPLETE') return style.faint;
  return status.includes('ROLLBACK') || status.endsWith('_SKIPPED') ? style.notice : style.good;
}

function symbolOf(status: string | undefined, nowMs: number): string {
  if (status === undefined) return '·';
  if (status.endsWith('_FAILED')) return '✗';
  if (status.endsWith('_SKIPPED')) return '○';
  return isFinal(status) ? '✓' : (SPINNER[Math.floor(nowMs / 100) % SPINNER.length] ?? '');
}

export function elapsedText({ startedAt, endedAt, seenAtMs }: Row, nowMs: number): string {
  if (startedAt === undefined) return '';
  return durationText(endedAt === undefined ? nowMs - seenAtMs : endedAt.getTime() - startedAt.getTime());
}

/** Failures stay in sight longest, then what is under way, what waits, and what is done. */
function fittingRows(rows: readonly Row[], limit: number): { shown: Row[]; hidden: number } {
  if (rows.length <= limit) return { shown: [...rows], hidden: 0 };
  const kept = new Set([...rows].sort((a, b) => interest(a) - interest(b)).slice(0, Math.max(0, limit - 1)));
  return { shown: rows.filter((row) => kept.has(row)), hidden: rows.length - kept.size };
}

function interest({ status }: Row): number {
  if (status === undefined) return 2;
  if (status.endsWith('_FAILED')) return 0;
  return isFinal(status) ? 3 : 1;
}

function barLine(rows: readonly Row[], style: Style): string {
  const done = rows.filter(({ status }) => status !== undefined && isFinal(status)).length;
  const filled = Math.round((done / rows.length) * BAR_WIDTH);
  return `${style.busy('━'.repeat(filled))}${style.faint('━'.repeat(BAR_WIDTH - filled))}  ${done} of ${rows.length}`;
}
