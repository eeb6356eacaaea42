import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import { resourceTags } from '../../../platform/resource-handler.ts';
import { isSystemTag } from '../../../platform/tags.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { StackResourceContext } from '../stack-operation/handler-context.ts';
import type { StackTarget } from '../stack-operation/request.ts';
import { loadTemplate } from '../template-source/load-template.ts';
import { inPlainWords } from './own-context.ts';

export interface NestedStackProperties {
  TemplateURL?: string;
  TemplateBody?: string;
  Parameters?: Readonly<Record<string, unknown>>;
  NotificationARNs?: readonly string[];
  Tags?: readonly { Key: string; Value: string }[];
  TimeoutInMinutes?: number | string;
}

/** What the properties of a nested stack make of it; capabilities are those of its parent. */
export async function nestedTarget(
  desired: ResourceProperties,
  child: { stackId: string; name: string },
  context: StackResourceContext,
): Promise<StackTarget> {
  const { platform, owner, call, endpoint, account, region } = context;
  const { TemplateURL, TemplateBody, Parameters = {}, NotificationARNs = [] } = desired as NestedStackProperties;
  const { capabilities } = owner.stack.configuration;
  const request = {
    ...(TemplateURL === undefined ? { TemplateBody } : { TemplateURL }),
    Parameters: givenParameters(Parameters),
    Capabilities: capabilities,
  };
  const stack = { id: child.stackId, name: child.name, notificationArns: NotificationARNs };
  const source = { platform, call, endpoint, account, region };
  const isChangeSet = owner.operation.changeSetId !== undefined;
  const loaded = await inPlainWords(loadTemplate(request, source, { stack, isChangeSet }));
  return {
    template: { original: loaded.original, processed: loaded.template, transformed: loaded.transformed },
    parameters: loaded.parameters,
    tags: nestedTags(desired, context),
    capabilities,
    notificationArns: NotificationARNs,
  };
}

/** Its own and those of its parent. */
function nestedTags(desired: ResourceProperties, context: StackResourceContext): Tags {
  const tags = resourceTags(desired['Tags'], context).filter(({ Key }) => !isSystemTag(Key));
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function givenParameters(parameters: Readonly<Record<string, unknown>>) {
  return Object.entries(parameters).map(([ParameterKey, value]) => ({ ParameterKey, ParameterValue: textOf(value) }));
}

/** A list, as Fn::GetAtt or Fn::Split give it, is a parameter's text too. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}
