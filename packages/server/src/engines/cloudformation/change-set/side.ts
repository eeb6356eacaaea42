import type { ParameterValue } from '../template/parameters/parameter-values.ts';
import { referencedValue } from '../template/parameters/parameter-values.ts';
import type { PseudoParameters } from '../template/pseudo-parameters.ts';
import type { ConditionStates, Environment, UnresolvedReference } from '../template/resolve/environment.ts';
import { evaluate } from '../template/resolve/evaluate.ts';
import { isTemplateObject } from '../template/template.ts';
import type { Template, TemplateObject, TemplateValue } from '../template/template.ts';
import { contextText } from './value-text.ts';

/** A stack as it is declared: before the change or after it. */
export interface DeclaredStack {
  template: Template;
  parameters: ReadonlyMap<string, ParameterValue>;
  pseudo: PseudoParameters;
  conditions: ConditionStates;
  tags: Readonly<Record<string, string>>;
}

/** Values from other stacks and from the Region, looked up beforehand. */
export type OutsideValues = Pick<Environment, 'availabilityZones' | 'importValue' | 'stackOutput'>;

export type ResourceValues = Pick<Environment, 'getAtt' | 'ref'>;

/** Computes values of one side: as they are, and as they may be shown. */
export class Side {
  readonly stack: DeclaredStack;
  /** What could not be computed, of all that was asked. */
  readonly unresolved: UnresolvedReference[] = [];
  readonly #actual: Environment;
  readonly #shown: Environment;

  constructor(stack: DeclaredStack, resources: ResourceValues, outside: OutsideValues) {
    this.stack = stack;
    this.#actual = environmentOf(stack, resources, outside, referencedValue);
    const hasSecrets = [...stack.parameters.values()].some(({ noEcho }) => noEcho);
    this.#shown = hasSecrets ? environmentOf(stack, resources, outside, hidden) : this.#actual;
  }

  /** What is not known yet stays as a function. */
  actual(value: TemplateValue | undefined): TemplateValue | undefined {
    if (value === undefined) return undefined;
    const { value: result, unresolved } = evaluate(value, this.#actual);
    this.unresolved.push(...unresolved);
    return result;
  }

  /** With asterisks for NoEcho parameters. */
  shown(value: TemplateValue | undefined): TemplateValue | undefined {
    return value === undefined ? undefined : evaluate(value, this.#shown).value;
  }

  properties(logicalId: string): TemplateObject {
    return asObject(this.actual(this.stack.template.Resources[logicalId]?.Properties));
  }

  shownProperties(logicalId: string): TemplateObject {
    return asObject(this.shown(this.stack.template.Resources[logicalId]?.Properties));
  }

  /** The resource as it is declared, as BeforeContext and AfterContext show it. */
  context(logicalId: string): string {
    const { Properties, Metadata, CreationPolicy, UpdatePolicy, DeletionPolicy, UpdateReplacePolicy } =
      this.stack.template.Resources[logicalId] ?? {};
    return contextText({
      Properties: this.shown(Properties),
      Metadata: this.shown(Metadata),
      CreationPolicy: this.shown(CreationPolicy),
      UpdatePolicy: this.shown(UpdatePolicy),
      DeletionPolicy: this.shown(DeletionPolicy),
      UpdateReplacePolicy: this.shown(UpdateReplacePolicy),
    });
  }
}

function hidden(value: ParameterValue): string | string[] | undefined {
  return value.noEcho ? '****' : referencedValue(value);
}

function environmentOf(
  { template, parameters, pseudo, conditions }: DeclaredStack,
  resources: ResourceValues,
  outside: OutsideValues,
  valueOf: (value: ParameterValue) => string | string[] | undefined,
): Environment {
  return {
    pseudo,
    parameters: new Map([...parameters].map(([name, value]) => [name, valueOf(value)])),
    conditions,
    ...(template.Mappings !== undefined && { mappings: template.Mappings }),
    ...resources,
    ...outside,
  };
}

function asObject(value: TemplateValue | undefined): TemplateObject {
  return isTemplateObject(value) ? value : {};
}
