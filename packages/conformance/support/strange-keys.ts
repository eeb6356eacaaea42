/** Names that go wrong where somebody encodes once too little or once too often. All can be files on Linux. */
export const strangeNames: readonly string[] = [
  'a b.txt',
  ' leading and trailing ',
  'plus+plus',
  'per%20cent%',
  '100%',
  `quote'"quote`,
  'and&equals=question?hash#semicolon;',
  'colon:comma,at@dollar$',
  'less<more>pipe|caret^tick`brace{}bracket[]paren()star*bang!tilde~',
  'back\\slash',
  '.hidden',
  '..two dots',
  '.folder/.file',
  'grüße/ö.txt',
  // The same letter, composed and as letter with accent: two names.
  'composed-\u00e9',
  'composed-e\u0301',
  '日本語/ファイル.txt',
  '🎈/👩‍👩‍👧.txt',
  'line\nbreak',
  'tab\tstop',
  `long/${'x'.repeat(200)}/${'ü'.repeat(100)}/${'y'.repeat(200)}/end`,
];

/** Keys that no file system holds. */
export const strangeKeys: readonly string[] = [
  ...strangeNames,
  'a//b',
  '/leading',
  'trailing/',
  '//',
  './dot/../dots',
  '..',
  'bell\u0007',
  `${'🎈'.repeat(255)}four`,
];

/** As S3 sorts: by the bytes of UTF-8. */
export function inKeyOrder(keys: readonly string[]): string[] {
  return keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
