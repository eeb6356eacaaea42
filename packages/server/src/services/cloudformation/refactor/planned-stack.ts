import { callsFor } from '../calls.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { stands } from '../model/stack-resource.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import type { RefactoredStack, StackRefactor } from '../model/stack-refactor.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { findStack } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import { openTemplate, processTemplate } from '../template-source/load-template.ts';
import type { LoadedTemplate } from '../template-source/load-template.ts';
import type { SourceContext } from '../template-source/source-context.ts';
import { RefactorError } from './refactor-error.ts';

export interface PlannedStack {
  stackId: string;
  name: string;
  /** Undefined of one that the refactor creates. */
  stack: Stack | undefined;
  loaded: LoadedTemplate;
  template: Template;
  resources: readonly (StackResource & { standing: StandingResource })[];
}

/** There is no member of the request to acknowledge them with. */
const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** A stack of the refactor with the template that it is to have, and with what stands of it. */
export async function planStack(
  platform: Platform,
  reader: Reader,
  { account, region, principal, endpoint }: StackRefactor,
  definition: RefactoredStack,
): Promise<PlannedStack> {
  const { stackId, name, isNew, body, url } = definition;
  const stack = isNew ? undefined : await requireStableStack(reader, { account, region }, name);
  const call = callsFor(platform, { principal, account, region });
  const context: SourceContext = { platform, account, region, endpoint, call };
  const previous = stack && (await previousTemplate(reader, stack));
  const isKept = body === undefined && url === undefined;
  const input = isKept ? { UsePreviousTemplate: true } : { TemplateBody: body, TemplateURL: url };
  const opened = await openTemplate(input, context, previous);
  const declared = opened.parsed.value['Parameters'];
  const kept = Object.keys(isTemplateObject(declared) ? declared : {}).filter((key) => previous?.parameters.has(key));
  const request = {
    ...input,
    Parameters: kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
    Capabilities: capabilities,
  };
  const notificationArns = stack?.configuration.notificationArns;
  const identity = { id: stackId, name, notificationArns };
  const loaded = await processTemplate(opened, request, context, { stack: identity, previous });
  const resources = stack === undefined ? [] : (await resourcesOf(reader, stackId)).filter(stands);
  return { stackId, name, stack, loaded, template: loaded.template, resources };
}

async function requireStableStack(
  reader: Reader,
  scope: { account: string; region: string },
  name: string,
): Promise<Stack> {
  const stack = await findStack(reader, scope, name);
  if (stack === undefined || stack.status === 'DELETE_COMPLETE' || stack.status === 'REVIEW_IN_PROGRESS') {
    throw new RefactorError(`Stack with id ${name} does not exist`);
  }
  if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(stack.status)) {
    throw new RefactorError(`Stack ${stack.stackId} is in ${stack.status} state and cannot be refactored.`);
  }
  return stack;
}

async function previousTemplate(reader: Reader, { stackId, configuration }: Stack) {
  const { original } = await requireTemplate(reader, stackId, configuration.templateId);
  return { body: original, parameters: new Map(configuration.parameters.map(({ name, text }) => [name, text])) };
}
