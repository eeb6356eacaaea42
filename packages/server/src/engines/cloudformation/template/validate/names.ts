import { isPseudoParameter } from '../pseudo-parameters.ts';
import { sectionOf } from '../template.ts';
import type { TemplateObject } from '../template.ts';

/** The names that a template declares, by section. */
export interface DeclaredNames {
  parameters: ReadonlySet<string>;
  conditions: ReadonlySet<string>;
  mappings: ReadonlySet<string>;
  resources: ReadonlySet<string>;
}

export function declaredNames(template: TemplateObject): DeclaredNames {
  const names = (section: string) => new Set(Object.keys(sectionOf(template, section)));
  return {
    parameters: names('Parameters'),
    conditions: names('Conditions'),
    mappings: names('Mappings'),
    resources: names('Resources'),
  };
}

/** What a Ref outside of resources may name. */
export function isValueName(name: string, names: DeclaredNames): boolean {
  return names.parameters.has(name) || isPseudoParameter(name);
}
