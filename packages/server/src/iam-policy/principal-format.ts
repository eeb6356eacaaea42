import { isObject, isStringList } from './document-shape.ts';

const PRINCIPAL_TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** Names under which AWS's services call; trust policies are held to them. */
const SERVICE_PRINCIPAL = /^[\w-]+(?:\.[\w-]+)*\.(?:amazonaws\.(?:com|com\.cn|eu)|amazon\.com|aws\.internal)$/;

const AWS_PRINCIPAL =
  /^(?:\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws[\w-]*:iam::\d{12}:(?:root|(?:user|role)\/.+)|arn:aws[\w-]*:sts::\d{12}:(?:assumed-role\/[^/]+\/.+|federated-user\/.+|self))$/;

/** What is wrong with the form of a Principal element. Whether users and roles exist is for IAM to check. */
export function principalProblem(element: unknown, kind: 'trust' | 'resource'): string | undefined {
  if (element === '*') {
    // In trust policies everyone is written {"AWS": "*"}.
    return kind === 'trust' ? 'AssumeRolepolicy contained an invalid principal: "STAR":"*".' : undefined;
  }
  if (!isObject(element)) return typeof element === 'string' ? invalid('AWS', element) : 'Invalid policy syntax.';
  const entries = Object.entries(element);
  if (entries.length === 0) return 'Missing required field Principal cannot be empty!';
  for (const [type, value] of entries) {
    if (!isStringList(value)) return 'Invalid policy syntax.';
    const names = [value].flat();
    if (names.length === 0) return 'Missing required field Principal cannot be empty!';
    const wrong = names.find((name) => !PRINCIPAL_TYPES.has(type) || !isWellFormed(type, name, kind));
    if (wrong !== undefined) return invalid(type, wrong);
  }
  return undefined;
}

function isWellFormed(type: string, name: string, kind: 'trust' | 'resource'): boolean {
  if (type === 'AWS') return AWS_PRINCIPAL.test(name);
  if (type === 'Service' && kind === 'trust') return SERVICE_PRINCIPAL.test(name);
  if (type === 'Service') return /^[\w-]+(?:\.[\w-]+)+$/.test(name);
  return name !== '';
}

function invalid(type: string, name: string): string {
  return `Invalid principal in policy: "${type.toUpperCase()}":"${name}"`;
}
