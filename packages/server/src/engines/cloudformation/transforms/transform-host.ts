import type { PseudoParameters } from '../template/pseudo-parameters.ts';
import { TemplateError } from '../template/template-error.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';

/** What transforms need of the world around the template. */
export interface TransformHost {
  pseudo: Partial<PseudoParameters>;
  /** Every declared parameter has an entry. */
  parameters: ReadonlyMap<string, string | string[] | undefined>;
  nowSeconds: number;
  /** The text of the snippet at an S3 address. */
  readSnippet(location: string): Promise<string>;
  /** Runs a macro that is registered in the account; undefined where none has that name. */
  runMacro(request: MacroRequest): Promise<TemplateValue | undefined>;
  /** Called once, and only for a serverless application. */
  managedPolicyArns(): Promise<ReadonlyMap<string, string>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html */
export interface MacroRequest {
  name: string;
  /** The whole template, or what stands beside Fn::Transform. */
  fragment: TemplateObject;
  /** Parameters of the Fn::Transform, resolved. */
  params: TemplateObject;
}

export function transformError(name: string, message: string): TemplateError {
  return new TemplateError(`Transform ${name} failed with: ${message}`);
}
