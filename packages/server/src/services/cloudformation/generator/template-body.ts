import { dump } from 'js-yaml';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { Template, TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { GeneratedResource, GeneratedTemplate, Policy } from '../model/generated-template.ts';
import { findName, replaceTexts } from './relations.ts';
import type { NamedResource } from './relations.ts';
import { namedResource } from './resource-names.ts';
import { declaredProperties } from './declared-properties.ts';

/** The template as text; resources that could not be read are not in it. */
export function generatedBody(
  template: GeneratedTemplate,
  schemaOf: (type: string) => ResourceSchema | undefined,
  format: 'JSON' | 'YAML',
): string {
  const document = generatedDocument(template, schemaOf);
  return format === 'JSON' ? JSON.stringify(document, null, 2) : dump(document, { lineWidth: -1, noRefs: true });
}

function generatedDocument(
  { templateId, base, resources, deletionPolicy, updateReplacePolicy }: GeneratedTemplate,
  schemaOf: (type: string) => ResourceSchema | undefined,
): TemplateObject {
  const parameters: TemplateObject = {};
  const declared: TemplateObject = {};
  const references = new References(resources, schemaOf);
  for (const resource of resources) {
    const schema = schemaOf(resource.type);
    if (schema === undefined || resource.model === undefined) continue;
    const properties = declaredProperties(schema, resource.model, resource.logicalId);
    Object.assign(parameters, properties.parameters);
    declared[resource.logicalId] = {
      UpdateReplacePolicy: policyName(updateReplacePolicy),
      Type: resource.type,
      DeletionPolicy: policyName(deletionPolicy),
      Properties: references.in(resource.logicalId, properties.properties),
    };
  }
  return compose(base, { templateId, parameters, declared });
}

function compose(
  base: Template | undefined,
  { templateId, parameters, declared }: { templateId: string; parameters: TemplateObject; declared: TemplateObject },
): TemplateObject {
  const start = (base ?? {}) as unknown as Record<string, TemplateObject | undefined>;
  const allParameters = { ...start['Parameters'], ...parameters };
  return {
    ...(start as TemplateObject),
    Metadata: { ...start['Metadata'], TemplateId: templateId },
    ...(Object.keys(allParameters).length > 0 && { Parameters: allParameters }),
    Resources: { ...start['Resources'], ...declared },
  };
}

function policyName(policy: Policy): string {
  return policy === 'DELETE' ? 'Delete' : 'Retain';
}

/** What stands for another resource of the template becomes a Ref or Fn::GetAtt, unless it would close a circle. */
class References {
  readonly #named = new Map<string, NamedResource>();
  readonly #edges = new Map<string, Set<string>>();

  constructor(resources: readonly GeneratedResource[], schemaOf: (type: string) => ResourceSchema | undefined) {
    for (const { type, logicalId, model, identifiers } of resources) {
      const schema = schemaOf(type);
      if (schema !== undefined && model !== undefined) {
        this.#named.set(logicalId, namedResource(schema, { ...model, ...identifiers }));
      }
    }
  }

  in(logicalId: string, properties: TemplateObject): TemplateValue {
    return replaceTexts(properties, (text, property) => {
      for (const [other, named] of this.#named) {
        if (other === logicalId) continue;
        const name = findName(named, text, property);
        if (name === undefined || this.#leadsTo(other, logicalId)) continue;
        this.#edges.set(logicalId, (this.#edges.get(logicalId) ?? new Set()).add(other));
        return name.attribute === undefined ? { Ref: other } : { 'Fn::GetAtt': [other, name.attribute] };
      }
      return undefined;
    });
  }

  #leadsTo(from: string, to: string, seen = new Set<string>()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(this.#edges.get(from) ?? [])].some((next) => this.#leadsTo(next, to, seen));
  }
}
