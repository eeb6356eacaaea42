/** Not AWS's: what keeps hostile input from costing stack. */
const deepest = 100;

/** Throws where the text is no JSON, or so deeply nested that nobody could have meant it. */
export function parseDocument(text: string): unknown {
  const document: unknown = JSON.parse(text);
  if (isDeeper(document, deepest)) throw new SyntaxError('nested too deeply');
  return document;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
