import { templateLimits } from '../limits.ts';
import { javaPattern } from '../parameters/java-pattern.ts';
import { parameterType } from '../parameters/parameter-type.ts';
import type { ParameterType } from '../parameters/parameter-type.ts';
import { TemplateError, formatError, templateError } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf, sectionOf, textOf } from '../template.ts';
import type { TemplateObject } from '../template.ts';
import { checkNames } from './section-shape.ts';

const texts = ['Default', 'AllowedPattern', 'Description', 'ConstraintDescription'] as const;
const numbers = ['MinLength', 'MaxLength', 'MinValue', 'MaxValue'] as const;
const members: ReadonlySet<string> = new Set(['Type', 'NoEcho', 'AllowedValues', ...texts, ...numbers]);

export function checkParameterDeclarations(template: TemplateObject): void {
  const declarations = sectionOf(template, 'Parameters');
  checkNames('Parameters', 'Parameter', Object.keys(declarations), templateLimits.parameterNameCharacters);
  for (const [name, declaration] of Object.entries(declarations)) {
    const path = ['Parameters', name];
    if (!isTemplateObject(declaration)) throw formatError('Any Parameters member must be a JSON object.', path);
    const unknown = Object.keys(declaration).find((member) => !members.has(member));
    if (unknown !== undefined)
      throw new TemplateError(`Invalid template parameter property '${unknown}'`, [...path, unknown]);
    checkDeclaration(name, declaration);
  }
}

function checkDeclaration(name: string, declaration: TemplateObject): void {
  const path = ['Parameters', name];
  const text = memberOf(declaration, 'Type');
  if (text === undefined) throw formatError('Every Parameters object must contain a Type member.', path);
  const type = typeof text === 'string' ? parameterType(text) : undefined;
  if (type === undefined) throw formatError(`Unrecognized parameter type: ${textOf(text)}`, [...path, 'Type']);
  for (const member of texts) {
    const value = memberOf(declaration, member);
    if (value !== undefined && !isScalar(value)) {
      throw formatError(`Every ${member} member must be a string.`, [...path, member]);
    }
  }
  checkNoEcho(declaration, path);
  checkAllowedValues(declaration, path);
  checkConstraints(name, type, declaration);
}

function checkNoEcho(declaration: TemplateObject, path: string[]): void {
  const noEcho = memberOf(declaration, 'NoEcho');
  if (noEcho === undefined || (isScalar(noEcho) && /^(true|false)$/i.test(String(noEcho)))) return;
  throw formatError('Every NoEcho member must be a boolean.', [...path, 'NoEcho']);
}

function checkAllowedValues(declaration: TemplateObject, path: string[]): void {
  const allowed = memberOf(declaration, 'AllowedValues');
  if (allowed === undefined) return;
  if (!Array.isArray(allowed))
    throw formatError('Every AllowedValues member must be a list.', [...path, 'AllowedValues']);
  const wrong = allowed.findIndex((value) => !isScalar(value));
  if (wrong >= 0) throw formatError('Every AllowedValues value must be a string.', [...path, 'AllowedValues', wrong]);
}

const only = (type: 'String' | 'Number', wanted: readonly string[]) => wanted.map((member) => [member, type] as const);
const typed = [
  ...only('Number', ['MinValue', 'MaxValue']),
  ...only('String', ['MinLength', 'MaxLength', 'AllowedPattern']),
];

function checkConstraints(name: string, type: ParameterType, declaration: TemplateObject): void {
  const path = ['Parameters', name];
  for (const [member, wanted] of typed) {
    const isNumber = type.item === 'Number';
    if (memberOf(declaration, member) !== undefined && isNumber !== (wanted === 'Number')) {
      throw templateError(`Parameter '${name}' ${member} must be on a parameter of type ${wanted}`, [...path, member]);
    }
  }
  for (const member of numbers) {
    const value = memberOf(declaration, member);
    if (value !== undefined && (!isScalar(value) || !Number.isFinite(Number(value)) || value === '')) {
      throw formatError(`Every ${member} member must be a number.`, [...path, member]);
    }
  }
  for (const noun of ['Length', 'Value']) {
    const [low, high] = [memberOf(declaration, `Min${noun}`), memberOf(declaration, `Max${noun}`)];
    if (low !== undefined && high !== undefined && Number(low) > Number(high)) {
      throw templateError(`Parameter '${name}' Min${noun} must be less than Max${noun}.`, path);
    }
  }
  const pattern = memberOf(declaration, 'AllowedPattern');
  if (pattern !== undefined && javaPattern(textOf(pattern)) === undefined) {
    throw templateError(`Parameter '${name}' AllowedPattern must be a valid regular expression.`, path);
  }
}
