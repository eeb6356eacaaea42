const longest = 255;

/** `SQSQueueOrders` of a queue named orders, numbered where that is taken. */
export function newLogicalId(type: string, identifier: string, taken: ReadonlySet<string>): string {
  const kind = type.split('::').slice(1).join('');
  const last = identifier.split(/[:/|]/).findLast((part) => part !== '') ?? '';
  const name = last
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const stem = `${kind}${name}`.slice(0, longest - 4);
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}${number}`;
    if (!taken.has(id)) return id;
  }
}
