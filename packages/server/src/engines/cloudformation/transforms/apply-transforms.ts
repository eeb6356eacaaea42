import { startEvaluation } from '../template/resolve/evaluate.ts';
import { expandLanguageExtensions } from '../template/language-extensions/expand.ts';
import { formatError, TemplateError } from '../template/template-error.ts';
import { isTemplateObject, memberOf } from '../template/template.ts';
import type { Template, TemplateObject, TemplateValue } from '../template/template.ts';
import { languageExtensions } from '../template/validate/transforms.ts';
import { include, includeSnippet } from './include.ts';
import { checkManagedRotation } from './managed-rotation.ts';
import { transformError } from './transform-host.ts';
import type { TransformHost } from './transform-host.ts';

export interface TransformedTemplate {
  value: TemplateObject;
  /** Whether AWS::LanguageExtensions was among the transforms. */
  languageExtensions: boolean;
}

interface NamedTransform {
  name: string;
  parameters: TemplateValue;
}

const serverless = 'AWS::Serverless-2016-10-31';

/**
 * The template with all its transforms applied: Fn::Transform from the innermost outward, then the Transform section in
 * its order. What a transform brings in is not searched for further ones: AWS has no recursive macros.
 */
export async function applyTransforms(
  given: TemplateObject,
  host: TransformHost,
  numberTexts?: ReadonlyMap<string, string>,
): Promise<TransformedTemplate> {
  const { Transform, ...body } = given;
  const listed = sectionTransforms(Transform);
  let value = (await expandSnippets(body, given, host)) as TemplateObject;
  let extended = false;
  for (const { name, parameters } of listed) {
    extended ||= name === languageExtensions;
    const params = resolveParameters(parameters, given, host);
    value = await applyToTemplate(name, value, params, host, numberTexts);
  }
  return { value, languageExtensions: extended };
}

function sectionTransforms(section: TemplateValue | undefined): NamedTransform[] {
  const items = section === undefined || section === null ? [] : Array.isArray(section) ? section : [section];
  return items.map((item) => {
    const name = isTemplateObject(item) ? memberOf(item, 'Name') : item;
    if (typeof name !== 'string') throw new TemplateError('Template format error: Transform must name its macro.');
    return { name, parameters: memberOf(item, 'Parameters') ?? {} };
  });
}

async function expandSnippets(
  value: TemplateValue,
  template: TemplateObject,
  host: TransformHost,
): Promise<TemplateValue> {
  if (Array.isArray(value)) {
    const items: TemplateValue[] = [];
    for (const item of value) items.push(await expandSnippets(item, template, host));
    return items;
  }
  if (!isTemplateObject(value)) return value;
  let expanded: TemplateObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (name !== 'Fn::Transform') expanded[name] = await expandSnippets(member, template, host);
  }
  for (const { name, parameters } of sectionTransforms(memberOf(value, 'Fn::Transform'))) {
    const params = resolveParameters(parameters, template, host);
    const result = await applyToSnippet(name, expanded, params, host);
    if (!isTemplateObject(result)) return result;
    expanded = result;
  }
  return expanded;
}

async function applyToSnippet(
  name: string,
  fragment: TemplateObject,
  params: TemplateObject,
  host: TransformHost,
): Promise<TemplateValue> {
  if (name === include) return includeSnippet(fragment, params, host);
  if (name.startsWith('AWS::')) throw noTransform(name);
  return runMacro(name, fragment, params, host);
}

async function applyToTemplate(
  name: string,
  template: TemplateObject,
  params: TemplateObject,
  host: TransformHost,
  numberTexts: ReadonlyMap<string, string> | undefined,
): Promise<TemplateObject> {
  switch (name) {
    case include:
      return includeSnippet(template, params, host);
    case languageExtensions:
      return expandLanguageExtensions(template, host);
    case serverless:
      return applyServerless(template, host, numberTexts);
    case 'AWS::SecretsManager-2020-07-23':
    case 'AWS::SecretsManager-2024-09-16':
      checkManagedRotation(name, template);
      return template;
    case 'AWS::CodeDeployBlueGreen':
      throw transformError(name, 'blue/green deployments through CodeDeploy hooks are not supported by Madang.');
    default: {
      if (name.startsWith('AWS::')) throw noTransform(name);
      const result = await runMacro(name, template, params, host);
      if (!isTemplateObject(result)) throw formatError('unsupported structure.');
      return result;
    }
  }
}

async function runMacro(
  name: string,
  fragment: TemplateObject,
  params: TemplateObject,
  host: TransformHost,
): Promise<TemplateValue> {
  const result = await host.runMacro({ name, fragment, params });
  if (result === undefined) throw noTransform(name);
  return result;
}

async function applyServerless(
  template: TemplateObject,
  host: TransformHost,
  numberTexts: ReadonlyMap<string, string> | undefined,
): Promise<TemplateObject> {
  const policies = await host.managedPolicyArns();
  const known = [...host.parameters].filter(([, value]) => value !== undefined);
  // Half as large as the rest of the engine, and not every server sees such a template.
  const [{ transformServerless }, { ServerlessTransformError }] = await Promise.all([
    import('./serverless/transform.ts'),
    import('./serverless/kernel/errors.ts'),
  ]);
  try {
    const { template: transformed } = transformServerless(template, {
      parameters: Object.fromEntries(known),
      region: host.pseudo['AWS::Region'] ?? '',
      managedPolicyArn: (name) => policies.get(name),
      nowSeconds: host.nowSeconds,
      ...(numberTexts !== undefined && { numberTexts }),
    });
    return transformed as TemplateObject;
  } catch (error) {
    if (error instanceof ServerlessTransformError) throw transformError(serverless, error.message);
    throw error;
  }
}

/** Parameters of a macro may use functions of what is known before anything is created. */
function resolveParameters(parameters: TemplateValue, template: TemplateObject, host: TransformHost): TemplateObject {
  const mappings = memberOf(template, 'Mappings') as Template['Mappings'];
  const evaluation = startEvaluation({
    pseudo: host.pseudo,
    parameters: host.parameters,
    conditions: { has: () => false, get: () => undefined },
    ...(mappings !== undefined && { mappings }),
  });
  const value = evaluation.evaluate(parameters);
  return isTemplateObject(value) ? value : {};
}

function noTransform(name: string): TemplateError {
  return new TemplateError(`No transform named ${name} found.`);
}
