import type { Platform } from '../../../platform/service.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { knownStates } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { requireStackById } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import type { StoredTemplate } from '../store/templates.ts';
import { openTemplate, processTemplate } from '../template-source/load-template.ts';

/** With its transforms applied in the name of whoever made it; one without transforms is processed already. */
export async function processedChangeSet(
  changeSet: ChangeSet,
  platform: Platform,
): Promise<{ changeSet: ChangeSet; template: StoredTemplate }> {
  const { account, region, endpoint, principal, stackId, given } = changeSet;
  const stored = await requireTemplate(platform.storage, stackId, changeSet.templateId);
  if (changeSet.isProcessed) return { changeSet, template: stored };
  const stack = await requireStackById(platform.storage, stackId);
  const context = { platform, account, region, endpoint, call: platform.callAs({ principal, account, region }) };
  const request = {
    UsePreviousTemplate: true,
    Parameters: given.parameters,
    ResourceTypes: given.resourceTypes,
    Capabilities: changeSet.capabilities,
  };
  const previous = { body: stored.original, parameters: previousTexts(stack) };
  const { notificationArns } = changeSet;
  const loaded = await processTemplate(await openTemplate(request, context, previous), request, context, {
    stack: { id: stackId, name: stack.name, notificationArns },
    previous,
    isChangeSet: true,
  });
  return {
    changeSet: {
      ...changeSet,
      isProcessed: true,
      parameters: [...loaded.parameters.values()],
      conditions: knownStates(loaded.conditions),
    },
    template: { ...stored, processed: loaded.template, transformed: loaded.transformed },
  };
}

function previousTexts({ status, configuration }: Stack): Map<string, string> {
  if (status === 'REVIEW_IN_PROGRESS') return new Map();
  return new Map(configuration.parameters.map(({ name, text }) => [name, text]));
}
