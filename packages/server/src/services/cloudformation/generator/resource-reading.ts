import { primaryIdentifierOf } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { textOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls } from '../../../platform/service.ts';

/** The identifiers of all resources of a type, through Cloud Control; none where the caller or the type does not allow it. */
export async function listIdentifiers(call: Calls, TypeName: string): Promise<string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const page = await call.cloudcontrol.ListResources({ TypeName, MaxResults: 100, NextToken });
      for (const { Identifier } of page.ResourceDescriptions ?? [])
        if (Identifier !== undefined) found.push(Identifier);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch (error) {
    // Some types are listed only within another resource, and AWS's scans leave out what the caller may not see.
    if (!(error instanceof AwsError)) throw error;
  }
  return found;
}

/** The reason where the resource is gone, or not for the caller to see. */
export async function readModel(
  call: Calls,
  TypeName: string,
  Identifier: string,
): Promise<{ model: TemplateObject } | { reason: string }> {
  try {
    const { ResourceDescription } = await call.cloudcontrol.GetResource({ TypeName, Identifier });
    return { model: JSON.parse(ResourceDescription?.Properties ?? '{}') as TemplateObject };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { reason: error.message };
  }
}

/** By the names of the properties, as scans and generated templates give them. */
export function identifiersOf(schema: ResourceSchema, identifier: string): Record<string, string> {
  const parts = schema.primaryIdentifier;
  const values = parts.length === 1 ? [identifier] : identifier.split('|');
  const named = parts.flatMap((part, index) => {
    const value = values[index];
    return value === undefined ? [] : [[part.split('/').at(-1) ?? part, value] as const];
  });
  return Object.fromEntries(named);
}

/** Cloud Control's, of what `identifiersOf` answered. */
export function identifierText(schema: ResourceSchema, identifiers: Record<string, string>): string {
  const named = primaryIdentifierOf(schema, identifiers);
  return named === '' ? Object.values(identifiers).map(textOf).join('|') : named;
}
