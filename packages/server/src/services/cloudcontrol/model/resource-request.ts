import type { ProgressEvent } from '../../../../generated/types/cloudcontrol.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { ExistingResource } from '../../../platform/resource-handler.ts';
import type { Scope } from '../../../platform/service.ts';

export type Operation = NonNullable<ProgressEvent['Operation']>;
export type RequestStatus = NonNullable<ProgressEvent['OperationStatus']>;
export type RequestErrorCode = NonNullable<ProgressEvent['ErrorCode']>;

/** One row per request to create, change or delete a resource; it stays for seven days. */
export interface ResourceRequest extends Scope {
  requestToken: string;
  typeName: string;
  operation: Operation;
  status: RequestStatus;
  /** Absent until the resource that is created has one. */
  identifier?: string | undefined;
  requestedAt: number;
  changedAt: number;
  /** In whose name the handler's calls are made: the caller, or the session of the request's role. */
  principal: Principal;
  /** This server as the caller sees it. */
  endpoint: string;
  /** DesiredState or PatchDocument, until the request has ended. */
  document?: string | undefined;
  /** What the step has begun to make, change or delete; its handler is asked until that is done. */
  begun?: ExistingResource | undefined;
  /** JSON text. */
  resourceModel?: string | undefined;
  statusMessage?: string | undefined;
  errorCode?: RequestErrorCode | undefined;
}

export function isActive({ status }: Pick<ResourceRequest, 'status'>): boolean {
  return status === 'PENDING' || status === 'IN_PROGRESS' || status === 'CANCEL_IN_PROGRESS';
}

export function progressEvent(request: ResourceRequest): ProgressEvent {
  return {
    TypeName: request.typeName,
    Identifier: request.identifier,
    RequestToken: request.requestToken,
    Operation: request.operation,
    OperationStatus: request.status,
    EventTime: new Date(request.changedAt),
    ResourceModel: request.resourceModel,
    StatusMessage: request.statusMessage,
    ErrorCode: request.errorCode,
  };
}
