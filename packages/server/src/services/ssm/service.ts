import { defineService } from '../../platform/service.ts';
import type { RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { applyPolicyJob } from './jobs/parameter-policies.ts';
import { deleteParameterOperations } from './operations/delete-parameters.ts';
import { getParameterOperations } from './operations/get-parameters.ts';
import { labelOperations } from './operations/labels.ts';
import { listParameterOperations } from './operations/list-parameters.ts';
import { putParameterOperations } from './operations/put-parameter.ts';
import { resourcePolicyOperations } from './operations/resource-policies.ts';
import { serviceSettingOperations } from './operations/service-settings.ts';
import { tagOperations } from './operations/tags.ts';
import { parameterResource } from './resources/parameter.ts';
import { encryptionKeysTable } from './store/encryption-keys.ts';
import { parametersTable, pastVersionsTable, sharesTable } from './store/parameters.ts';
import { settingsTable } from './store/settings.ts';

/** Parameter Store. What else Systems Manager does is not here. */
export const ssm = defineService({
  name: 'ssm',
  context: (request: RequestContext) => request,
  access,
  operations: {
    ...putParameterOperations,
    ...getParameterOperations,
    ...listParameterOperations,
    ...deleteParameterOperations,
    ...labelOperations,
    ...tagOperations,
    ...resourcePolicyOperations,
    ...serviceSettingOperations,
  },
  tables: [parametersTable, pastVersionsTable, sharesTable, encryptionKeysTable, settingsTable],
  resourceTypes: { 'AWS::SSM::Parameter': parameterResource },
  jobs: { applyPolicy: applyPolicyJob },
});
