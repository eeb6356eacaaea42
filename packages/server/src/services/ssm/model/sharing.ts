import { isAccountId, parseArn } from '../../../platform/arn.ts';
import type { ResourcePolicyEntry } from './parameter.ts';

type Statement = Record<string, unknown>;

/** One document of all policies of a parameter, as the policy engine takes it. */
export function joinPolicies(entries: readonly ResourcePolicyEntry[] = []): string | undefined {
  const [only] = entries;
  if (only === undefined) return undefined;
  if (entries.length === 1) return only.document;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: entries.flatMap(({ document }) => statementsOf(document)),
  });
}

/** Accounts that the policies allow something, whose DescribeParameters shows the parameter as shared. */
export function sharedAccounts(entries: readonly ResourcePolicyEntry[] = []): string[] {
  const principals = entries
    .flatMap(({ document }) => statementsOf(document))
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => awsPrincipals(Principal));
  const accounts = principals.map((principal) => parseArn(principal)?.account ?? principal);
  return [...new Set(accounts.filter(isAccountId))];
}

function statementsOf(document: string): Statement[] {
  const { Statement } = JSON.parse(document) as { Statement: Statement | Statement[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function awsPrincipals(principal: unknown): string[] {
  const aws = typeof principal === 'object' && principal !== null && 'AWS' in principal ? principal.AWS : [];
  return [aws].flat().filter((entry) => typeof entry === 'string');
}
