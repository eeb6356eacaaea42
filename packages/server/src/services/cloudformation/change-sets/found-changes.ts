import { resourceChanges } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { ChangeSetInput } from '../../../engines/cloudformation/change-set/resource-changes.ts';
import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import type { Platform, Scope } from '../../../platform/service.ts';
import { schemasOf } from '../resource-schemas.ts';
import { createLookups, lookUp } from '../stack-operation/lookups.ts';

/** The changes, once what the templates import from other stacks is looked up. */
export async function changesWithLookups(
  input: Omit<ChangeSetInput, 'outside' | 'schemas'>,
  platform: Platform,
  { account, region }: Scope,
): Promise<ResourceChange[]> {
  const lookups = createLookups();
  const scope = { account, region, reader: platform.storage };
  for (;;) {
    const { changes, unresolved } = resourceChanges({
      ...input,
      schemas: schemasOf(platform),
      outside: lookups.environment,
    });
    if (!(await lookUp(unresolved, lookups, scope))) return changes;
  }
}
