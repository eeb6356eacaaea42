import type { CreateChangeSetInput } from '../../../../generated/types/cloudformation.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import { resourceExists } from '../../../engines/cloudformation/template/graph.ts';
import type { ConditionStates } from '../../../engines/cloudformation/template/resolve/environment.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import { invalid } from '../errors.ts';
import type { ChangeSet, ChangeSetType } from '../model/change-set.ts';

export function checkImportRequest(type: ChangeSetType, { ResourcesToImport = [] }: CreateChangeSetInput): void {
  if (type === 'IMPORT' && ResourcesToImport.length === 0) {
    throw invalid('ResourcesToImport must be specified for a change set of type IMPORT');
  }
  if (type !== 'IMPORT' && ResourcesToImport.length > 0) {
    throw invalid('ResourcesToImport parameter is only supported for change sets of type IMPORT');
  }
}

/** What the template must say of the resources that are imported. */
export function checkImportedResources(changeSet: ChangeSet, template: Template, conditions: ConditionStates): void {
  const imported = changeSet.resourcesToImport;
  const absent = imported.filter(
    ({ LogicalResourceId: id }) => !Object.hasOwn(template.Resources, id) || !resourceExists(template, id, conditions),
  );
  if (absent.length > 0) {
    throw new TemplateError(`Resources [${idsOf(absent)}] to import are missing from the template`);
  }
  const other = imported.filter(
    ({ LogicalResourceId: id, ResourceType }) => template.Resources[id]?.Type !== ResourceType,
  );
  if (other.length > 0) {
    throw new TemplateError(`Resources [${idsOf(other)}] to import have another type in the template`);
  }
  const unprotected = imported.filter(
    ({ LogicalResourceId: id }) => template.Resources[id]?.DeletionPolicy === undefined,
  );
  if (unprotected.length > 0) {
    throw new TemplateError(
      `The following resources to import [${idsOf(unprotected)}] must have DeletionPolicy attribute specified in the template.`,
    );
  }
}

/** Each is named by exactly what identifies its type: `{QueueUrl: ...}`. */
export function checkIdentifiers(
  imported: ChangeSet['resourcesToImport'],
  identifiersOf: (type: string) => readonly string[] | undefined,
): void {
  for (const { LogicalResourceId: id, ResourceType: type, ResourceIdentifier } of imported) {
    const wanted = identifiersOf(type)?.map((path) => path.split('/').at(-1) ?? path) ?? [];
    const given = Object.keys(ResourceIdentifier);
    if (wanted.length === 0 || isSame(wanted.toSorted(), given.toSorted())) continue;
    throw invalid(
      `The ResourceIdentifier of resource ${id} has the keys [${given.join(', ')}]: ${type} is identified by [${wanted.join(', ')}]`,
    );
  }
}

/** An import does nothing but import. */
export function checkOnlyImports(changes: readonly ResourceChange[]): void {
  const others = changes.filter(({ Action, Details }) => Action !== 'Import' && !isAutomatic(Details));
  if (others.length === 0) return;
  const ids = others.map(({ LogicalResourceId }) => LogicalResourceId).join(', ');
  throw new TemplateError(
    `You have modified resources [${ids}] in your template that are not being imported. ` +
      'Update, create or delete operations cannot be executed during import operations.',
  );
}

function isAutomatic(details: ResourceChange['Details']): boolean {
  return details.length > 0 && details.every(({ ChangeSource }) => ChangeSource === 'Automatic');
}

function idsOf(resources: readonly { LogicalResourceId: string }[]): string {
  return resources.map(({ LogicalResourceId }) => LogicalResourceId).join(', ');
}
