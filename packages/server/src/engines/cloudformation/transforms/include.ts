import { parseTemplate } from '../template/parse/parse-template.ts';
import { TemplateError } from '../template/template-error.ts';
import type { TemplateObject } from '../template/template.ts';
import { transformError } from './transform-host.ts';
import type { TransformHost } from './transform-host.ts';

export const include = 'AWS::Include';

/** What the snippet holds, among what stands beside it. */
export async function includeSnippet(
  fragment: TemplateObject,
  params: TemplateObject,
  host: TransformHost,
): Promise<TemplateObject> {
  const location = params['Location'];
  if (typeof location !== 'string' || location === '') {
    throw transformError(include, 'The location parameter is not a valid S3 uri.');
  }
  return { ...fragment, ...parseSnippet(await host.readSnippet(location)) };
}

function parseSnippet(text: string): TemplateObject {
  try {
    return parseTemplate(text, 'Snippet').value;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw transformError(include, "The specified S3 object's content should be valid Yaml/JSON");
  }
}
