import { SsmError, validation } from '../errors.ts';

export type PolicyType = 'Expiration' | 'ExpirationNotification' | 'NoChangeNotification';

export interface ParameterPolicy {
  type: PolicyType;
  /** JSON text of the policy as it was given. */
  text: string;
  status: 'Pending' | 'Finished';
  attributes: PolicyAttributes;
}

export interface PolicyAttributes {
  /** Milliseconds since 1970, for an Expiration. */
  at?: number;
  /** Before the expiration, or after the last change. */
  distanceMs?: number;
}

const mostPolicies = 10;
const unitMs: Record<string, number> = { days: 86_400_000, hours: 3_600_000 };

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html */
export function parsePolicies(text: string, now: number): ParameterPolicy[] {
  const documents = parseDocuments(text);
  if (documents.length > mostPolicies) {
    const message = `You specified more than the maximum number of allowed policies for the parameter. The maximum is ${mostPolicies}.`;
    throw new SsmError('PoliciesLimitExceededException', message);
  }
  const policies = documents.map((document) => parsePolicy(document, now));
  const expirations = policies.filter(({ type }) => type === 'Expiration').length;
  if (expirations > 1) throw incompatible("You can't specify two Expiration policies for a parameter.");
  if (expirations === 0 && policies.some(({ type }) => type === 'ExpirationNotification')) {
    throw incompatible('An ExpirationNotification policy needs an Expiration policy.');
  }
  return policies;
}

/** When a policy is to be applied; past for a notice whose time had come before it was set. */
export function dueAt(policy: ParameterPolicy, all: readonly ParameterPolicy[], modifiedAt: number): number {
  const { at = 0, distanceMs = 0 } = policy.attributes;
  if (policy.type === 'Expiration') return at;
  if (policy.type === 'NoChangeNotification') return modifiedAt + distanceMs;
  const expiration = all.find(({ type }) => type === 'Expiration');
  return (expiration?.attributes.at ?? 0) - distanceMs;
}

/** The policies of a version that takes over those of the one before: the wait for a change begins anew. */
export function carryOver(policies: readonly ParameterPolicy[]): ParameterPolicy[] {
  return policies.map((policy) => (policy.type === 'NoChangeNotification' ? { ...policy, status: 'Pending' } : policy));
}

type PolicyDocument = Record<string, unknown>;

/** `{}` and `[{}]` take all policies away. */
function parseDocuments(text: string): PolicyDocument[] {
  const parsed = parseJson(text);
  if (isObject(parsed) && Object.keys(parsed).length === 0) return [];
  if (!Array.isArray(parsed) || !parsed.every(isObject)) throw validation(`Invalid policies input: ${text}.`);
  return parsed.length === 1 && Object.keys(parsed[0] ?? {}).length === 0 ? [] : parsed;
}

function parsePolicy(document: PolicyDocument, now: number): ParameterPolicy {
  const { Type, Version, Attributes } = document;
  if (Type !== 'Expiration' && Type !== 'ExpirationNotification' && Type !== 'NoChangeNotification') {
    const message =
      "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification.";
    throw new SsmError('InvalidPolicyTypeException', message);
  }
  if (Version !== '1.0') throw invalidAttribute(Type, 'Version must be 1.0');
  if (!isObject(Attributes)) throw invalidAttribute(Type, 'Attributes must be an object');
  const attributes = Type === 'Expiration' ? parseExpiration(Attributes, now) : parseDistance(Type, Attributes);
  return { type: Type, text: JSON.stringify(document), status: 'Pending', attributes };
}

function parseExpiration({ Timestamp }: PolicyDocument, now: number): PolicyAttributes {
  const isIso =
    typeof Timestamp === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(Timestamp);
  const at = isIso ? Date.parse(Timestamp) : Number.NaN;
  if (Number.isNaN(at)) throw invalidAttribute('Expiration', 'Timestamp must be an ISO 8601 time with a time zone');
  if (at <= now) throw invalidAttribute('Expiration', 'Timestamp must be in the future');
  return { at };
}

function parseDistance(type: PolicyType, attributes: PolicyDocument): PolicyAttributes {
  const name = type === 'NoChangeNotification' ? 'After' : 'Before';
  const count = attributes[name];
  const { Unit } = attributes;
  const unit = typeof Unit === 'string' ? unitMs[Unit.toLowerCase()] : undefined;
  if (unit === undefined) throw invalidAttribute(type, 'Unit must be Days or Hours');
  const isCount = (typeof count === 'string' || typeof count === 'number') && /^[1-9]\d{0,5}$/.test(String(count));
  if (!isCount) throw invalidAttribute(type, `${name} must be a positive number`);
  return { distanceMs: Number(count) * unit };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SsmError('ValidationException', `Invalid policies input: ${text}.`, { cause });
  }
}

function isObject(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidAttribute(type: PolicyType, reason: string): SsmError {
  const message = `A policy attribute or its value is invalid: ${reason} in the policy ${type}.`;
  return new SsmError('InvalidPolicyAttributeException', message);
}

function incompatible(reason: string): SsmError {
  const message = `There is a conflict in the policies specified for this parameter. ${reason} Review your policies, and try again.`;
  return new SsmError('IncompatiblePolicyException', message);
}
