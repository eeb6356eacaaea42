import { automatic } from '../../../engines/cloudformation/change-set/change-details.ts';
import { nestedStack } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { Standing } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import { Side } from '../../../engines/cloudformation/change-set/side.ts';
import { attributeOf } from '../../../engines/cloudformation/plan/stack-plan.ts';
import { resourceExists } from '../../../engines/cloudformation/template/graph.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { createLookups } from '../stack-operation/lookups.ts';
import { childChangeSets } from '../store/change-sets.ts';
import { createNestedChangeSet } from './nested-creation.ts';
import type { ParentOfNested } from './nested-creation.ts';
import { isWithoutChanges } from './unchanged.ts';

/** The changes, with those of nested stacks that change sets of their own have found; those are made on the way. */
export async function withNestedChanges(
  changes: readonly ResourceChange[],
  parent: ParentOfNested,
  platform: Platform,
  complete: (child: ChangeSet) => Promise<ChangeSet>,
): Promise<ResourceChange[]> {
  const { template, conditions } = parent.after;
  const result = new Map(changes.map((change) => [change.LogicalResourceId, change]));
  const ids = Object.keys(template.Resources).filter(
    (id) => template.Resources[id]?.Type === nestedStack && resourceExists(template, id, conditions),
  );
  const known = new Map(
    (await childChangeSets(platform.storage, parent.changeSet.changeSetId)).map((child) => [child.logicalId, child]),
  );
  const properties = nestedProperties(parent);
  for (const id of ids) {
    const change = result.get(id);
    const child = known.get(id) ?? (await createNestedChangeSet(parent, id, properties(id), platform));
    const completed = child.status === 'CREATE_PENDING' ? await complete(child) : child;
    if (completed.status === 'FAILED' && isWithoutChanges(completed)) continue;
    if (completed.status === 'FAILED') {
      throw new TemplateError(
        `Nested change set ${completed.changeSetId} was not successfully created: Currently in FAILED.`,
      );
    }
    result.set(id, {
      ...(change ?? unchangedButInside(id, parent.standing.get(id))),
      ChangeSetId: completed.changeSetId,
    });
  }
  return [...result.values()].toSorted((a, b) => (a.LogicalResourceId < b.LogicalResourceId ? -1 : 1));
}

/** Of which only the resources within change. */
function unchangedButInside(logicalId: string, standing: Standing | undefined): ResourceChange {
  return {
    Action: 'Modify',
    LogicalResourceId: logicalId,
    ...(standing !== undefined && { PhysicalResourceId: standing.physicalId }),
    ResourceType: nestedStack,
    Replacement: 'False',
    Scope: ['Properties'],
    Details: [automatic()],
  };
}

function nestedProperties({ after, standing }: ParentOfNested): (logicalId: string) => TemplateObject {
  const resources = {
    ref: (id: string) => standing.get(id)?.physicalId,
    getAtt: (id: string, attribute: string) => {
      const existing = standing.get(id);
      return existing && attributeOf(existing, attribute);
    },
  };
  const side = new Side(after, resources, createLookups().environment);
  return (logicalId) => side.properties(logicalId);
}
