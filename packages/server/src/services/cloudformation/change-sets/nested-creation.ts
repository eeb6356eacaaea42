import type { Standing } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { DeclaredStack } from '../../../engines/cloudformation/change-set/side.ts';
import { knownAfterApply } from '../../../engines/cloudformation/change-set/value-text.ts';
import type { GivenParameter } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { isScalar, isTemplateObject, textOf } from '../../../engines/cloudformation/template/template.ts';
import type { Template, TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import { basisOf, changeSetIdOf } from '../model/change-set.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { stackIdOf } from '../model/stack-id.ts';
import { startReview } from '../stack-operation/start.ts';
import { saveChangeSet } from '../store/change-sets.ts';
import { stacksTable } from '../store/stacks.ts';
import { saveTemplate } from '../store/templates.ts';
import { openTemplate } from '../template-source/load-template.ts';
import { reviewRequest } from './review.ts';

/** A change set with IncludeNestedStacks, and its stack before and after. */
export interface ParentOfNested {
  changeSet: ChangeSet;
  stack: Stack;
  after: DeclaredStack;
  standing: ReadonlyMap<string, Standing>;
}

/** The change set of one nested stack; a stack that is not there yet is made for it, in review. */
export async function createNestedChangeSet(
  { changeSet: parent, stack, standing }: ParentOfNested,
  logicalId: string,
  properties: TemplateObject,
  platform: Platform,
): Promise<ChangeSet> {
  const { account, region, endpoint, principal } = parent;
  const url = properties['TemplateURL'];
  if (typeof url !== 'string') {
    throw new TemplateError(
      `The TemplateURL of nested stack ${logicalId} is only known after the change set is executed`,
    );
  }
  const call = platform.callAs({ principal, account, region });
  const opened = await openTemplate({ TemplateURL: url }, { platform, account, region, endpoint, call });
  const physicalId = standing.get(logicalId)?.physicalId;
  const existing = physicalId === undefined ? undefined : await platform.storage.get(stacksTable, [physicalId]);
  const child = nestedChangeSet(parent, { logicalId, stack, existing, properties }, platform);
  return platform.storage.transact(async (unit) => {
    const processed = opened.parsed.value as unknown as Template;
    const template = { original: opened.body, processed, transformed: false };
    const saved = { ...child };
    if (existing === undefined) {
      const parentStack = { stackId: stack.stackId, rootId: stack.rootId ?? stack.stackId };
      const context = { platform, unit, account, region, endpoint };
      saved.basis = basisOf(await startReview(context, reviewRequest(child, template, parentStack)));
    }
    saveChangeSet(unit, saved);
    saveTemplate(unit, { stackId: child.stackId, templateId: child.templateId, ...template });
    return saved;
  });
}

interface NestedStack {
  logicalId: string;
  stack: Stack;
  existing: Stack | undefined;
  properties: TemplateObject;
}

function nestedChangeSet(
  parent: ChangeSet,
  { logicalId, stack, existing, properties }: NestedStack,
  { ids, clock }: Platform,
): ChangeSet {
  const { account, region } = parent;
  const name = `${parent.name}-${logicalId}-${ids.base32(12)}`.slice(-128);
  const stackName = existing?.name ?? `${stack.name}-${logicalId}-${ids.base32(12)}`.slice(0, 128);
  const arns = properties['NotificationARNs'];
  return {
    ...parent,
    changeSetId: changeSetIdOf({ account, region, name, uuid: ids.uuid() }),
    name,
    stackId: existing?.stackId ?? stackIdOf({ account, region, name: stackName, uuid: ids.uuid() }),
    stackName,
    type: existing === undefined ? 'CREATE' : 'UPDATE',
    status: 'CREATE_PENDING',
    executionStatus: 'UNAVAILABLE',
    createdAt: clock.now(),
    description: undefined,
    given: { parameters: nestedParameters(properties['Parameters'], existing), resourceTypes: [] },
    templateId: ids.uuid(),
    isProcessed: false,
    parameters: [],
    conditions: {},
    tags: parent.tags,
    notificationArns: Array.isArray(arns) ? arns.map(textOf) : [],
    resourcesToImport: [],
    parentChangeSetId: parent.changeSetId,
    rootChangeSetId: parent.rootChangeSetId ?? parent.changeSetId,
    logicalId,
    basis: existing && basisOf(existing),
    clientToken: undefined,
  };
}

/** What hangs on resources that are yet to be made stays as it was, or is shown as not known. */
function nestedParameters(given: TemplateValue | undefined, existing: Stack | undefined): GivenParameter[] {
  const previous = new Set(existing?.configuration.parameters.map(({ name }) => name));
  return Object.entries(isTemplateObject(given) ? given : {}).map(([ParameterKey, value]) => {
    if (isScalar(value)) return { ParameterKey, ParameterValue: String(value) };
    if (Array.isArray(value) && value.every(isScalar)) return { ParameterKey, ParameterValue: value.join(',') };
    if (previous.has(ParameterKey)) return { ParameterKey, UsePreviousValue: true };
    return { ParameterKey, ParameterValue: knownAfterApply };
  });
}
