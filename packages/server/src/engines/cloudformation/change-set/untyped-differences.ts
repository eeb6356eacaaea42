import type { PropertyDifference } from '../schema/compare.ts';
import { isSame } from '../schema/same-value.ts';
import { memberOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';

/** Of a type that nothing is known of, every property is compared as a whole. */
export function untypedDifferences(before: TemplateObject, after: TemplateObject): PropertyDifference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): PropertyDifference[] => {
    const [was, is] = [memberOf(before, name), memberOf(after, name)];
    if (isSame(was, is)) return [];
    const change = was === undefined ? 'Add' : is === undefined ? 'Remove' : 'Modify';
    return [{ path: `/Properties/${name}`, name, change, before: was, after: is, requiresRecreation: 'Never' }];
  });
}
