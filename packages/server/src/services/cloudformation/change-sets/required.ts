import type { Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import { isChangeSetId } from '../model/change-set.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { findChangeSet, findChangeSetById } from '../store/change-sets.ts';
import { findStack } from '../store/stacks.ts';

/** By ARN, or by name with the stack's name or ARN. */
export async function requireChangeSet(
  reader: Reader,
  scope: Scope,
  nameOrId: string,
  stackName: string | undefined,
): Promise<ChangeSet> {
  const found = await findNamedChangeSet(reader, scope, nameOrId, stackName);
  if (found !== undefined) return found;
  throw new CloudFormationError('ChangeSetNotFoundException', `ChangeSet [${nameOrId}] does not exist`);
}

export async function findNamedChangeSet(
  reader: Reader,
  scope: Scope,
  nameOrId: string,
  stackName: string | undefined,
): Promise<ChangeSet | undefined> {
  if (isChangeSetId(nameOrId)) {
    const found = await findChangeSetById(reader, nameOrId);
    return found?.account === scope.account && found.region === scope.region ? found : undefined;
  }
  if (stackName === undefined) {
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = await findStack(reader, scope, stackName);
  if (stack === undefined) throw invalid(`Stack [${stackName}] does not exist`);
  return findChangeSet(reader, stack.stackId, nameOrId);
}
