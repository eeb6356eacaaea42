import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { GeneratedTemplate } from '../model/generated-template.ts';

export const generatedTemplatesTable = defineTable<GeneratedTemplate>()({
  name: 'cloudformation.generated-templates',
  key: ({ account, region, name }) => [account, region, name],
  indexes: { id: ({ templateId }) => [templateId] },
});

/** By name or ARN. */
export async function findGeneratedTemplate(
  reader: Reader,
  { account, region }: Scope,
  nameOrId: string,
): Promise<GeneratedTemplate | undefined> {
  if (!nameOrId.startsWith('arn:')) return reader.get(generatedTemplatesTable, [account, region, nameOrId]);
  const [found] = await reader.list(generatedTemplatesTable, { index: 'id', prefix: [nameOrId], limit: 1 });
  if (found?.account !== account || found.region !== region) return undefined;
  // Read by its key too, so that a unit remembers the version that it goes by.
  return reader.get(generatedTemplatesTable, [account, region, found.name]);
}

export function saveGeneratedTemplate(unit: Unit, template: GeneratedTemplate): void {
  unit.put(generatedTemplatesTable, template);
}

export function deleteGeneratedTemplate(unit: Unit, { account, region, name }: GeneratedTemplate): void {
  unit.delete(generatedTemplatesTable, [account, region, name]);
}

export function pageOfGeneratedTemplates(
  reader: Reader,
  { account, region }: Scope,
  { limit, token }: { limit: number; token: string | undefined },
): Promise<Page<GeneratedTemplate>> {
  const range = { prefix: [account, region] };
  const kind = 'ListGeneratedTemplates';
  return paginate({
    reader,
    table: generatedTemplatesTable,
    range,
    limit,
    kind,
    token,
    invalidToken: invalidNextToken,
  });
}
