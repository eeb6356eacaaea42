/** What is loaded with the first request to the service, in one piece: a start does not pay for it. */
export { advance, wake } from './stack-operation/advance.ts';
export { changeSetJobs } from './change-sets/jobs.ts';
export { changeSetOperations } from './operations/change-sets.ts';
export { changeSetResource } from './resources/change-set.ts';
export { customResource } from './resources/custom-resource.ts';
export { describeStackOperations } from './operations/describe-stacks.ts';
export { driftJobs } from './drift/jobs.ts';
export { driftOperations } from './operations/drift.ts';
export { exportOperations } from './operations/exports.ts';
export { generatedTemplateOperations } from './operations/generated-templates.ts';
export { generatedTemplateResource } from './resources/generated-template.ts';
export { generatorJobs } from './generator/jobs.ts';
export {
  hookDefaultVersionResource,
  hookVersionResource,
  moduleDefaultVersionResource,
  moduleVersionResource,
  resourceDefaultVersionResource,
  resourceVersionResource,
} from './resources/type-versions.ts';
export { hookOperations } from './operations/hooks.ts';
export {
  hookTypeConfigResource,
  publicTypeVersionResource,
  publisherResource,
  typeActivationResource,
} from './resources/type-publishing.ts';
export { macroResource } from './resources/macro.ts';
export { nestedStackResource } from './resources/nested-stack.ts';
export { notifyTopics } from './stack-operation/notification.ts';
export { organizationsAccessOperations } from './operations/organizations-access.ts';
export { purgeStack } from './stack-operation/purge.ts';
export { refactorJobs } from './refactor/jobs.ts';
export { resourceScanOperations } from './operations/resource-scans.ts';
export { signalOperations } from './operations/signals.ts';
export { stackEventOperations } from './operations/stack-events.ts';
export { stackInstanceOperations } from './operations/stack-instances.ts';
export { stackOperations } from './operations/stacks.ts';
export { stackPolicyOperations } from './operations/stack-policies.ts';
export { stackRefactorOperations } from './operations/stack-refactors.ts';
export { stackResourceOperations } from './operations/stack-resources.ts';
export { stackRollbackOperations } from './operations/stack-rollbacks.ts';
export { stackSetJobs } from './stack-sets/jobs.ts';
export { stackSetOperationOperations } from './operations/stack-set-operations.ts';
export { stackSetOperations } from './operations/stack-sets.ts';
export { stackSetResource } from './resources/stack-set.ts';
export { templateOperations } from './operations/templates.ts';
export { typeConfigurationOperations } from './operations/type-configurations.ts';
export { typeJobs } from './types/registration.ts';
export { typeOperations } from './operations/types.ts';
export { typePublishingOperations } from './operations/type-publishing.ts';
export { typeRegistrationOperations } from './operations/type-registrations.ts';
export { waitConditionHandleResource } from './resources/wait-condition-handle.ts';
export { waitConditionResource } from './resources/wait-condition.ts';
