import type { FuzzRequest } from './corpus.ts';
import type { Answer, Outcome } from './exchange.ts';

/** Why an outcome is a defect of the server; undefined where it is none. */
export function defectOf({ isWhole, method }: FuzzRequest, { answers, isTimedOut }: Outcome): string | undefined {
  if (isTimedOut) return 'no answer in time';
  const failed = answers.find(({ status }) => status >= 500 && status !== 501);
  if (failed !== undefined) return `status ${failed.status}`;
  if (isWhole && answers.length === 0) return 'closed without an answer';
  if (method === 'HEAD') return undefined;
  return answers.map(formDefect).find((defect) => defect !== undefined);
}

/** A client could not read such an answer. */
function formDefect({ head, body }: Answer): string | undefined {
  if (body.length === 0) return undefined;
  const type = /\r\ncontent-type: *(\S+)/i.exec(head)?.[1] ?? '';
  if (type.includes('json')) return isJson(body) ? undefined : 'the answer is no JSON';
  if (type.includes('xml')) return isXmlText(body.toString()) ? undefined : 'the answer is no XML';
  return undefined;
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

/** Characters that XML 1.0 excludes, also as references, and tags that do not close one another. */
function isXmlText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) return false;
  const references = [...text.matchAll(/&#x([0-9a-f]+);/gi)].map(([, digits = '']) => Number.parseInt(digits, 16));
  if (references.some((code) => code < 32 && ![9, 10, 13].includes(code))) return false;
  const open: string[] = [];
  for (const [tag, slash, name = '', selfClosing] of text.matchAll(/<(\/?)([^\s/>?]+)[^>]*?(\/?)>/g)) {
    if (tag.startsWith('<?') || selfClosing === '/') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
