import { checkCycles, resourceGraph } from '../graph.ts';
import { formatError } from '../template-error.ts';
import { isTemplateObject, memberOf, sectionOf } from '../template.ts';
import type { Template, TemplateObject } from '../template.ts';
import { checkConditions } from './conditions.ts';
import { checkMappings } from './mappings.ts';
import { declaredNames } from './names.ts';
import { checkOutputs } from './outputs.ts';
import { checkParameterDeclarations } from './parameter-declarations.ts';
import { attributeChecker, checkReferences } from './references.ts';
import { checkResources } from './resources.ts';
import { checkRules } from './rules.ts';
import { checkSections } from './section-shape.ts';
import { declaredTransforms, languageExtensions } from './transforms.ts';

export interface ValidationOptions {
  isKnownType?: (type: string) => boolean;
  /** Undefined where the attributes of a type are not known. */
  hasAttribute?: (type: string, attribute: string) => boolean | undefined;
  /** Whether AWS::LanguageExtensions was applied. */
  languageExtensions?: boolean;
}

/** A template that no transform will change any more. Throws the first thing that AWS would refuse. */
export function validateTemplate(template: TemplateObject, options: ValidationOptions = {}): Template {
  const { isKnownType = () => true, hasAttribute = () => undefined, languageExtensions: extended = false } = options;
  checkSections(template, () => false);
  const names = declaredNames(template);
  checkParameterDeclarations(template);
  checkMappings(template);
  checkConditions(template, names);
  checkRules(template, names);
  checkResources(template, names, isKnownType);
  checkOutputs(template, names);
  const checks = { names, hasAttribute: attributeChecker(template, hasAttribute), languageExtensions: extended };
  checkReferences(template, checks);
  const valid = template as unknown as Template;
  checkCycles(resourceGraph(valid));
  return valid;
}

/**
 * A template as it was given. Until its transforms have run, only what they cannot change is checked: sections,
 * parameters and mappings.
 */
export function validateOriginal(template: TemplateObject, options: ValidationOptions = {}): void {
  const transforms = declaredTransforms(template);
  if (transforms.length === 0) {
    validateTemplate(template, options);
    return;
  }
  const hasMacro = transforms.some((name) => !name.startsWith('AWS::'));
  const isServerless = transforms.some((name) => name.startsWith('AWS::Serverless'));
  checkSections(
    template,
    (section) => hasMacro || section === 'Fn::Transform' || (isServerless && section === 'Globals'),
  );
  checkParameterDeclarations(template);
  if (!hasMacro && !transforms.includes(languageExtensions)) checkMappings(template);
  for (const [id, resource] of Object.entries(sectionOf(template, 'Resources'))) {
    if (id === 'Fn::Transform' || id.startsWith('Fn::ForEach::')) continue;
    const path = ['Resources', id];
    if (!isTemplateObject(resource)) throw formatError(`[/Resources/${id}] resource definition is malformed`, path);
    if (memberOf(resource, 'Type') === undefined && memberOf(resource, 'Fn::Transform') === undefined && !hasMacro) {
      throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`, path);
    }
  }
}
