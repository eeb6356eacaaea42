import { resourceError } from '../kernel/errors.ts';
import { isIntrinsicIf, isNoValue, ref, sub } from '../kernel/intrinsics.ts';
import { pythonText } from '../kernel/python-text.ts';
import { entryOf, isGiven, isMap, type Fields } from '../kernel/values.ts';
import { ANALYSIS_AND_OPERATIONS_TEMPLATES } from './analysis-and-operations-templates.ts';
import { policyEntries } from './policy-kinds.ts';
import { STORAGE_AND_MESSAGING_TEMPLATES } from './storage-and-messaging-templates.ts';

/**
 * A statement of a policy template. `on` names resources as `service:resource` of the stack's region and account, or
 * as `@` and the rest of an ARN; `{queueName}` stands for the parameter `QueueName`, `{pipelinename=PipelineName}`
 * spells it out. `allow` lists actions as `service:Action,Action`; with `=` in front it is one action and no list.
 */
interface TemplateStatement {
  readonly on: string | readonly string[];
  readonly allow: string;
  readonly when?: Readonly<Record<string, string>>;
}

export type PolicyTemplate = readonly TemplateStatement[];

const TEMPLATES: Record<string, PolicyTemplate> = {
  ...STORAGE_AND_MESSAGING_TEMPLATES,
  ...ANALYSIS_AND_OPERATIONS_TEMPLATES,
};

const VARIABLE = /\{(\w+)(?:=(\w+))?\}/g;

function parameterOf(variable: string, spelled: string | undefined): string {
  return spelled ?? variable.charAt(0).toUpperCase() + variable.slice(1);
}

function parametersOf(template: PolicyTemplate): string[] {
  const texts = template.flatMap(({ on, when = {} }) => [on, ...Object.values(when)].flat());
  const used = texts.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '', as]) => parameterOf(name, as)));
  return [...new Set(used)];
}

function actionsOf(allow: string): unknown {
  if (allow.startsWith('=')) return allow.slice(1);
  const groups = allow.replaceAll(/,\s+/g, ',').trim().split(/\s+/);
  return groups.flatMap((group) => {
    const [service, actions = ''] = group.split(':');
    return actions.split(',').map((action) => `${service}:${action}`);
  });
}

function resourceOf(pattern: string, values: Fields): unknown {
  if (pattern === '*') return '*';
  const variables: Fields = {};
  const text = pattern.replaceAll(VARIABLE, (_, name: string, as: string | undefined) => {
    const parameter = parameterOf(name, as);
    variables[name] = values[parameter] ?? ref(parameter);
    return `\${${name}}`;
  });
  return sub(arnPattern(text), isGiven(variables) ? variables : undefined);
}

function arnPattern(text: string): string {
  if (text.startsWith('@')) return `arn:\${AWS::Partition}:${text.slice(1)}`;
  const [service = '', ...resource] = text.split(':');
  if (resource.length === 0) return text;
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource.join(':')}`;
}

function statementOf({ on, allow, when }: TemplateStatement, values: Fields): Fields {
  const conditions = Object.entries(when ?? {}).map(([key, pattern]) => [key, resourceOf(pattern, values)]);
  return {
    Action: actionsOf(allow),
    Effect: 'Allow',
    Resource: typeof on === 'string' ? resourceOf(on, values) : on.map((pattern) => resourceOf(pattern, values)),
    ...(when && { Condition: { StringEquals: Object.fromEntries(conditions) as Fields } }),
  };
}

function policyOf(ownerId: string, entry: unknown): unknown {
  const [[name, values] = ['', undefined]] = isMap(entry) ? Object.entries(entry) : [];
  const template = entryOf(TEMPLATES, name) ?? [];
  if (!isMap(values)) {
    throw resourceError(ownerId, `Must specify valid parameter values for policy template '${name}'`);
  }
  const missing = parametersOf(template).filter((parameter) => !(parameter in values));
  if (missing.length > 0) {
    throw resourceError(
      ownerId,
      `Following required parameters of template '${name}' don't have values: ${pythonText(missing)}`,
    );
  }
  return { Statement: template.map((statement) => statementOf(statement, values)) };
}

/** Writes out the policy templates among `Policies`. */
export function expandPolicyTemplates(ownerId: string, policies: unknown): unknown {
  const entries = policyEntries(policies, (name) => Object.hasOwn(TEMPLATES, name));
  if (entries.length === 0) return policies;
  return entries.map(({ policy, kind }) => {
    if (kind !== 'template') return policy;
    if (!isIntrinsicIf(policy)) return policyOf(ownerId, policy);
    const [condition, ...sides] = policy['Fn::If'] as unknown[];
    return { 'Fn::If': [condition, ...sides.map((side) => (isNoValue(side) ? side : policyOf(ownerId, side)))] };
  });
}
