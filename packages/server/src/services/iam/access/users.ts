import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { entityArn } from '../model/entity.ts';
import { readAccessKey } from '../store/access-keys.ts';
import { usersTable } from '../store/users.ts';
import {
  boundaryCondition,
  creationRule,
  entityRule,
  listRule,
  policyCondition,
  requestTags,
  untagKeys,
} from './entity-rules.ts';

/** For every operation that is about a user, or about the caller where it names none. */
export const onUser = entityRule({
  type: 'user',
  table: usersTable,
  nameOf: (input: { UserName?: string | undefined }) => input.UserName,
});

export const userAccess = {
  CreateUser: creationRule('user', ({ UserName }: { UserName: string }) => UserName, boundaryCondition),
  GetUser: onUser(),
  ListUsers: listRule('user'),
  UpdateUser: onUser(),
  DeleteUser: onUser(),
  TagUser: onUser(requestTags),
  UntagUser: onUser(untagKeys),
  ListUserTags: onUser(),
  ListGroupsForUser: onUser(),
  AttachUserPolicy: onUser(policyCondition),
  DetachUserPolicy: onUser(policyCondition),
  ListAttachedUserPolicies: onUser(),
  PutUserPolicy: onUser(),
  GetUserPolicy: onUser(),
  DeleteUserPolicy: onUser(),
  ListUserPolicies: onUser(),
  PutUserPermissionsBoundary: onUser(boundaryCondition),
  DeleteUserPermissionsBoundary: onUser(),
  CreateAccessKey: onUser(),
  ListAccessKeys: onUser(),
  UpdateAccessKey: onUser(),
  DeleteAccessKey: onUser(),
  GetAccessKeyLastUsed: {
    async resources({ AccessKeyId }, { account, reader }) {
      const key = await readAccessKey(reader, AccessKeyId);
      return key?.user === undefined || key.account !== account ? ['*'] : [entityArn('user', { account, ...key.user })];
    },
  },
} satisfies AccessRules<IamOperations>;
