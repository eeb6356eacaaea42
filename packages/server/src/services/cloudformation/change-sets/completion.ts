import { refuseChangedTypes } from '../../../engines/cloudformation/plan/stack-plan.ts';
import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/service.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { findChangeSet, saveChanges, saveChangeSet } from '../store/change-sets.ts';
import { requireStackById } from '../store/stacks.ts';
import { requireTemplate, saveTemplate } from '../store/templates.ts';
import type { StoredTemplate } from '../store/templates.ts';
import { declaredStack, standingResources } from './declared-stack.ts';
import { findExistingResources, identifierTexts } from './existing-resources.ts';
import { changesWithLookups } from './found-changes.ts';
import { checkImportedResources, checkOnlyImports } from './import-request.ts';
import { readLiveState, standingNow, withDrift } from './live-state.ts';
import type { LiveState } from './live-state.ts';
import { withNestedChanges } from './nested.ts';
import { processedChangeSet } from './processing.ts';
import { checkOtherChanges } from './unchanged.ts';

/** Processes the template and finds the changes; or the change set has failed, with the reason. */
export async function completeChangeSet(changeSet: ChangeSet, platform: Platform): Promise<ChangeSet> {
  const completion = await attempt(changeSet, platform);
  return platform.storage.transact(async (unit) => {
    const current = await findChangeSet(unit, changeSet.stackId, changeSet.name);
    // Deleted, or completed by another run of the job.
    if (current?.changeSetId !== changeSet.changeSetId || current.status !== 'CREATE_PENDING')
      return current ?? changeSet;
    saveChangeSet(unit, completion.changeSet);
    if (completion.template !== undefined) saveTemplate(unit, completion.template);
    saveChanges(unit, { changeSetId: changeSet.changeSetId, changes: completion.changes, live: completion.live });
    return completion.changeSet;
  });
}

interface Completion {
  changeSet: ChangeSet;
  template?: StoredTemplate;
  changes: readonly ResourceChange[];
  live?: LiveState | undefined;
}

async function attempt(changeSet: ChangeSet, platform: Platform): Promise<Completion> {
  try {
    const processed = await processedChangeSet(changeSet, platform);
    const stack = await requireStackById(platform.storage, changeSet.stackId);
    const live = changeSet.deploymentMode && (await readLiveState(changeSet, stack, platform));
    const changes = await foundChanges(
      processed.changeSet,
      { stack, live, template: processed.template.processed },
      platform,
    );
    return {
      ...processed,
      changeSet: { ...processed.changeSet, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' },
      changes,
      live,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { changeSet: { ...changeSet, status: 'FAILED', statusReason: error.message }, changes: [] };
  }
}

interface Basis {
  stack: Stack;
  /** The processed one of the change set. */
  template: Template;
  live: LiveState | undefined;
}

async function foundChanges(
  changeSet: ChangeSet,
  { stack, template, live }: Basis,
  platform: Platform,
): Promise<ResourceChange[]> {
  const { storage } = platform;
  const declared = await standingResources(storage, stack.stackId);
  const standing = live === undefined ? declared : standingNow(declared, live);
  refuseChangedTypes({ template, standing });
  const isNew = stack.status === 'REVIEW_IN_PROGRESS';
  const before = isNew
    ? undefined
    : (await requireTemplate(storage, stack.stackId, stack.configuration.templateId)).processed;
  const after = declaredStack(stack, stack, changeSet, template);
  if (changeSet.type === 'IMPORT') checkImportedResources(changeSet, template, after.conditions);
  const input = {
    before: before && declaredStack(stack, stack, stack.configuration, before),
    after,
    standing,
    imports: identifierTexts(changeSet.resourcesToImport),
    nestedAreKnown: changeSet.includeNestedStacks,
  };
  let found = await changesWithLookups(input, platform, changeSet);
  if (changeSet.importExistingResources) {
    const imports = await findExistingResources(found, changeSet, platform);
    found = await changesWithLookups({ ...input, imports }, platform, changeSet);
  }
  if (changeSet.includeNestedStacks) {
    const parent = { changeSet, stack, after, standing };
    found = await withNestedChanges(found, parent, platform, (child) => completeChangeSet(child, platform));
  }
  if (changeSet.type === 'IMPORT') checkOnlyImports(found);
  if (found.length === 0 && before !== undefined) checkOtherChanges(changeSet, stack, before, template);
  return live === undefined ? found : withDrift(found, declared, live, stack);
}
