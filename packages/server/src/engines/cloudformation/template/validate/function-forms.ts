import { functionForms, unsupportedFunction } from '../function-table.ts';
import type { Intrinsic } from '../intrinsic.ts';
import { parseSubArgument, parseSubText } from '../sub-text.ts';
import { formatError, templateError } from '../template-error.ts';
import type { TemplatePath } from '../template.ts';

/** That a function is one of AWS's and its argument has the form that it must have. */
export function checkFunctionForm({ name, argument }: Intrinsic, path: TemplatePath): void {
  const form = functionForms[name];
  if (form === undefined) throw templateError(unsupportedFunction(name), path);
  if (!form.accepts(argument)) {
    throw form.isFormatError === true ? formatError(form.refusal, path) : templateError(form.refusal, path);
  }
  if (name === 'Fn::Sub') parseSubText(parseSubArgument(argument, path).text, path);
}
