import type { PseudoParameters } from '../pseudo-parameters.ts';
import type { Template, TemplateValue } from '../template.ts';
import type { DynamicReference } from './dynamic-references.ts';

/** Undefined is "not known yet", of which there are many before and during a stack operation. */
export interface Environment {
  pseudo: Partial<PseudoParameters>;
  /** Every declared parameter has an entry. */
  parameters: ReadonlyMap<string, string | string[] | undefined>;
  mappings?: Template['Mappings'];
  conditions: ConditionStates;
  ref?(logicalId: string): TemplateValue | undefined;
  getAtt?(logicalId: string, attribute: string): TemplateValue | undefined;
  importValue?(name: string): string | undefined;
  stackOutput?(output: StackOutputReference): string | undefined;
  availabilityZones?(region: string): readonly string[] | undefined;
  /** Without it, `{{resolve:...}}` stays as text: what change sets and GetTemplate show. */
  dynamicReference?(reference: DynamicReference): string | undefined;
}

export interface ConditionStates {
  has(name: string): boolean;
  get(name: string): boolean | undefined;
}

export interface StackOutputReference {
  StackName: string;
  OutputName: string;
  Region?: string;
  RoleArn?: string;
}

/** What has to be known before a value is. */
export type UnresolvedReference =
  | { kind: 'Ref'; name: string }
  | { kind: 'GetAtt'; name: string; attribute: string }
  | { kind: 'ImportValue'; name: string }
  | { kind: 'StackOutput'; output: StackOutputReference }
  | { kind: 'AvailabilityZones'; region: string }
  | { kind: 'Condition'; name: string }
  | { kind: 'DynamicReference'; reference: DynamicReference };

/** One evaluation under way. */
export interface Evaluation {
  environment: Environment;
  unresolved: UnresolvedReference[];
  evaluate(value: TemplateValue): TemplateValue | undefined;
  /** Of the place that is evaluated, before the usual ones: rules and AWS::LanguageExtensions have their own. */
  functions?: Readonly<Record<string, Evaluator>>;
  predicates?: Readonly<Record<string, Predicate>>;
}

/** Undefined is AWS::NoValue. */
export type Evaluator = (argument: TemplateValue, evaluation: Evaluation) => TemplateValue | undefined;

/** Undefined is not known yet. */
export type Predicate = (argument: TemplateValue, evaluation: Evaluation) => boolean | undefined;
