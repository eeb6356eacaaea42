import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { transformError } from '../../../engines/cloudformation/transforms/transform-host.ts';
import type { MacroRequest } from '../../../engines/cloudformation/transforms/transform-host.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import { findMacro } from '../store/macros.ts';
import type { SourceContext } from './source-context.ts';

/** Runs the function behind a macro; undefined where the account has none of that name. */
export async function runMacro(
  context: SourceContext,
  { name, fragment, params }: MacroRequest,
  parameters: ReadonlyMap<string, string | string[] | undefined>,
): Promise<TemplateValue | undefined> {
  const { platform, account, region, call } = context;
  // `111122223333::Name` names a macro by its account.
  const macroName = name.startsWith(`${account}::`) ? name.slice(account.length + 2) : name;
  const macro = await findMacro(platform.storage, { account, region }, macroName);
  if (macro === undefined) return undefined;
  const title = `${account}::${macroName}`;
  const requestId = platform.ids.uuid();
  const event = {
    region,
    accountId: account,
    fragment,
    transformId: title,
    params,
    requestId,
    templateParameterValues: Object.fromEntries(parameters),
  };
  const Payload = new TextEncoder().encode(JSON.stringify(event));
  try {
    const answer = await call.lambda.Invoke({ FunctionName: macro.functionName, Payload });
    if (answer.FunctionError !== undefined) throw malformedResponse(title);
    return fragmentOf(title, requestId, textOf(answer.Payload));
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof TemplateError) throw error;
    throw transformError(title, error.message);
  }
}

function textOf(payload: Uint8Array | undefined): string {
  return payload === undefined ? '' : new TextDecoder().decode(payload);
}

function fragmentOf(title: string, requestId: string, text: string): TemplateValue {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw malformedResponse(title);
  }
  if (!isTemplateObject(answer) || answer['requestId'] !== requestId) throw malformedResponse(title);
  const { status, errorMessage, fragment } = answer;
  if (status !== 'success' && status !== 'SUCCESS') {
    if (typeof errorMessage === 'string') throw transformError(title, errorMessage);
    throw new TemplateError(`Transform ${title} failed without an error message.`);
  }
  if (fragment === undefined) throw malformedResponse(title);
  return fragment;
}

function malformedResponse(title: string): TemplateError {
  return new TemplateError(`Received malformed response from transform ${title}`);
}
