import { isExportName, malformedExport } from '../../../engines/cloudformation/template/validate/outputs.ts';
import { isScalar, isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import type { Stack, StackOutput } from '../model/stack.ts';
import { deleteExport, findExport, importersOf, saveExport } from '../store/exports.ts';
import { requireStackById } from '../store/stacks.ts';
import type { ApplyRun } from './apply-run.ts';
import { resolveValue, withSecrets } from './lookups.ts';
import { StepFailure } from './reasons.ts';
import { callsOf } from './stack-run.ts';

/** What the template's Outputs section comes to, once all resources are there. */
export async function outputsOf(run: ApplyRun): Promise<StackOutput[]> {
  const outputs: StackOutput[] = [];
  for (const [key, { Value, Description, Condition, Export }] of Object.entries(run.template.Outputs ?? {})) {
    if (Condition !== undefined && run.environment.conditions.get(Condition) === false) continue;
    const value = await textOf(run, Value);
    if (value === undefined) continue;
    const exportName = Export && (await textOf(run, Export.Name));
    if (exportName !== undefined) checkExport(run, { key, exportName, value }, outputs);
    outputs.push({
      key,
      value,
      ...(Description !== undefined && { description: Description }),
      ...(exportName !== undefined && { exportName }),
    });
  }
  return outputs;
}

const longestExport = 1024;

function checkExport(
  { stack }: ApplyRun,
  { key, exportName, value }: { key: string; exportName: string; value: string },
  others: readonly StackOutput[],
): void {
  if (!isExportName(exportName)) throw new StepFailure(malformedExport(key));
  if (value.length > longestExport) {
    throw new StepFailure(
      `Cannot export output ${key} with length ${value.length}. Max length of ${longestExport} exceeded.`,
    );
  }
  if (others.some((other) => other.exportName === exportName)) throw alreadyExported(exportName, stack);
}

function alreadyExported(name: string, stack: Stack): StepFailure {
  return new StepFailure(`Export with name ${name} is already exported by stack ${stack.name}`);
}

async function textOf(run: ApplyRun, value: TemplateValue): Promise<string | undefined> {
  const { account, region } = run.stack;
  const scope = { reader: run.platform.storage, account, region };
  const resolved = await resolveValue(value, run.environment, run.lookups, scope);
  if (resolved === undefined) return undefined;
  if (isScalar(resolved)) return String(await withSecrets(resolved, callsOf(run)));
  if (Array.isArray(resolved) || isTemplateObject(resolved)) {
    throw new StepFailure('Template format error: The Value field of every Outputs member must evaluate to a String.');
  }
  return String(resolved);
}

/** Publishes the stack's exports in place of those it has; refuses what others import or have exported before. */
export async function replaceExports(unit: Unit, stack: Stack, outputs: readonly StackOutput[]): Promise<void> {
  const { account, region, stackId } = stack;
  const wanted = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName ? [[exportName, value] as const] : [])),
  );
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined || wanted.has(exportName)) continue;
    const users = await importersElsewhere(unit, stack, exportName);
    if (users.length > 0) throw new StepFailure(inUse(exportName, 'delete', users));
    deleteExport(unit, stack, exportName);
  }
  for (const [name, value] of wanted) {
    const standing = await findExport(unit, stack, name);
    if (standing?.value === value && standing.stackId === stackId) continue;
    if (standing !== undefined && standing.stackId !== stackId) {
      throw alreadyExported(name, await requireStackById(unit, standing.stackId));
    }
    const users = standing === undefined ? [] : await importersElsewhere(unit, stack, name);
    if (users.length > 0) throw new StepFailure(inUse(name, 'update', users));
    saveExport(unit, { account, region, name, value, stackId });
  }
}

/** Why the stack cannot go: others import what it exports. */
export async function exportsInUse(reader: Reader, stack: Stack): Promise<string | undefined> {
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined) continue;
    const users = await importersElsewhere(reader, stack, exportName);
    if (users.length > 0) return `Delete canceled. ${inUse(exportName, 'delete', users)}`;
  }
  return undefined;
}

async function importersElsewhere(reader: Reader, stack: Stack, name: string): Promise<string[]> {
  const importers = await importersOf(reader, stack, name);
  return importers.filter(({ stackId }) => stackId !== stack.stackId).map(({ stackName }) => stackName);
}

function inUse(name: string, what: 'delete' | 'update', users: readonly string[]): string {
  return `Cannot ${what} export ${name} as it is in use by ${users.join(', ')}.`;
}
