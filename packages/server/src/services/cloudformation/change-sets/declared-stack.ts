import type { DeclaredStack } from '../../../engines/cloudformation/change-set/side.ts';
import type { Standing } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import { stands } from '../model/stack-resource.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { pseudoParameters } from '../template-source/pseudo-parameters.ts';

type Configuration = Pick<StackConfiguration, 'conditions' | 'notificationArns' | 'parameters' | 'tags'>;

/** A stack as its configuration, or that of a change set, and a template declare it. */
export function declaredStack(
  scope: Scope,
  stack: { stackId: string; name: string },
  { conditions, notificationArns, parameters, tags }: Configuration,
  template: Template,
): DeclaredStack {
  return {
    template,
    parameters: new Map(parameters.map((value) => [value.name, value])),
    pseudo: pseudoParameters(scope, { id: stack.stackId, name: stack.name, notificationArns }),
    conditions: new Map(Object.entries(conditions)),
    tags,
  };
}

export async function standingResources(reader: Reader, stackId: string): Promise<Map<string, Standing>> {
  const rows = (await resourcesOf(reader, stackId)).filter(stands);
  return new Map(rows.map(({ logicalId, standing }) => [logicalId, standing]));
}

/** Whether a change set declares something else of the stack than its resources. */
export function declaresOtherwise(changeSet: ChangeSet, { configuration }: Stack): boolean {
  return settingsText(changeSet) !== settingsText(configuration);
}

function settingsText({ tags, notificationArns, rollbackConfiguration }: ChangeSet | StackConfiguration): string {
  return JSON.stringify([tags, notificationArns.toSorted(), rollbackConfiguration ?? {}]);
}
