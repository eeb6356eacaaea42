import { evaluate } from '../../../engines/cloudformation/template/resolve/evaluate.ts';
import { replaceDynamicReferences } from '../../../engines/cloudformation/template/resolve/dynamic-references.ts';
import type { DynamicReference } from '../../../engines/cloudformation/template/resolve/dynamic-references.ts';
import type {
  Environment,
  StackOutputReference,
  UnresolvedReference,
} from '../../../engines/cloudformation/template/resolve/environment.ts';
import { templateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { Calls, Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { invalid } from '../errors.ts';
import { findExport } from '../store/exports.ts';
import { findStack } from '../store/stacks.ts';
import { dynamicReferenceValue } from '../template-source/dynamic-references.ts';

/** Answers of other stacks and services, each looked up once in a run; evaluation itself cannot wait for them. */
export interface Lookups {
  readonly imports: Map<string, string>;
  readonly outputs: Map<string, string>;
  readonly environment: Pick<Environment, 'importValue' | 'stackOutput' | 'availabilityZones'>;
}

export interface LookupScope extends Scope {
  readonly reader: Reader;
}

const zoneLetters = ['a', 'b', 'c'];

export function createLookups(): Lookups {
  const imports = new Map<string, string>();
  const outputs = new Map<string, string>();
  return {
    imports,
    outputs,
    environment: {
      importValue: (name) => imports.get(name),
      stackOutput: (reference) => outputs.get(JSON.stringify(reference)),
      // Zones belong to EC2; every Region has at least these.
      availabilityZones: (region) => zoneLetters.map((letter) => region + letter),
    },
  };
}

/** The value with its functions computed; what is still unknown afterwards has no answer. */
export async function resolveValue(
  value: TemplateValue,
  environment: Environment,
  lookups: Lookups,
  scope: LookupScope,
): Promise<TemplateValue | undefined> {
  for (;;) {
    const { value: result, unresolved } = evaluate(value, environment);
    if (unresolved.length === 0) return result;
    const found = await lookUp(unresolved, lookups, scope);
    if (!found) throw unanswerable(unresolved[0]);
  }
}

/** Looks up what of this can be, and tells whether there was any. */
export async function lookUp(
  unresolved: readonly UnresolvedReference[],
  lookups: Lookups,
  scope: LookupScope,
): Promise<boolean> {
  let found = false;
  for (const reference of unresolved) {
    if (reference.kind === 'ImportValue' && !lookups.imports.has(reference.name)) {
      lookups.imports.set(reference.name, await importedValue(reference.name, scope));
      found = true;
    } else if (reference.kind === 'StackOutput' && !lookups.outputs.has(JSON.stringify(reference.output))) {
      lookups.outputs.set(JSON.stringify(reference.output), await stackOutput(reference.output, scope));
      found = true;
    }
  }
  return found;
}

export async function importedValue(name: string, scope: LookupScope): Promise<string> {
  const found = await findExport(scope.reader, scope, name);
  if (found === undefined) throw invalid(`No export named ${name} found`);
  return found.value;
}

async function stackOutput(output: StackOutputReference, { reader, account, region }: LookupScope): Promise<string> {
  const { StackName, OutputName, Region = region, RoleArn } = output;
  const place = { account: RoleArn?.split(':')[4] ?? account, region: Region };
  const stack = await findStack(reader, place, StackName);
  if (stack === undefined) throw invalid(`Stack with id ${StackName} does not exist`);
  const found = stack.outputs.find(({ key }) => key === OutputName);
  if (found === undefined) throw invalid(`Output ${OutputName} not found in stack ${StackName}`);
  return found.value;
}

/** With `{{resolve:...}}` replaced by what it stands for: to be handed to a service, never to be stored. */
export async function withSecrets<Value extends TemplateValue>(value: Value, call: Calls): Promise<Value> {
  if (!JSON.stringify(value).includes('{{resolve:')) return value;
  const wanted = new Map<string, DynamicReference>();
  replaceDynamicReferences(value, (reference) => {
    wanted.set(reference.text, reference);
    return undefined;
  });
  const answers = new Map<string, string>();
  for (const [text, reference] of wanted) answers.set(text, await dynamicReferenceValue(reference, call));
  return replaceDynamicReferences(value, ({ text }) => answers.get(text)) as Value;
}

function unanswerable(reference: UnresolvedReference | undefined): Error {
  if (reference?.kind === 'GetAtt') {
    const { name, attribute } = reference;
    return templateError(`resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
  const what = reference?.kind === 'Ref' ? `resource ${reference.name}` : (reference?.kind ?? 'value');
  return templateError(`${what} has no value`);
}
