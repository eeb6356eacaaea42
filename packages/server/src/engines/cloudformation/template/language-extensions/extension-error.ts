import { TemplateError } from '../template-error.ts';
import type { TemplatePath } from '../template.ts';

export function extensionError(message: string, path: TemplatePath = []): TemplateError {
  return new TemplateError(`Transform AWS::LanguageExtensions failed with: ${message}`, path);
}
