import type { Output } from '../aws/cloudformation.ts';
import { alignColumns } from './columns.ts';
import type { Style } from './style.ts';

/** A table of a stack's outputs; values are never cut off, as they are there to be copied. */
export function outputsText(outputs: readonly Output[], style: Style): string {
  if (outputs.length === 0) return '';
  const lines = alignColumns(
    outputs.map(({ OutputKey, OutputValue, Description = '', ExportName }) => [
      { text: `  ${OutputKey}` },
      { text: OutputValue, paint: style.strong },
      { text: [Description, ExportName && `(export ${ExportName})`].filter(Boolean).join(' '), paint: style.faint },
    ]),
  );
  return `\nOutputs\n${lines.join('\n')}\n`;
}
