import { matchesInTime } from '../../../../platform/bounded-match.ts';
import { TemplateError } from '../template-error.ts';
import type { ParameterDeclaration, Scalar } from '../template.ts';
import { javaPattern } from './java-pattern.ts';
import { listMembers } from './parameter-type.ts';
import type { ParameterType } from './parameter-type.ts';

/** Of an SSM type the name of the parameter is checked, not what it holds: so does AWS. */
export function checkConstraints(
  name: string,
  declaration: ParameterDeclaration,
  type: ParameterType,
  text: string,
): void {
  const broken = brokenConstraint(declaration, type, type.isList && text !== '' ? listMembers(text) : [text]);
  if (broken === undefined) return;
  const { ConstraintDescription: description } = declaration;
  const reason = description === undefined ? broken : `failed to satisfy constraint: ${description}`;
  throw new TemplateError(`Parameter '${name}' ${reason}`, ['Parameters', name]);
}

function brokenConstraint(
  declaration: ParameterDeclaration,
  type: ParameterType,
  members: string[],
): string | undefined {
  const { AllowedValues, AllowedPattern } = declaration;
  if (AllowedValues !== undefined) {
    const allowed = new Set(AllowedValues.map(String));
    if (!members.every((member) => allowed.has(member))) return 'must be one of AllowedValues';
  }
  for (const member of members) {
    const broken = type.item === 'Number' ? brokenNumber(declaration, member) : brokenLength(declaration, member);
    if (broken !== undefined) return broken;
  }
  if (AllowedPattern === undefined) return undefined;
  const pattern = javaPattern(AllowedPattern);
  return members.every((member) => pattern && matchesInTime(pattern, member))
    ? undefined
    : `must match pattern ${AllowedPattern}`;
}

function brokenNumber({ MinValue, MaxValue }: ParameterDeclaration, text: string): string | undefined {
  if (text.trim() === '' || !Number.isFinite(Number(text))) return 'must be a number';
  if (exceeds(MinValue, Number(text))) return `must be a number not less than ${MinValue}`;
  return MaxValue !== undefined && Number(text) > Number(MaxValue)
    ? `must be a number not greater than ${MaxValue}`
    : undefined;
}

function brokenLength({ MinLength, MaxLength }: ParameterDeclaration, text: string): string | undefined {
  if (exceeds(MinLength, text.length)) return `must contain at least ${MinLength} characters`;
  return MaxLength !== undefined && text.length > Number(MaxLength)
    ? `must contain at most ${MaxLength} characters`
    : undefined;
}

function exceeds(least: Scalar | undefined, value: number): boolean {
  return least !== undefined && Number(least) > value;
}
