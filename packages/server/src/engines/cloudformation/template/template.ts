/**
 * Templates as pure data: the half of the CloudFormation engine that makes no calls.
 *
 *   text --parseTemplate--> object in long form --expandTransforms (elsewhere), expandLanguageExtensions-->
 *   processed object --validateTemplate--> Template --resourceGraph, evaluate--> what to create, in which order
 *
 * - `parse/parse-template.ts`: JSON or YAML to `{Ref}` and `{'Fn::Name': ...}`; positions of every member on request.
 * - `validate/validate-template.ts`: everything that AWS refuses without knowing a parameter's value.
 * - `parameters/`: given, previous and default values against their declarations.
 * - `resolve/conditions.ts`, `resolve/rules.ts`, `resolve/evaluate.ts`: values in an `Environment`. What the environment
 *   does not know yet stays in place as a function and is listed in `unresolved`.
 * - `validate/conditional-references.ts`: what can only be refused once the conditions are known.
 * - `graph.ts`: which resource waits for which. `inventory.ts`: what GetTemplateSummary says.
 *
 * Everything that is wrong with a template is thrown as a `TemplateError` with AWS's text and the path of its place.
 */
export type TemplateValue = string | number | boolean | null | TemplateValue[] | TemplateObject;

export interface TemplateObject {
  [member: string]: TemplateValue;
}

export type TemplatePath = readonly (string | number)[];

/** A template that passed `validateTemplate`; its members have the forms that AWS's reference gives them. */
export interface Template {
  AWSTemplateFormatVersion?: string;
  Description?: string;
  Metadata?: TemplateObject;
  Parameters?: Record<string, ParameterDeclaration>;
  Rules?: Record<string, RuleDeclaration>;
  Mappings?: Record<string, Record<string, Record<string, TemplateValue>>>;
  Conditions?: Record<string, TemplateObject>;
  Transform?: TemplateValue;
  Resources: Record<string, ResourceDeclaration>;
  Outputs?: Record<string, OutputDeclaration>;
  Hooks?: TemplateObject;
}

/** Scalars may be strings, numbers or booleans, as written: AWS takes each for its text. */
export type Scalar = string | number | boolean;

export interface ParameterDeclaration {
  Type: string;
  Default?: Scalar;
  NoEcho?: Scalar;
  AllowedValues?: Scalar[];
  AllowedPattern?: string;
  MinLength?: Scalar;
  MaxLength?: Scalar;
  MinValue?: Scalar;
  MaxValue?: Scalar;
  Description?: string;
  ConstraintDescription?: string;
}

export interface RuleDeclaration {
  RuleCondition?: TemplateValue;
  Assertions: { Assert: TemplateValue; AssertDescription?: string }[];
}

export interface ResourceDeclaration {
  Type: string;
  Properties?: TemplateObject;
  DependsOn?: string | string[];
  Condition?: string;
  Metadata?: TemplateObject;
  CreationPolicy?: TemplateObject;
  UpdatePolicy?: TemplateObject;
  DeletionPolicy?: TemplateValue;
  UpdateReplacePolicy?: TemplateValue;
}

export interface OutputDeclaration {
  Value: TemplateValue;
  Description?: string;
  Condition?: string;
  Export?: { Name: TemplateValue };
}

export function isTemplateObject(value: unknown): value is TemplateObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A scalar as AWS prints it, anything else as JSON. */
export function textOf(value: TemplateValue | undefined): string {
  return isScalar(value) ? String(value) : JSON.stringify(value ?? '');
}

/** The member of that name, never one that every JavaScript object has. */
export function memberOf(value: TemplateValue | undefined, name: string): TemplateValue | undefined {
  return isTemplateObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function sectionOf(template: TemplateObject | Template, section: string): TemplateObject {
  const value = memberOf(template as TemplateObject, section);
  return isTemplateObject(value) ? value : {};
}
