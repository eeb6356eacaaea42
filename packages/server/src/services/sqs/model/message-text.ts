import { missingParameter, SqsError } from '../errors.ts';

/** What most texts are made of: found out in a third of the time. */
const usualForm = /^[\t\n\r\x20-\x7e]*$/;
/** The characters of XML 1.0; a lone surrogate is none of them. */
const textForm = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export function isMessageText(text: string): boolean {
  return usualForm.test(text) || textForm.test(text);
}

export function checkBody(body: string): void {
  if (body === '') throw missingParameter('MessageBody');
  if (isMessageText(body)) return;
  const allowed = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';
  const message = `Invalid characters found. Valid unicode characters are ${allowed}`;
  throw new SqsError('InvalidMessageContents', message);
}
