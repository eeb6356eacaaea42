/** The models' patterns as JavaScript's: Java's spellings translated, those that can hang replaced. */

/**
 * Patterns that backtrack without end on hostile input, and equivalents that do not: a repeated group whose parts can
 * be split in many ways is written so that there is one way.
 */
export const safeEquivalents: Readonly<Record<string, string>> = {
  '[a-zA-Z](?:-?[a-zA-Z0-9]+)*': '[a-zA-Z](?:-?[a-zA-Z0-9])*',
  '^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$': '^[a-z0-9*](?:[._\\-/]?[a-z0-9*])*$',
  '^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$': '^[a-z0-9A-Z][.\\-\\w]*[a-z0-9A-Z]$',
  '^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$':
    '^\\t*[^\\x00-\\x1F:\\x7F][^\\x00-\\x08\\x0A-\\x1F:\\x7F]*$',
  '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$': '^\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*$',
};

/**
 * Longest value that a pattern is tried on, except where it is one character class. The worst pattern left is
 * quadratic, some milliseconds at this length; the few longer values have patterns of one class, or parsers.
 */
const maxTestedLength = 2048;

/** Tests whole values, as AWS does; undefined where JavaScript cannot express the pattern. */
export function patternTest(pattern: string): ((value: string) => boolean) | undefined {
  const expression = compilePattern(safeEquivalents[pattern] ?? pattern);
  if (expression === undefined) return undefined;
  if (/^\^?\[(?:[^\\[\]]|\\.)*\](?:[*+]|\{\d+(?:,\d*)?\})?\$?$/.test(pattern)) return (value) => expression.test(value);
  return (value) => value.length > maxTestedLength || expression.test(value);
}

function compilePattern(pattern: string): RegExp | undefined {
  const [, flags = '', body = pattern] = /^\(\?([ims]+)\)([^]*)$/.exec(pattern) ?? [];
  const source = `^(?:${withoutPosixClasses(body)})$`;
  // Most patterns are valid with `u`; without it JavaScript forgives the escapes that Java does.
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, `${flags}${mode}`);
    } catch {
      continue;
    }
  }
  return undefined;
}

const posixClasses: Readonly<Record<string, string>> = {
  Alnum: 'a-zA-Z0-9',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Graph: '\\x21-\\x7E',
  Print: '\\x20-\\x7E',
};

function withoutPosixClasses(pattern: string): string {
  return pattern.replace(/\\p\{(Alnum|Alpha|Digit|Graph|Print)\}/g, (_, name: string, at: number) => {
    const range = posixClasses[name] as string;
    return pattern.lastIndexOf('[', at) > pattern.lastIndexOf(']', at) ? range : `[${range}]`;
  });
}
