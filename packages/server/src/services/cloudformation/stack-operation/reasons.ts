import type { Ids } from '../../../platform/ids.ts';
import { AwsError } from '../../../platform/errors.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { handlerErrorCode } from '../../../engines/cloudformation/plan/handler-error.ts';
import type { ResourceFault } from '../model/stack-operation.ts';
import type { StackResource } from '../model/stack-resource.ts';

/** Shown with every resource whose service is not here. */
export const recordedReason = 'This resource is recorded by Madang, not run: its service is not here.';

export const userInitiated = 'User Initiated';
export const transformed = 'Transformation succeeded';
export const initiated = 'Resource creation Initiated';
export const replacing = 'Requested update requires the creation of a new physical resource; hence creating one.';
export const creationCancelled = 'Resource creation cancelled';
export const updateCancelled = 'Resource update cancelled';
export const timedOut = 'Stack creation time exceeded the specified timeout';

/** A failure that already has AWS's words. */
export class StepFailure extends Error {}

/** The words of an error that belongs to the stack, not to Madang. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof StepFailure || error instanceof AwsError ? error.message : undefined;
}

export function validationFailed(faults: readonly ResourceFault[]): string {
  return `Validation failed for following resources: [${faults.map(({ logicalId }) => logicalId).join(', ')}]`;
}

/** What went wrong with one resource, in the words of its event. */
export function failureReason(error: unknown, ids: Ids): string {
  if (error instanceof StepFailure || error instanceof TemplateError) return error.message;
  const message = error instanceof AwsError ? error.message : 'Internal Failure';
  return `Resource handler returned message: "${message}" (RequestToken: ${ids.uuid()}, HandlerErrorCode: ${handlerErrorCode(error)})`;
}

/** `The following resource(s) failed to create: [A, B]. `, and the same of those that failed to update or delete. */
export function failedResources(resources: Iterable<StackResource>, operationId: string): string {
  const failed = [...resources].filter((resource) => resource.operationId === operationId);
  const sentences = (['create', 'update', 'delete', 'import'] as const).map((step) => {
    const ids = failed.filter(({ status }) => status === `${step.toUpperCase()}_FAILED`).map((one) => one.logicalId);
    return ids.length === 0 ? '' : `The following resource(s) failed to ${step}: [${ids.join(', ')}]. `;
  });
  return sentences.join('');
}
