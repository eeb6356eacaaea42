import { loadedOnUse } from '../../platform/loaded-on-use.ts';
import { defineService } from '../../platform/service.ts';
import type { RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { cloudformationResourceTypes } from './resources/resource-types.ts';
import { responseRoutes } from './resources/response-routes.ts';
import { mostAdvances, mostNotifications } from './stack-operation/attempts.ts';
import { changeSetsTable, changesTable } from './store/change-sets.ts';
import { customRequestsTable } from './store/custom-requests.ts';
import { driftDetectionsTable, resourceDriftsTable } from './store/drifts.ts';
import { exportsTable, importsTable } from './store/exports.ts';
import { generatedTemplatesTable } from './store/generated-templates.ts';
import { macrosTable } from './store/macros.ts';
import { resourceScansTable, scannedResourcesTable } from './store/resource-scans.ts';
import { signalsTable } from './store/signals.ts';
import { stackEventsTable } from './store/stack-events.ts';
import { stackOperationsTable } from './store/stack-operations.ts';
import { stackRefactorsTable } from './store/stack-refactors.ts';
import { stackResourcesTable } from './store/stack-resources.ts';
import { stackSetTables } from './store/stack-sets.ts';
import { stackNamesTable, stacksTable } from './store/stacks.ts';
import { templatesTable } from './store/templates.ts';
import { typeTables } from './store/types.ts';
import { waitConditionsTable, waitHandlesTable } from './store/wait-conditions.ts';

const load = () => import('./code.ts');

export const cloudformation = defineService({
  name: 'cloudformation',
  context: (request: RequestContext) => request,
  access,
  operations: {
    ...loadedOnUse(() => load().then((code) => code.stackOperations), ['CreateStack', 'UpdateStack', 'DeleteStack']),
    ...loadedOnUse(
      () => load().then((code) => code.describeStackOperations),
      ['DescribeStacks', 'ListStacks', 'DescribeAccountLimits'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackRollbackOperations),
      ['RollbackStack', 'ContinueUpdateRollback', 'CancelUpdateStack'],
    ),
    ...loadedOnUse(() => load().then((code) => code.stackEventOperations), ['DescribeStackEvents', 'DescribeEvents']),
    ...loadedOnUse(
      () => load().then((code) => code.stackResourceOperations),
      ['DescribeStackResource', 'DescribeStackResources', 'ListStackResources'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackPolicyOperations),
      ['GetStackPolicy', 'SetStackPolicy', 'UpdateTerminationProtection'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.driftOperations),
      [
        'DetectStackDrift',
        'DescribeStackDriftDetectionStatus',
        'DetectStackResourceDrift',
        'DescribeStackResourceDrifts',
      ],
    ),
    ...loadedOnUse(() => load().then((code) => code.exportOperations), ['ListExports', 'ListImports']),
    ...loadedOnUse(
      () => load().then((code) => code.generatedTemplateOperations),
      [
        'CreateGeneratedTemplate',
        'UpdateGeneratedTemplate',
        'DescribeGeneratedTemplate',
        'GetGeneratedTemplate',
        'ListGeneratedTemplates',
        'DeleteGeneratedTemplate',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.hookOperations),
      ['RecordHandlerProgress', 'GetHookResult', 'ListHookResults'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.resourceScanOperations),
      [
        'StartResourceScan',
        'DescribeResourceScan',
        'ListResourceScans',
        'ListResourceScanResources',
        'ListResourceScanRelatedResources',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackRefactorOperations),
      [
        'CreateStackRefactor',
        'DescribeStackRefactor',
        'ListStackRefactorActions',
        'ExecuteStackRefactor',
        'ListStackRefactors',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.typeOperations),
      ['ListTypes', 'DescribeType', 'ListTypeVersions', 'SetTypeDefaultVersion', 'DeregisterType', 'DeactivateType'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.typeConfigurationOperations),
      ['SetTypeConfiguration', 'BatchDescribeTypeConfigurations'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.typePublishingOperations),
      ['RegisterPublisher', 'DescribePublisher', 'TestType', 'PublishType', 'ActivateType'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.typeRegistrationOperations),
      ['RegisterType', 'DescribeTypeRegistration', 'ListTypeRegistrations'],
    ),
    ...loadedOnUse(() => load().then((code) => code.signalOperations), ['SignalResource']),
    ...loadedOnUse(
      () => load().then((code) => code.changeSetOperations),
      [
        'CreateChangeSet',
        'DescribeChangeSet',
        'ListChangeSets',
        'DeleteChangeSet',
        'ExecuteChangeSet',
        'DescribeChangeSetHooks',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.templateOperations),
      ['ValidateTemplate', 'GetTemplate', 'GetTemplateSummary', 'EstimateTemplateCost'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackSetOperations),
      [
        'CreateStackSet',
        'UpdateStackSet',
        'DeleteStackSet',
        'DescribeStackSet',
        'ListStackSets',
        'ListStackSetAutoDeploymentTargets',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackInstanceOperations),
      [
        'CreateStackInstances',
        'UpdateStackInstances',
        'DeleteStackInstances',
        'ImportStacksToStackSet',
        'DetectStackSetDrift',
        'DescribeStackInstance',
        'ListStackInstances',
        'ListStackInstanceResourceDrifts',
      ],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.stackSetOperationOperations),
      ['DescribeStackSetOperation', 'ListStackSetOperations', 'ListStackSetOperationResults', 'StopStackSetOperation'],
    ),
    ...loadedOnUse(
      () => load().then((code) => code.organizationsAccessOperations),
      ['ActivateOrganizationsAccess', 'DeactivateOrganizationsAccess', 'DescribeOrganizationsAccess'],
    ),
  },
  realism: {
    EstimateTemplateCost: 'recorded',
    GetHookResult: 'state only',
    ListHookResults: 'state only',
    RecordHandlerProgress: 'refused',
    RegisterType: 'state only',
    SetTypeConfiguration: 'state only',
    TestType: 'state only',
  },
  tables: [
    stacksTable,
    stackNamesTable,
    templatesTable,
    stackResourcesTable,
    stackEventsTable,
    stackOperationsTable,
    exportsTable,
    importsTable,
    signalsTable,
    changeSetsTable,
    changesTable,
    driftDetectionsTable,
    resourceDriftsTable,
    generatedTemplatesTable,
    resourceScansTable,
    scannedResourcesTable,
    stackRefactorsTable,
    ...typeTables,
    macrosTable,
    customRequestsTable,
    waitConditionsTable,
    waitHandlesTable,
    ...stackSetTables,
  ],
  resourceTypes: cloudformationResourceTypes,
  web: responseRoutes,
  jobs: {
    advance: {
      maxAttempts: mostAdvances,
      ...loadedOnUse(() => load().then((code) => code.advance), ['run']),
    },
    wake: loadedOnUse(() => load().then((code) => code.wake), ['run']),
    notify: {
      maxAttempts: mostNotifications,
      ...loadedOnUse(() => load().then((code) => code.notifyTopics), ['run']),
    },
    purge: loadedOnUse(() => load().then((code) => code.purgeStack), ['run']),
    createChangeSet: loadedOnUse(() => load().then((code) => code.changeSetJobs.createChangeSet), ['run']),
    changeSetExecuted: loadedOnUse(() => load().then((code) => code.changeSetJobs.changeSetExecuted), ['run']),
    detectDrift: loadedOnUse(() => load().then((code) => code.driftJobs.detectDrift), ['run']),
    createRefactor: loadedOnUse(() => load().then((code) => code.refactorJobs.createRefactor), ['run']),
    executeRefactor: loadedOnUse(() => load().then((code) => code.refactorJobs.executeRefactor), ['run']),
    registerType: loadedOnUse(() => load().then((code) => code.typeJobs.registerType), ['run']),
    scanResources: loadedOnUse(() => load().then((code) => code.generatorJobs.scanResources), ['run']),
    expireScan: loadedOnUse(() => load().then((code) => code.generatorJobs.expireScan), ['run']),
    generateTemplate: loadedOnUse(() => load().then((code) => code.generatorJobs.generateTemplate), ['run']),
    advanceStackSet: loadedOnUse(() => load().then((code) => code.stackSetJobs.advanceStackSet), ['run']),
  },
});
