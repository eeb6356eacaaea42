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

/** The document with another principal in the place of one. */
export function withPrincipal(document: string, former: string, principal: string): string {
  const policy = JSON.parse(document) as { Statement: Statement | Statement[] };
  const replaced = (name: string) => (name === former ? principal : name);
  const rename = (principals: Principals): Principals => {
    if (typeof principals !== 'object' || principals.AWS === undefined) return principals;
    const { AWS } = principals;
    return { ...principals, AWS: Array.isArray(AWS) ? AWS.map(replaced) : replaced(AWS) };
  };
  const renamed = (statement: Statement): Statement => ({
    ...statement,
    ...(statement.Principal && { Principal: rename(statement.Principal) }),
    ...(statement.NotPrincipal && { NotPrincipal: rename(statement.NotPrincipal) }),
  });
  const { Statement } = policy;
  return JSON.stringify({
    ...policy,
    Statement: Array.isArray(Statement) ? Statement.map(renamed) : renamed(Statement),
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
