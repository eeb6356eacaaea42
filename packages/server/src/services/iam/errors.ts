import type { IamErrorName } from '../../../generated/types/iam.ts';
import { AwsError, type CommonErrorName } from '../../platform/errors.ts';

export class IamError extends AwsError<IamErrorName | CommonErrorName> {}

/** The kinds of entities that IAM finds by name. */
export type EntityNoun = 'user' | 'group' | 'role' | 'policy' | 'instance profile' | 'server certificate';

const messages: Record<EntityNoun, { missing: (name: string) => string; taken: (name: string) => string }> = {
  user: {
    missing: (name) => `The user with name ${name} cannot be found.`,
    taken: (name) => `User with name ${name} already exists.`,
  },
  group: {
    missing: (name) => `The group with name ${name} cannot be found.`,
    taken: (name) => `Group with name ${name} already exists.`,
  },
  role: {
    missing: (name) => `The role with name ${name} cannot be found.`,
    taken: (name) => `Role with name ${name} already exists.`,
  },
  'instance profile': {
    missing: (name) => `Instance Profile ${name} cannot be found.`,
    taken: (name) => `Instance Profile ${name} already exists.`,
  },
  policy: {
    missing: (name) => `Policy ${name} was not found.`,
    taken: (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  },
  'server certificate': {
    missing: (name) => `The Server Certificate with name ${name} cannot be found.`,
    taken: (name) => `The Server Certificate with name ${name} already exists.`,
  },
};

export function noSuchEntity(noun: EntityNoun, name: string): IamError {
  return new IamError('NoSuchEntityException', messages[noun].missing(name));
}

export function entityAlreadyExists(noun: EntityNoun, name: string): IamError {
  return new IamError('EntityAlreadyExistsException', messages[noun].taken(name));
}

export function quotaExceeded(quota: string, limit: number): IamError {
  return new IamError('LimitExceededException', `Cannot exceed quota for ${quota}: ${limit}`);
}

/** `deleteConflict('detach all policies')`. */
export function deleteConflict(whatMustBeDone: string): IamError {
  return new IamError('DeleteConflictException', `Cannot delete entity, must ${whatMustBeDone} first.`);
}

export function invalidInput(message: string): IamError {
  return new IamError('InvalidInputException', message);
}
