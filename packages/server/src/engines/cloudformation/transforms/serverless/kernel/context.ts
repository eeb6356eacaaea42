import type { DeploymentPreferences } from '../deployment/preferences.ts';
import type { SharedUsagePlan } from '../api/usage-plan.ts';
import type { GeneratedResource } from './generated-resource.ts';
import { resolveMappings, resolveParameters } from './resolver.ts';
import { asMap, type Fields } from './values.ts';

/** Behaviour that AWS has behind a switch. */
type ServerlessFeature = 'normalized_open_api_version' | 'deployment_preference_condition_fix';

export type ApplicationTemplate = { readonly templateUrl: string } | { readonly error: string };

export interface ServerlessTransformOptions {
  /** Values of the template's parameters; defaults are taken from the template. */
  readonly parameters: Fields;
  readonly region: string;
  /** That of the region when not given. */
  readonly partition?: string;
  /** By JSON pointer: numbers of the template whose text says more than their value, as `2.0` does. */
  readonly numberTexts?: ReadonlyMap<string, string>;
  readonly features?: readonly ServerlessFeature[];
  /** Copies the `Metadata` of each resource to everything generated from it. */
  readonly passMetadata?: boolean;
  /** The ARN of the AWS managed policy with this name, for names in `Policies`. */
  readonly managedPolicyArn?: (name: string) => string | undefined;
  /** The template of an application of the Serverless Application Repository. */
  readonly applicationTemplate?: (applicationId: string, semanticVersion: string) => ApplicationTemplate;
  /** Seconds since 1970, which name the deployment of an API with `AlwaysDeploy`. */
  readonly nowSeconds?: number;
}

/** A resource of the template as its transform sees it, its properties checked. */
export interface SourceResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  /** The attributes that stay with the resource itself. */
  readonly attributes: Fields;
  /** The attributes that go to everything generated from it. */
  readonly passed: Fields;
  readonly dependsOn: unknown;
}

export interface TransformContext {
  readonly options: ServerlessTransformOptions;
  readonly partition: string;
  readonly parameters: Fields;
  /** The template that is worked on, where events write into APIs and buckets. */
  readonly source: Fields;
  /** The template that comes out. */
  readonly output: Fields;
  readonly deploymentPreferences: DeploymentPreferences;
  readonly sharedUsagePlan: SharedUsagePlan;
  readonly recordSetGroups: Map<string, GeneratedResource>;
  /** Names of the functions behind each API; renaming one deploys the API again. */
  readonly functionNames: Map<string, string>;
}

export type ResourceTransform = (resource: SourceResource, context: TransformContext) => GeneratedResource[];

export function sourceResources(context: TransformContext): Record<string, Fields> {
  return context.source['Resources'] as Record<string, Fields>;
}

export function outputResources(context: TransformContext): Record<string, Fields> {
  return context.output['Resources'] as Record<string, Fields>;
}

export function resolved(context: TransformContext, value: unknown): unknown {
  return resolveParameters(value, context.parameters);
}

/** With parameters and mappings put in, as far as they are known before anything is created. */
export function fullyResolved(context: TransformContext, value: unknown): unknown {
  return resolveMappings(resolved(context, value), asMap(context.output['Mappings']));
}

/** Adds a condition to the template; a template without `Conditions` cannot refer to it, and gets none. */
export function addCondition(context: TransformContext, name: string, condition: unknown): void {
  const conditions = context.output['Conditions'];
  if (conditions) (conditions as Fields)[name] = condition;
}
