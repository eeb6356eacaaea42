import type { ResourceRequestStatusFilter } from '../../../../generated/types/cloudcontrol.ts';
import { fillPage } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudControlHandlers } from '../context.ts';
import { CloudControlError } from '../errors.ts';
import { isActive, progressEvent } from '../model/resource-request.ts';
import type { ResourceRequest } from '../model/resource-request.ts';
import { enqueueAdvance } from '../request-jobs.ts';
import { findRequest, pageOfRequests, saveRequest } from '../store/requests.ts';

const defaultLimit = 20;

export const requestOperations = {
  async GetResourceRequestStatus({ RequestToken }, request) {
    return { ProgressEvent: progressEvent(await requireRequest(request, RequestToken)) };
  },

  async ListResourceRequests(
    { MaxResults = defaultLimit, NextToken, ResourceRequestStatusFilter: filter = {} },
    request,
  ) {
    const kind = JSON.stringify(['ListResourceRequests', filter]);
    const { items, nextToken } = await fillPage(
      (limit, token) => pageOfRequests(request.unit, request, { limit, token, kind }),
      (item) => passes(item, filter),
      { limit: MaxResults, token: NextToken },
    );
    return { ResourceRequestStatusSummaries: items.map(progressEvent), NextToken: nextToken };
  },

  async CancelResourceRequest({ RequestToken }, request) {
    const { unit, platform, clock } = request;
    const found = await requireRequest(request, RequestToken);
    if (!isActive(found)) {
      throw new CloudControlError(
        'ConcurrentModificationException',
        `The request ${RequestToken} has status ${found.status}: only pending requests and those in progress can be canceled.`,
      );
    }
    const cancelled: ResourceRequest = { ...found, status: 'CANCEL_IN_PROGRESS', changedAt: clock.now() };
    saveRequest(unit, cancelled);
    enqueueAdvance(platform, unit, cancelled);
    return { ProgressEvent: progressEvent(cancelled) };
  },
} satisfies Partial<CloudControlHandlers>;

async function requireRequest({ unit, account, region }: RequestContext, token: string): Promise<ResourceRequest> {
  const found = await findRequest(unit, token);
  if (found?.account === account && found.region === region) return found;
  throw new CloudControlError('RequestTokenNotFoundException', `Request with token ${token} was not found.`);
}

function passes({ operation, status }: ResourceRequest, filter: ResourceRequestStatusFilter): boolean {
  const { Operations = [], OperationStatuses = [] } = filter;
  const isOperation = Operations.length === 0 || Operations.includes(operation);
  return isOperation && (OperationStatuses.length === 0 || OperationStatuses.includes(status));
}
