import { AwsError } from '../../../platform/errors.ts';
import type { TemplatePath } from './template.ts';

/** Something wrong with a template: AWS answers all of it as ValidationError. `path` is the place in the template. */
export class TemplateError extends AwsError<'ValidationError'> {
  readonly path: TemplatePath;

  constructor(message: string, path: TemplatePath = []) {
    super('ValidationError', message);
    this.path = [...path];
  }
}

export function formatError(message: string, path: TemplatePath = []): TemplateError {
  return new TemplateError(`Template format error: ${message}`, path);
}

export function templateError(message: string, path: TemplatePath = []): TemplateError {
  return new TemplateError(`Template error: ${message}`, path);
}

/** AWS writes `/Resources/Id/Type/Name` for the property `Name`: its messages have no `Properties`. */
export function pathText(path: TemplatePath): string {
  return path
    .map((part, index) => (index === 2 && path.length > 3 && isPropertiesOfResource(path) ? '/Type' : `/${part}`))
    .join('');
}

function isPropertiesOfResource(path: TemplatePath): boolean {
  return path[0] === 'Resources' && path[2] === 'Properties';
}
