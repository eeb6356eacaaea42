import { hash } from 'node:crypto';
import type { Reader } from '../../platform/storage/storage.ts';
import { CloudFormationError } from './errors.ts';
import type { OperationWork } from './model/stack-operation.ts';
import { findByClientToken } from './store/stack-operations.ts';

/** What a request asks for, to tell a repeated one from another with the same token. */
export function fingerprintOf(operation: string, input: object): string {
  return hash('sha256', JSON.stringify([operation, input]), 'base64');
}

/** Whether the same request came before and its operation is there already: it is not to be done twice. */
export async function isRepeated(
  reader: Reader,
  stackId: string,
  { clientToken, fingerprint }: { clientToken: string | undefined; fingerprint: string },
): Promise<boolean> {
  if (clientToken === undefined) return false;
  const known = await findByClientToken(reader, stackId, clientToken);
  if (known === undefined) return false;
  // An automatic rollback has the token of what it rolls back, and nobody's request.
  if (known.fingerprint === undefined || known.fingerprint === fingerprint) return true;
  const what = `${describe(known.work)} operation on stack ${known.stackId}`;
  throw new CloudFormationError(
    'TokenAlreadyExistsException',
    `ClientRequestToken [${clientToken}] has already been used for another ${what}`,
  );
}

function describe(work: OperationWork): string {
  return work.replaceAll('-', ' ');
}
