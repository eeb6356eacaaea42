import type { ServiceError } from '../aws/service-error.ts';
import { readTemplateFile, errorExcerpt } from './template-file.ts';

/** An error of CloudFormation with what helps next: the place in the template, or the option that is missing. */
export function adviceText(error: ServiceError, templatePath: string): string {
  return `madang: ${error.message}\n${placeText(error, templatePath)}${capabilityText(error)}`;
}

function placeText({ serviceMessage }: ServiceError, templatePath: string): string {
  if (!/\(line \d+/.test(serviceMessage)) return '';
  return errorExcerpt(serviceMessage, templatePath, readTemplateFile(templatePath));
}

function capabilityText({ code, serviceMessage }: ServiceError): string {
  if (!/InsufficientCapabilities/.test(code)) return '';
  const names = serviceMessage.match(/CAPABILITY_\w+/g) ?? [];
  return names.length === 0 ? '' : `  Add: ${[...new Set(names)].map((name) => `--capability ${name}`).join(' ')}\n`;
}
