import type { HolderKind } from './entity.ts';

export interface TrustedEntity {
  arn: string;
  kind: Extract<HolderKind, 'user' | 'role'>;
  name: string;
}

/** The users and roles of one account that a valid trust policy names by ARN. */
export function trustedEntities(document: string, account: string): TrustedEntity[] {
  const { Statement = [] } = JSON.parse(document) as { Statement?: Statement | Statement[] };
  const names = listOf(Statement).flatMap(({ Principal, NotPrincipal }) => [
    ...awsPrincipals(Principal),
    ...awsPrincipals(NotPrincipal),
  ]);
  return names.flatMap((arn) => {
    const [, owner, kind, name] = /^arn:aws:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    const isEntity = owner === account && (kind === 'user' || kind === 'role') && name !== undefined;
    return isEntity ? [{ arn, kind, name }] : [];
  });
}

type Principals = string | { AWS?: string | string[] } | undefined;

interface Statement {
  Principal?: Principals;
  NotPrincipal?: Principals;
}

function awsPrincipals(principals: Principals): string[] {
  return typeof principals === 'object' ? listOf(principals.AWS ?? []) : [];
}

function listOf<Item>(value: Item | Item[]): Item[] {
  return Array.isArray(value) ? value : [value];
}
