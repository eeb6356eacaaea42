import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { attributeTarget, visitIntrinsics } from '../template/intrinsic.ts';
import { expandLanguageExtensions } from '../template/language-extensions/expand.ts';
import { parseTemplate } from '../template/parse/parse-template.ts';
import { isTemplateObject, memberOf, sectionOf, textOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';
import { declaredTransforms, languageExtensions } from '../template/validate/transforms.ts';
import { supportsAttribute } from './references.ts';
import { createResourceSchemas } from './resource-schemas.ts';
import { validateProperties } from './validate.ts';

const folder = join(process.env['MADANG_SHARED'] ?? '../shared', 'templates');
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name))
  : [];
const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

/** Templates that are the input of something else: AWS would refuse them as they are. */
function isInputOfTool(text: string, transforms: readonly string[]): boolean {
  // `rain pkg` replaces its own tags; macros of the user's rewrite types and properties that AWS does not have.
  return text.includes('Rain::') || transforms.some((name) => !name.startsWith('AWS::'));
}

function problemsOf(template: TemplateObject): string[] {
  const resources = sectionOf(template, 'Resources');
  const problems: string[] = [];
  for (const [id, resource] of Object.entries(resources)) {
    const type = textOf(memberOf(resource, 'Type'));
    const properties = memberOf(resource, 'Properties') ?? {};
    if (type.endsWith('::MODULE') || !isTemplateObject(properties)) continue;
    const schema = schemas.find(type);
    if (schema === undefined) problems.push(`${id}: unknown type ${type}`);
    else {
      const found = validateProperties(schema, properties, { unresolvedAllowed: true });
      problems.push(...found.map(({ message }) => `${id} (${type}) ${message}`));
    }
  }
  visitIntrinsics(template, ({ name, argument }) => {
    const target = name === 'Fn::GetAtt' ? attributeTarget(argument) : undefined;
    const schema = target && schemas.find(textOf(memberOf(resources[target.resource], 'Type')));
    if (target === undefined || schema === undefined || typeof target.attribute !== 'string') return;
    if (!supportsAttribute(schema, target.attribute)) problems.push(`${schema.typeName} has no ${target.attribute}`);
  });
  return problems;
}

it.skipIf(!isThere)(
  `knows all that the templates of ${relative('.', folder)} use (skipped where they are not there)`,
  () => {
    const problems: string[] = [];
    let [checked, skipped] = [0, 0];
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8');
      const { value } = parseTemplate(text, 'TemplateURL');
      const transforms = declaredTransforms(value);
      if (isInputOfTool(text, transforms)) {
        skipped++;
        continue;
      }
      const isExpanded = transforms.includes(languageExtensions);
      const template = isExpanded ? expandLanguageExtensions(value, { pseudo: {}, parameters: new Map() }) : value;
      problems.push(...problemsOf(template).map((problem) => `${name}: ${problem}`));
      checked++;
    }
    expect(checked).toBeGreaterThan(100);
    expect(skipped).toBeLessThan(40);
    expect(problems).toEqual([]);
  },
);
