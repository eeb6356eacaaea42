import { supportsAttribute } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { ResourceSchemas } from '../../../engines/cloudformation/schema/resource-schemas.ts';
import { validateProperties } from '../../../engines/cloudformation/schema/validate.ts';
import { validationMessage } from '../../../engines/cloudformation/schema/violation.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { ValidationOptions } from '../../../engines/cloudformation/template/validate/validate-template.ts';

/** Which types of resources there are, and what Fn::GetAtt may name of them. */
export function typeChecks(
  schemas: ResourceSchemas,
): Required<Pick<ValidationOptions, 'hasAttribute' | 'isKnownType'>> {
  return {
    isKnownType: (type) => schemas.has(type),
    hasAttribute(type, attribute) {
      const schema = schemas.find(type);
      return schema && supportsAttribute(schema, attribute);
    },
  };
}

/** Refuses properties that no parameter could mend: missing, unknown and of the wrong type. */
export function checkProperties(template: Template, schemas: ResourceSchemas): void {
  checkResources(template, schemas, () => true);
}

/** What is wrong with resources of newer types is found only by the stack. */
export function checkLegacyProperties(template: Template, schemas: ResourceSchemas): void {
  checkResources(template, schemas, ({ legacy }) => legacy === true);
}

function checkResources(
  template: Template,
  schemas: ResourceSchemas,
  isChecked: (schema: ResourceSchema) => boolean,
): void {
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    const schema = schemas.find(Type);
    if (schema === undefined || !isChecked(schema)) continue;
    const violations = validateProperties(schema, Properties, { unresolvedAllowed: true });
    if (violations.length === 0) continue;
    throw new TemplateError(validationMessage(schema, logicalId, violations), ['Resources', logicalId]);
  }
}
