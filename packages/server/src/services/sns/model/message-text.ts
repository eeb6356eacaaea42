/** The characters of XML 1.0, as in SQS; a lone surrogate is none of them. */
const textForm = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export function isMessageText(text: string): boolean {
  return textForm.test(text);
}
