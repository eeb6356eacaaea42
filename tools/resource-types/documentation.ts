/** What only the documentation's prose tells about a type or a name. */

/** The first sentence, without links and code marks. */
export function firstSentence(markdown: string): string {
  const text = markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?= [A-Z>]|$)/.exec(text)?.[0] ?? text;
}

/** "If you don't specify a name, CloudFormation generates a unique physical ID and uses that ID for the name." */
export function isGeneratedName(documentation: string): boolean {
  return /CloudFormation (automatically )?generates (a|an) (unique|name|ID)|generates a unique (physical )?ID/i.test(
    documentation,
  );
}

const lengths = [
  /maximum length (?:is|of) (\d+)/i,
  /(?:up to|maximum of|no more than|at most|not exceed|longer than|exceed) (\d+)(?: alphanumeric)? (?:lowercase )?(?:letters|characters)/i,
  /\b\d+\s*(?:-|–|to|and)\s*(\d+)(?: alphanumeric)?(?: characters| letters| ASCII)/i,
];

export function documentedMaximumLength(documentation: string): number | undefined {
  for (const pattern of lengths) {
    const length = pattern.exec(documentation.replaceAll(',', ''))?.[1];
    if (length !== undefined) return Number(length);
  }
  return undefined;
}
