import type { Paint } from './style.ts';

export interface Cell {
  text: string;
  paint?: Paint;
}

/** What terminals show two columns wide: Hangul, Kana, CJK and full-width forms. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

export function displayWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** One line per row: columns as wide as their widest cell, two spaces between, cut off at the width. */
export function alignColumns(rows: readonly Cell[][], width = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, displayWidth(text))));
  }
  return rows.map((row) => renderRow(row, widths, width));
}

function renderRow(row: readonly Cell[], widths: readonly number[], width: number): string {
  let line = '';
  let pending = '';
  let left = width;
  row.forEach(({ text, paint }, column) => {
    const shown = shorten(text, left - pending.length);
    if (shown !== '') {
      line += pending + (paint?.(shown) ?? shown);
      left -= pending.length + displayWidth(shown);
      pending = '';
    }
    pending += ' '.repeat((widths[column] ?? 0) - displayWidth(shown === '' ? '' : text) + 2);
  });
  return line;
}

/** The text on one line, and no wider. */
export function shorten(text: string, width: number): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  if (displayWidth(line) <= width) return line;
  if (width < 2) return '';
  let end = Math.min(line.length, Math.floor(width) - 1);
  while (displayWidth(line.slice(0, end)) > width - 1) end--;
  return `${line.slice(0, end)}…`;
}
