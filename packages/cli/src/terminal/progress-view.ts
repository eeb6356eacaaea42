import type { Row, StackProgress } from '../stack/stack-progress.ts';
import { alignColumns } from './columns.ts';
import { elapsedText, noteCells, progressFrame, statusPaint } from './progress-frame.ts';
import type { Terminal } from './terminal.ts';
import { timeText } from './time-text.ts';

/** Shows an operation while it lasts. */
export interface ProgressView {
  changed(row: Row): void;
  end(): void;
}

export function progressView(progress: StackProgress, terminal: Terminal): ProgressView {
  return terminal.isLive ? new LiveView(progress, terminal) : lineView(progress, terminal);
}

/** A line per change of a resource's status, for logs and pipes. */
function lineView(progress: StackProgress, { style, print }: Terminal): ProgressView {
  return {
    changed(row) {
      const widest = progress
        .rows()
        .reduce((width, each) => Math.max(width, each.logicalId.length + each.depth * 2), 0);
      const [line = ''] = alignColumns([
        [
          { text: timeText(row.endedAt ?? row.startedAt ?? new Date(0)), paint: style.faint },
          { text: (row.status ?? '').padEnd('CREATE_IN_PROGRESS'.length), paint: statusPaint(row.status, style) },
          { text: `${'  '.repeat(row.depth)}${row.logicalId}`.padEnd(widest) },
          { text: row.type, paint: style.faint },
          { text: row.endedAt === undefined ? '' : elapsedText(row, 0), paint: style.faint },
          ...noteCells(row, style),
        ],
      ]);
      print(`${line}\n`);
    },
    end: () => undefined,
  };
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

/** A picture that is drawn over again, in place. */
class LiveView implements ProgressView {
  readonly #progress: StackProgress;
  readonly #terminal: Terminal;
  readonly #timer: NodeJS.Timeout;
  /** Also where the process ends in the middle. */
  readonly #showCursor = () => this.#terminal.print(SHOW_CURSOR);
  #drawnLines = 0;

  constructor(progress: StackProgress, terminal: Terminal) {
    this.#progress = progress;
    this.#terminal = terminal;
    terminal.print(HIDE_CURSOR);
    process.once('exit', this.#showCursor);
    this.#draw(terminal.height());
    this.#timer = setInterval(() => this.#draw(terminal.height()), 100);
  }

  /** The timer draws it: many changes a second make one picture. */
  changed(): void {}

  /** The last picture is whole, as it is not drawn over. */
  end(): void {
    clearInterval(this.#timer);
    this.#draw(Number.POSITIVE_INFINITY);
    process.removeListener('exit', this.#showCursor);
    this.#showCursor();
  }

  #draw(height: number): void {
    const { style, width, print } = this.#terminal;
    const lines = progressFrame(this.#progress, performance.now(), style, { width: width(), height: height - 1 });
    const back = this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A\r\x1b[J` : '';
    print(`${back}${lines.join('\n')}\n`);
    this.#drawnLines = lines.length;
  }
}
