import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** A template of a stack or change set, apart from the row of the stack, which is written more often. */
export interface StoredTemplate {
  stackId: string;
  templateId: string;
  /** As it was given. */
  original: string;
  /** After its transforms; what operations execute. */
  processed: Template;
  /** Whether transforms ran: GetTemplate shows the processed one as JSON then. */
  transformed: boolean;
}

export const templatesTable = defineTable<StoredTemplate>()({
  name: 'cloudformation.templates',
  key: ({ stackId, templateId }) => [stackId, templateId],
});

export async function requireTemplate(reader: Reader, stackId: string, templateId: string): Promise<StoredTemplate> {
  const template = await reader.get(templatesTable, [stackId, templateId]);
  if (template === undefined) throw new Error(`Stack ${stackId} has no template ${templateId}`);
  return template;
}

export function saveTemplate(unit: Unit, template: StoredTemplate): void {
  unit.put(templatesTable, template);
}

export function deleteTemplate(unit: Unit, stackId: string, templateId: string): void {
  unit.delete(templatesTable, [stackId, templateId]);
}
