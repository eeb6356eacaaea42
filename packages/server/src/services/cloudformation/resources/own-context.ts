import type { ResourceContext } from '../../../platform/resource-handler.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { StackResourceContext } from '../stack-operation/handler-context.ts';
import { StepFailure } from '../stack-operation/reasons.ts';

export interface OwnContext extends StackResourceContext {
  readonly stack: NonNullable<ResourceContext['stack']>;
}

/** These types live in stacks alone: Cloud Control does not know them. */
export function ownContext(context: ResourceContext): OwnContext {
  if (context.stack !== undefined && 'owner' in context) return context as OwnContext;
  throw new AwsError('UnsupportedActionException', 'This type of resource can only be a part of a stack.');
}

/** CloudFormation shows the errors of its older types as they are, without a handler's words around them. */
export async function inPlainWords<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AwsError) throw new StepFailure(error.message, { cause: error });
    throw error;
  }
}
