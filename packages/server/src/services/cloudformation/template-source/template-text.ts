import type { TemplateSource } from '../../../engines/cloudformation/template/parse/parse-template.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls } from '../../../platform/service.ts';
import { readS3Text } from './s3-text.ts';
import { parseTemplateUrl, s3Error } from './template-url.ts';

/** The members by which operations name a template. */
export interface TemplateInput {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  UsePreviousTemplate?: boolean | undefined;
}

export interface TemplateText {
  body: string;
  source: TemplateSource;
}

/** `previous`: the original text of the stack that is updated. */
export async function readTemplateText(
  { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: usePrevious }: TemplateInput,
  { call, endpoint }: { call: Calls; endpoint: string },
  previous?: string,
): Promise<TemplateText> {
  if (usePrevious === true) {
    if (body !== undefined || url !== undefined) {
      throw new TemplateError('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
    }
    if (previous === undefined) throw new TemplateError('UsePreviousTemplate cannot be used for a new stack.');
    return { body: previous, source: 'TemplateURL' };
  }
  if (body !== undefined && url !== undefined) {
    throw new TemplateError('You cannot specify both Template URL and Template Body.');
  }
  if (body !== undefined) return { body, source: 'TemplateBody' };
  if (url === undefined) throw new TemplateError('Either Template URL or Template Body must be specified.');
  return { body: await readTemplateUrl(url, call, endpoint), source: 'TemplateURL' };
}

async function readTemplateUrl(url: string, call: Calls, endpoint: string): Promise<string> {
  const location = parseTemplateUrl(url, endpoint);
  try {
    return await readS3Text(call, location);
  } catch (error) {
    if (error instanceof TemplateError || !(error instanceof AwsError)) throw error;
    throw s3Error(error.message);
  }
}
