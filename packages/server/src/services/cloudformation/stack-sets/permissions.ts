import { partitionOf } from '../../../platform/arn.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Principal } from '../../../platform/identity.ts';
import { assumeServiceRole } from '../../../platform/service-role.ts';
import type { Platform } from '../../../platform/service.ts';
import type { StackSetOperation } from '../model/stack-set.ts';

const defaultAdministrationRole = 'AWSCloudFormationStackSetAdministrationRole';
export const defaultExecutionRole = 'AWSCloudFormationStackSetExecutionRole';

export function defaultAdministrationRoleArn(account: string, region: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:role/${defaultAdministrationRole}`;
}

/** A failure in one account and region, in AWS's words. */
export class InstanceFailure extends Error {}

/**
 * Sessions of the execution role in target accounts, each by way of the administration role, as in self-managed
 * permissions. An account's is assumed once, whoever asks.
 */
export class ExecutionSessions {
  readonly #platform: Platform;
  readonly #operation: StackSetOperation;
  readonly #sessions = new Map<string, Promise<Principal>>();
  #administration: Promise<Principal> | undefined;

  constructor(platform: Platform, operation: StackSetOperation) {
    this.#platform = platform;
    this.#operation = operation;
  }

  in(account: string): Promise<Principal> {
    const known = this.#sessions.get(account) ?? this.#assume(account);
    this.#sessions.set(account, known);
    return known;
  }

  async #assume(account: string): Promise<Principal> {
    const { executionRoleName, administrationRoleArn, region, operationId } = this.#operation;
    this.#administration ??= this.#assumeAdministration();
    const administration = await this.#administration;
    const RoleArn = `arn:${partitionOf(region)}:iam::${account}:role/${executionRoleName}`;
    const RoleSessionName = sessionName(operationId);
    try {
      const call = this.#platform.callAs({ principal: administration, account: administration.account, region });
      const { AssumedRoleUser } = await call.sts.AssumeRole({ RoleArn, RoleSessionName });
      const { Arn = '', AssumedRoleId = '' } = AssumedRoleUser ?? {};
      return {
        kind: 'assumed-role',
        account,
        arn: Arn,
        userId: AssumedRoleId,
        name: RoleSessionName,
        roleArn: RoleArn,
      };
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      const role = administrationRoleArn.split(':role/')[1] ?? administrationRoleArn;
      throw new InstanceFailure(
        `Account ${account} should have '${executionRoleName}' role with trust relationship to Role '${role}'.`,
        { cause },
      );
    }
  }

  async #assumeAdministration(): Promise<Principal> {
    const { administrationRoleArn: roleArn, account, region, operationId } = this.#operation;
    const service = 'cloudformation.amazonaws.com';
    try {
      const session = { account, region, roleArn, service, sessionName: sessionName(operationId) };
      return await assumeServiceRole(this.#platform, session);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      const role = roleArn.split(':role/')[1] ?? roleArn;
      throw new InstanceFailure(
        `Account ${account} should have '${role}' role with trust relationship to CloudFormation service.`,
        { cause },
      );
    }
  }
}

function sessionName(operationId: string): string {
  return operationId.slice(0, 64);
}
