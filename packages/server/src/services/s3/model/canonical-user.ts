import { hash } from 'node:crypto';

/** The 64 digits by which S3 knows an account: obscure, but the same for ever. */
export function canonicalUserId(account: string): string {
  return hash('sha256', `canonical user ${account}`);
}
