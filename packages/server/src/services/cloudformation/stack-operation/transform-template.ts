import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { saveOperation } from '../store/stack-operations.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { requireTemplate, saveTemplate } from '../store/templates.ts';
import { openTemplate, processTemplate } from '../template-source/load-template.ts';
import { conclude } from './conclude.ts';
import { failOperation } from './failures.ts';
import { refusalOf, transformed } from './reasons.ts';
import type { StackTarget } from './request.ts';
import { addImports } from './stack-imports.ts';
import { callsOf } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';
import { faultSettings, planTarget } from './target-plan.ts';
import { enterStatus } from './transitions.ts';
import { enqueueAdvance } from './wake.ts';

/**
 * Runs the transforms of a template that CreateStack or UpdateStack has accepted. What is wrong with what they make fails
 * the stack: the request has been answered.
 */
export async function transformTemplate(run: StackRun): Promise<'ended'> {
  try {
    const target = await transformedTarget(run);
    await conclude(run, (unit, stack) => goOnWith(target, { run, unit, stack }));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    await failOperation(run, refusal);
  }
  return 'ended';
}

async function transformedTarget(run: StackRun): Promise<StackTarget> {
  const { platform, stack, operation } = run;
  const { account, region, stackId, name, configuration } = stack;
  const { parameters, capabilities, notificationArns } = configuration;
  const { original } = await requireTemplate(platform.storage, stackId, configuration.templateId);
  const context = { platform, account, region, endpoint: operation.endpoint, call: callsOf(run) };
  const request = {
    UsePreviousTemplate: true,
    Capabilities: capabilities,
    ResourceTypes: operation.transformation?.resourceTypes,
  };
  const opened = await openTemplate(request, context, { body: original, parameters: new Map() });
  const loaded = await processTemplate(opened, request, context, {
    stack: { id: stackId, name, notificationArns },
    accepted: new Map(parameters.map((value) => [value.name, value])),
  });
  return {
    ...configuration,
    template: { original, processed: loaded.template, transformed: loaded.transformed },
    parameters: loaded.parameters,
  };
}

async function goOnWith(
  target: StackTarget,
  { run, unit, stack }: { run: StackRun; unit: Unit; stack: Stack },
): Promise<void> {
  const { platform, operation } = run;
  const { account, region, stackId } = stack;
  const { templateId } = stack.configuration;
  const context = { platform, unit, account, region, endpoint: operation.endpoint };
  const resources = await resourcesOf(unit, stackId);
  const { configuration, faults } = await planTarget(context, stack, target, { resources });
  saveTemplate(unit, { stackId, templateId, ...target.template });
  const imports = addImports(unit, stack, configuration.imports);
  const changes = { configuration: { ...configuration, templateId }, imports };
  await enterStatus(context, stack, operation, { status: stack.status, reason: transformed, changes });
  const { transformation: _, ...rest } = operation;
  saveOperation(unit, { ...rest, phase: 'apply', ...faultSettings(faults) });
  enqueueAdvance(platform, unit, stack, operation.operationId);
}
