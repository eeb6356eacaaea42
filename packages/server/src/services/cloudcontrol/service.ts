import { recordedResourcesTable } from '../../engines/cloudformation/recorded/recorded-rows.ts';
import { loadedOnUse } from '../../platform/loaded-on-use.ts';
import { defineService } from '../../platform/service.ts';
import type { RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { clientTokensTable } from './store/client-tokens.ts';
import { requestsTable } from './store/requests.ts';
import { resourceLocksTable } from './store/resource-locks.ts';

const load = () => import('./code.ts');

/** Resources of all types by one API, on the same handlers as CloudFormation's. */
export const cloudcontrol = defineService({
  name: 'cloudcontrol',
  actionPrefix: 'cloudformation',
  context: (request: RequestContext) => request,
  access,
  operations: {
    ...loadedOnUse(
      () => load().then((code) => code.resourceOperations),
      ['CreateResource', 'GetResource', 'UpdateResource', 'DeleteResource'],
    ),
    ...loadedOnUse(() => load().then((code) => code.resourceListOperations), ['ListResources']),
    ...loadedOnUse(
      () => load().then((code) => code.requestOperations),
      ['GetResourceRequestStatus', 'ListResourceRequests', 'CancelResourceRequest'],
    ),
  },
  tables: [requestsTable, clientTokensTable, resourceLocksTable, recordedResourcesTable],
  jobs: {
    advance: loadedOnUse(() => load().then((code) => code.jobs.advance), ['run']),
    forget: loadedOnUse(() => load().then((code) => code.jobs.forget), ['run']),
  },
});
