interface Statement {
  Effect?: string;
  Action?: string | string[];
  NotAction?: string | string[];
}

/** Whether any statement of a policy allows anything of a service: resources and conditions do not matter here. */
export function grantsAccessTo(document: string, namespace: string): boolean {
  const { Statement = [] } = JSON.parse(document) as { Statement?: Statement | Statement[] };
  return listOf(Statement).some((statement) => statement.Effect === 'Allow' && reaches(statement, namespace));
}

function reaches({ Action, NotAction }: Statement, namespace: string): boolean {
  if (Action !== undefined) return listOf(Action).some((action) => prefixMatches(action, namespace));
  const excluded = listOf(NotAction ?? []);
  return !excluded.some((action) => action === '*' || action.toLowerCase() === `${namespace.toLowerCase()}:*`);
}

function prefixMatches(action: string, namespace: string): boolean {
  const prefix = action.split(':', 1)[0] ?? '';
  const pattern = prefix
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(namespace);
}

function listOf<Item>(value: Item | Item[]): Item[] {
  return Array.isArray(value) ? value : [value];
}
