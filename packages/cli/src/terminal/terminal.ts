import { isOn } from '../options.ts';
import type { Options } from '../options.ts';
import { styleOf } from './style.ts';
import type { Style } from './style.ts';

/** Where a command writes, and what can be shown there. */
export interface Terminal {
  style: Style;
  /** Lines already written can be written over. */
  isLive: boolean;
  width: () => number;
  height: () => number;
  print: (text: string) => void;
  complain: (text: string) => void;
}

export function terminalOf(options: Options): Terminal {
  const { stdout, stderr } = process;
  const isLive = stdout.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI'];
  return {
    style: styleOf(stdout.isTTY && stdout.hasColors() && !isOn(options, 'no-color')),
    isLive,
    width: () => (stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY),
    height: () => stdout.rows,
    print: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text),
  };
}
