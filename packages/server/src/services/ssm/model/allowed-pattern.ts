import { Script } from 'node:vm';
import { SsmError } from '../errors.ts';

const longestMatchMs = 50;

/** Run apart, because only that can be ended: a hostile pattern would hold up the server for ever. */
const matching = new Script('new RegExp(pattern, flags).test(value)');

/** Java's, which JavaScript takes for letters. */
const anchors: Readonly<Record<string, string>> = { '\\A': '^', '\\z': '$', '\\Z': '$' };

/** Throws where the value does not match the pattern, or the pattern is none. */
export function checkAllowedPattern(allowedPattern: string, value: string): void {
  if (!matches(allowedPattern, value)) {
    const message = `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`;
    throw new SsmError('ParameterPatternMismatchException', message);
  }
}

function matches(allowedPattern: string, value: string): boolean {
  // AWS's patterns are Java's, where flags stand in the pattern.
  const [, given = '', body = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(allowedPattern) ?? [];
  const pattern = body.replaceAll(/\\./gs, (escape) => anchors[escape] ?? escape);
  const flags = /\\[pP]\{/.test(pattern) ? `${given}u` : given;
  try {
    return matching.runInNewContext({ pattern, flags, value }, { timeout: longestMatchMs }) === true;
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
        ? 'it takes too long to match'
        : 'it is not valid';
    const message = `The request does not meet the regular expression requirement: ${allowedPattern} cannot be used, ${reason}.`;
    throw new SsmError('InvalidAllowedPatternException', message, { cause });
  }
}
