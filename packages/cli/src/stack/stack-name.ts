import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../options.ts';

const TEMPLATE_EXTENSION = /\.(ya?ml|json|template)$/i;

/** `cdk.out/My_Stack.template.json` is the stack `My-Stack`: a name has letters, digits and hyphens only. */
export function stackNameOf(templatePath: string): string {
  const name = basename(templatePath)
    .replace(/(\.(ya?ml|json|template|txt))+$/i, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .slice(0, 128);
  if (name === '') throw new UsageError(`No stack name can be made of '${templatePath}': give one with --stack-name.`);
  return name;
}

/** What `destroy` and `events` are given is a stack's name or id, or the template that it was deployed from. */
export function stackNameOfOperand(operand: string): string {
  return TEMPLATE_EXTENSION.test(operand) || (/[./\\]/.test(operand) && existsSync(operand))
    ? stackNameOf(operand)
    : operand;
}
