import { attributeTarget, intrinsicOf } from '../template/intrinsic.ts';
import { parseSubArgument, parseSubText } from '../template/sub-text.ts';
import { isTemplateObject, textOf } from '../template/template.ts';
import type { TemplateValue } from '../template/template.ts';
import type { ConditionStates } from '../template/resolve/environment.ts';

/** What a value is computed from. */
export type ValueReference = { kind: 'Ref'; name: string } | { kind: 'GetAtt'; name: string; attribute: string };

/** The references of a value, in the branches that count, each once. */
export function referencesIn(value: TemplateValue, conditions: ConditionStates): ValueReference[] {
  const found = new Map<string, ValueReference>();
  collect(value, conditions, (reference) => found.set(JSON.stringify(reference), reference));
  return [...found.values()];
}

/** Whether anything in the value is computed. */
export function hasFunctions(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.some(hasFunctions);
  if (!isTemplateObject(value)) return false;
  return intrinsicOf(value) !== undefined || Object.values(value).some(hasFunctions);
}

type Note = (reference: ValueReference) => unknown;

function collect(value: TemplateValue, conditions: ConditionStates, note: Note): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, conditions, note);
    return;
  }
  if (!isTemplateObject(value)) return;
  const intrinsic = intrinsicOf(value);
  switch (intrinsic?.name) {
    case 'Ref':
      note({ kind: 'Ref', name: textOf(intrinsic.argument) });
      return;
    case 'Fn::GetAtt': {
      const target = attributeTarget(intrinsic.argument);
      if (target !== undefined) note(attributeOf(target.resource, textOf(target.attribute)));
      return;
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = Array.isArray(intrinsic.argument) ? intrinsic.argument : [];
      collect((conditions.get(textOf(condition)) === true ? then : otherwise) ?? '', conditions, note);
      return;
    }
    case 'Fn::Sub': {
      const { text, variables } = parseSubArgument(intrinsic.argument);
      for (const part of parseSubText(text)) {
        if ('variable' in part && !Object.hasOwn(variables, part.variable)) note(ofVariable(part.variable));
      }
      collect(variables, conditions, note);
      return;
    }
    default:
      for (const name in value) collect(value[name] ?? '', conditions, note);
  }
}

function ofVariable(variable: string): ValueReference {
  const dot = variable.indexOf('.');
  return dot < 0 ? { kind: 'Ref', name: variable } : attributeOf(variable.slice(0, dot), variable.slice(dot + 1));
}

function attributeOf(name: string, attribute: string): ValueReference {
  return { kind: 'GetAtt', name, attribute };
}
