import { primaryIdentifierOf, refOf, valueAt } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { NamedResource, ResourceName } from './relations.ts';

/** What Ref and Fn::GetAtt would give of a resource with this model. */
export function namedResource(schema: ResourceSchema, model: TemplateObject): NamedResource {
  const names: ResourceName[] = [{ value: refOf(schema, model) || primaryIdentifierOf(schema, model) }];
  for (const attribute of Object.keys(schema.attributes)) {
    const value = memberOf(model, attribute) ?? valueAt(model, attribute.split('.'));
    // Shorter ones, such as a state or a number, are no names.
    if (typeof value === 'string' && value.length >= 8) names.push({ value, attribute });
  }
  return { type: schema.typeName, names: names.filter(({ value }) => value !== '') };
}
