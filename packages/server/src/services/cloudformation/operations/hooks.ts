import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid } from '../errors.ts';

/** Hooks and handlers of private types are functions, which do not run here yet: nothing has results to be told of. */
export const hookOperations = {
  async RecordHandlerProgress({ BearerToken }) {
    throw new CloudFormationError(
      'OperationStatusCheckFailedException',
      `No handler is in progress with the bearer token ${BearerToken}: handlers of private types do not run on this server yet.`,
    );
  },

  async GetHookResult({ HookResultId }) {
    throw new CloudFormationError(
      'HookResultNotFoundException',
      `No hook result found for HookResultId [${HookResultId}]`,
    );
  },

  async ListHookResults({ TargetType, TargetId, TypeArn, NextToken }) {
    if (NextToken !== undefined) throw invalid('Invalid NextToken');
    if ((TargetType === undefined) !== (TargetId === undefined)) {
      throw invalid('TargetType and TargetId must be specified together.');
    }
    if (TargetId === undefined && TypeArn === undefined) return { HookResults: [] };
    return { TargetType, TargetId, HookResults: [] };
  },
} satisfies Partial<CloudFormationHandlers>;
