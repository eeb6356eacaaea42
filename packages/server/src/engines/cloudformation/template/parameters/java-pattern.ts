/** POSIX classes of java.util.regex, which JavaScript does not have. */
const classes: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
};

/** AllowedPattern is a Java pattern and must match the whole value. Undefined where it is no pattern at all. */
export function javaPattern(pattern: string): RegExp | undefined {
  const { flags, rest } = inlineFlags(pattern);
  const source = `^(?:${translate(rest)})$`;
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, flags + mode);
    } catch {
      // Escapes such as `\-` are errors with `u` and fine without.
    }
  }
  return undefined;
}

function inlineFlags(pattern: string): { flags: string; rest: string } {
  const found = /^\(\?([ims]+)\)/.exec(pattern);
  return found === null
    ? { flags: '', rest: pattern }
    : { flags: found[1] ?? '', rest: pattern.slice(found[0].length) };
}

function translate(pattern: string): string {
  let inClass = false;
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    if (character !== '\\') {
      result += character;
      continue;
    }
    const posix = /^\\p\{(\w+)\}/.exec(pattern.slice(at, at + 12));
    const members = posix === null ? undefined : classes[posix[1] ?? ''];
    if (posix === null || members === undefined) {
      result += anchor(pattern.slice(at, at + 2));
      at++;
      continue;
    }
    result += inClass ? members : `[${members}]`;
    at += posix[0].length - 1;
  }
  return result;
}

function anchor(escape: string): string {
  if (escape === '\\A') return '^';
  return escape === '\\z' || escape === '\\Z' ? '$' : escape;
}
