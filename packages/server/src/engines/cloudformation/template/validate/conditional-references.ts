import { collectReferences, resourceExists } from '../graph.ts';
import type { ConditionStates } from '../resolve/environment.ts';
import { formatError } from '../template-error.ts';
import { memberOf, sectionOf } from '../template.ts';
import type { Template, TemplateObject } from '../template.ts';

/**
 * Refuses Ref, Fn::GetAtt and Fn::Sub of a resource that its condition leaves out, by what is not left out. DependsOn
 * may name such a resource: it waits for nothing then.
 */
export function checkConditionalReferences(template: Template, conditions: ConditionStates): void {
  const absent = new Set(Object.keys(template.Resources).filter((id) => !resourceExists(template, id, conditions)));
  if (absent.size === 0) return;
  for (const block of ['Resources', 'Outputs']) {
    const unresolved = new Set<string>();
    for (const member of Object.values(sectionOf(template, block))) {
      const condition = memberOf(member, 'Condition');
      if (typeof condition === 'string' && conditions.get(condition) === false) continue;
      const { DependsOn: _, ...rest } = member as TemplateObject;
      collectReferences(rest, conditions, (name) => absent.has(name) && unresolved.add(name));
    }
    if (unresolved.size === 0) continue;
    const list = [...unresolved].join(', ');
    throw formatError(`Unresolved resource dependencies [${list}] in the ${block} block of the template`, [block]);
  }
}
