import { callsFor } from '../calls.ts';
import type { ResourceToImport } from '../../../../generated/types/cloudformation.ts';
import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import { knownAfterApply } from '../../../engines/cloudformation/change-set/value-text.ts';
import { memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls, Platform } from '../../../platform/service.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { schemasOf } from '../resource-schemas.ts';

/** By logical id, the identifiers as one text, as change sets and stacks show them. */
export function identifierTexts(resources: readonly ResourceToImport[]): Map<string, string> {
  return new Map(
    resources.map(({ LogicalResourceId, ResourceIdentifier }) => [
      LogicalResourceId,
      Object.values(ResourceIdentifier).join('|'),
    ]),
  );
}

/**
 * Of the resources that would be added, those that exist already under the name that the template gives them: looked up
 * through Cloud Control, as whoever made the change set.
 */
export async function findExistingResources(
  changes: readonly ResourceChange[],
  { account, region, principal }: ChangeSet,
  platform: Platform,
): Promise<Map<string, string>> {
  const call = callsFor(platform, { principal, account, region });
  const found = new Map<string, string>();
  for (const change of changes) {
    const identifier = change.Action === 'Add' ? givenIdentifier(change, platform) : undefined;
    if (identifier === undefined) continue;
    if (await exists(call, change.ResourceType, identifier)) found.set(change.LogicalResourceId, identifier);
  }
  return found;
}

/** Undefined where CloudFormation or the service makes the identifier. */
function givenIdentifier(
  { ResourceType, AfterContext = '{}' }: ResourceChange,
  platform: Platform,
): string | undefined {
  const schema = schemasOf(platform).find(ResourceType);
  const properties = memberOf(JSON.parse(AfterContext) as TemplateValue, 'Properties');
  const values = schema?.primaryIdentifier.map((name) => memberOf(properties, name)) ?? [];
  if (values.length === 0) return undefined;
  const known = values.flatMap((value) => (typeof value === 'string' && value !== knownAfterApply ? [value] : []));
  return known.length === values.length ? known.join('|') : undefined;
}

async function exists(call: Calls, TypeName: string, Identifier: string): Promise<boolean> {
  try {
    await call.cloudcontrol.GetResource({ TypeName, Identifier });
    return true;
  } catch (error) {
    if (error instanceof AwsError && /NotFound|UnsupportedAction|TypeNotFound/.test(error.code)) return false;
    throw error;
  }
}
