import { arn, parseArn } from '../../../platform/arn.ts';
import type { Scope } from '../../../platform/service.ts';
import { reservedName, SsmError, validation } from '../errors.ts';

const namePattern = /^(?:[\w.-]+|(?:\/[\w.-]+)+)$/;
/** Of a name with what precedes it in its ARN. */
const longestName = 1011;
const deepestHierarchy = 15;

export const publicPrefix = '/aws/service/';

/** A parameter as a request names it: by name or ARN, with or without a version or label. */
export interface ParameterReference extends Scope {
  /** What the name may be: the ARNs of `x` and of `/x` are the same. */
  names: readonly [string, ...string[]];
  /** A version's number or a label. */
  selector?: string;
}

export interface ParameterId extends Scope {
  name: string;
}

export function parameterArn({ account, region, name }: ParameterId): string {
  const resource = `parameter${name.startsWith('/') ? name : `/${name}`}`;
  return arn({ service: 'ssm', region, account: isPublic(name) ? '' : account, resource });
}

export function isPublic(name: string): boolean {
  return name.startsWith(publicPrefix);
}

/** The path that a parameter is directly under; `/` for all that have no path. */
export function parentOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('/'), 0)) || '/';
}

/** The other name with the ARN of this one, of which AWS has one or the other: `x` for `/x`, `/x` for `x`. */
export function twinOf(name: string): string | undefined {
  if (name.lastIndexOf('/') > 0) return undefined;
  return name.startsWith('/') ? name.slice(1) : `/${name}`;
}

/** Throws where a parameter may not be created under this name. */
export function checkNewName(text: string, scope: Scope): string {
  const name = text.trim();
  if (parseArn(name)) throw validation('Parameter name must not be an ARN.');
  if (/^\/?aws/i.test(name)) throw reservedName(name);
  if (name.includes('/') && !name.startsWith('/')) throw validation('Parameter name must be a fully qualified name.');
  checkNameForm(name);
  if (parameterArn({ account: scope.account, region: scope.region, name }).length > longestName) {
    throw validation(
      `Parameter name: the fully qualified name must not be longer than ${longestName} characters, with the part of its ARN that precedes it.`,
    );
  }
  if (name.startsWith('/') && name.split('/').length - 1 > deepestHierarchy) {
    const message = `A hierarchy can have a maximum of ${deepestHierarchy} levels. For more information, see Requirements and constraints for parameter names in the AWS Systems Manager User Guide.`;
    throw new SsmError('HierarchyLevelLimitExceededException', message);
  }
  return name;
}

export function parseReference(text: string, scope: Scope): ParameterReference {
  const parsed = parseArn(text.trim());
  if (parsed)
    return parseArnReference(parsed.resource, { account: parsed.account, region: parsed.region }, parsed.service);
  const [name = '', ...selectors] = text.trim().split(':');
  checkNameForm(name);
  return { account: scope.account, region: scope.region, names: [name], ...selectorOf(selectors) };
}

/** A reference that must be to the parameter as a whole: what is deleted, tagged or labelled. */
export function parseWholeReference(text: string, scope: Scope): ParameterReference {
  const reference = parseReference(text, scope);
  if (reference.selector !== undefined) throw invalidName();
  return reference;
}

/** Checks a path of GetParametersByPath; answers it without a slash at its end, and `/` for the root. */
export function parsePath(text: string): string {
  const path = text.trim();
  if (path === '/') return path;
  const isReserved = /^\/(?:aws|ssm)/i.test(path) && !`${path}/`.startsWith(publicPrefix);
  if (!/^(?:\/[\w.-]+)+\/?$/.test(path) || isReserved) {
    throw validation(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
    );
  }
  return path.replace(/\/$/, '');
}

function parseArnReference(resource: string, scope: Scope, service: string): ParameterReference {
  const [path = '', ...selectors] = resource.split(':');
  if (service !== 'ssm' || !path.startsWith('parameter/')) throw invalidName();
  const name = path.slice('parameter'.length);
  checkNameForm(name);
  const names: ParameterReference['names'] = name.lastIndexOf('/') > 0 ? [name] : [name.slice(1), name];
  return { ...scope, names, ...selectorOf(selectors) };
}

function selectorOf(selectors: string[]): { selector?: string } {
  const [selector] = selectors;
  if (selectors.length > 1 || selector === '') throw invalidName();
  return selector === undefined ? {} : { selector };
}

function checkNameForm(name: string): void {
  if (!namePattern.test(name) || /^\/?ssm/i.test(name)) throw invalidName();
}

function invalidName(): SsmError {
  return validation(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
}
