import { desiredResource } from '../../../engines/cloudformation/plan/stack-plan.ts';
import type { DesiredResource } from '../../../engines/cloudformation/plan/resource-plan.ts';
import { evaluate } from '../../../engines/cloudformation/template/resolve/evaluate.ts';
import type { Environment } from '../../../engines/cloudformation/template/resolve/environment.ts';
import type { ResourceGraph } from '../../../engines/cloudformation/template/graph.ts';
import { resourceGraph } from '../../../engines/cloudformation/template/graph.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Template, TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { hidesAttributes, isCustomResource } from '../model/stack-resource.ts';
import { environmentOf, templateOf } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';
import { resolveValue } from './lookups.ts';

/** A run that brings resources to what a template declares. */
export interface ApplyRun extends StackRun {
  readonly template: Template;
  readonly graph: ResourceGraph;
  readonly environment: Environment;
  /** The same with `****` for parameters and attributes that are not to be echoed: what events show. */
  readonly shownEnvironment: Environment;
}

export async function openApplyRun(run: StackRun): Promise<ApplyRun> {
  const template = await templateOf(run.platform.storage, run.stack, run.stack.configuration);
  const environment = environmentOf(run, template);
  const shownEnvironment = shownEnvironmentOf(run, template, environment);
  return { ...run, template, graph: resourceGraph(template, environment.conditions), environment, shownEnvironment };
}

/** The environment itself where there is nothing to hide. */
function shownEnvironmentOf({ stack, resources }: StackRun, template: Template, environment: Environment): Environment {
  const secrets = stack.configuration.parameters.filter(({ noEcho }) => noEcho);
  const mayHide = Object.values(template.Resources).some(({ Type }) => isCustomResource(Type));
  if (secrets.length === 0 && !mayHide) return environment;
  return {
    ...environment,
    parameters: new Map([...environment.parameters, ...secrets.map(({ name }) => [name, '****'] as const)]),
    getAtt: (id, attribute) => {
      const row = resources.get(id);
      return row !== undefined && hidesAttributes(row) ? '*****' : environment.getAtt?.(id, attribute);
    },
  };
}

/** What the template declares of a resource, with all that it refers to. */
export async function desiredOf(run: ApplyRun, logicalId: string): Promise<DesiredResource> {
  const declaration = run.template.Resources[logicalId] ?? { Type: '' };
  const { tags } = run.stack.configuration;
  const { desired, unresolved } = desiredResource(declaration, run.environment, tags);
  if (unresolved.length === 0) return desired;
  const scope = { reader: run.platform.storage, account: run.stack.account, region: run.stack.region };
  await resolveValue(declaration.Properties ?? {}, run.environment, run.lookups, scope);
  return desiredResource(declaration, run.environment, tags).desired;
}

export function shownProperties(run: ApplyRun, logicalId: string, desired: DesiredResource): TemplateObject {
  if (run.shownEnvironment === run.environment) return desired.properties;
  const { value } = evaluate(run.template.Resources[logicalId]?.Properties ?? {}, run.shownEnvironment);
  return isTemplateObject(value) ? value : {};
}
