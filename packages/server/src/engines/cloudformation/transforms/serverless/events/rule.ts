import { eventError } from '../kernel/errors.ts';
import { isAbsent, isGiven, type Fields } from '../kernel/values.ts';

const TARGET_ID_LENGTH = 64;

function targetId(id: string, suffix: string): string {
  return id.slice(0, TARGET_ID_LENGTH - suffix.length) + suffix;
}

/** `State`, or what `Enabled` says of it. */
export function ruleState(eventName: string, { State, Enabled }: Fields): unknown {
  if (isAbsent(Enabled)) return isGiven(State) ? State : undefined;
  if (isGiven(State)) throw eventError(eventName, 'State and Enabled Properties cannot both be specified.');
  return isGiven(Enabled) ? 'ENABLED' : 'DISABLED';
}

interface RuleTarget {
  readonly id: string;
  readonly suffix: string;
  readonly arn: unknown;
  readonly roleArn?: unknown;
  readonly deadLetterArn?: unknown;
  /** The properties of the event that go to the target as they are. */
  readonly passed: readonly string[];
}

/** The target of an EventBridge rule. */
export function ruleTarget(properties: Fields, target: RuleTarget): Fields {
  const { Target, DeadLetterConfig } = properties;
  const named = (Target ?? {}) as Fields;
  const passed = target.passed.filter((name) => !isAbsent(properties[name]));
  return {
    Arn: target.arn,
    Id: 'Id' in named ? named['Id'] : targetId(target.id, target.suffix),
    ...(target.roleArn !== undefined && { RoleArn: target.roleArn }),
    ...(!isAbsent(DeadLetterConfig) && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
    ...Object.fromEntries(passed.map((name) => [name, properties[name]])),
  };
}
