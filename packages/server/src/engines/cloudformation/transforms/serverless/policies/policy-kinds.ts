import { templateError } from '../kernel/errors.ts';
import { IF_ARGUMENTS_MESSAGE, isIntrinsic, isIntrinsicIf, isNoValue, isThreeItemList } from '../kernel/intrinsics.ts';
import { asList, isGiven, isMap, isText } from '../kernel/values.ts';

type PolicyKind = 'managed' | 'statement' | 'template' | 'unknown';

interface PolicyEntry {
  readonly policy: unknown;
  readonly kind: PolicyKind;
}

type IsTemplate = (name: string) => boolean;

/** What each entry of `Policies` is; policy templates are known only to a caller that converts them. */
export function policyEntries(policies: unknown, isTemplate: IsTemplate = () => false): PolicyEntry[] {
  if (!isGiven(policies)) return [];
  return asList(policies).map((policy) => ({ policy, kind: kindOf(policy, isTemplate) }));
}

function kindOf(policy: unknown, isTemplate: IsTemplate): PolicyKind {
  if (isText(policy)) return 'managed';
  if (isIntrinsicIf(policy)) return kindOfIf(policy['Fn::If'], isTemplate);
  if (isIntrinsic(policy)) return 'managed';
  if (!isMap(policy)) return 'unknown';
  if ('Statement' in policy) return 'statement';
  const [name, ...others] = Object.keys(policy);
  return name !== undefined && others.length === 0 && isTemplate(name) ? 'template' : 'unknown';
}

function kindOfIf(operands: unknown, isTemplate: IsTemplate): PolicyKind {
  if (!isThreeItemList(operands)) throw templateError(IF_ARGUMENTS_MESSAGE);
  const [, then, otherwise] = operands;
  const [thenKind, otherwiseKind] = [kindOf(then, isTemplate), kindOf(otherwise, isTemplate)];
  if (thenKind === otherwiseKind || isNoValue(otherwise)) return thenKind;
  if (isNoValue(then)) return otherwiseKind;
  throw templateError(
    'Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements',
  );
}
