import { documentError } from '../kernel/errors.ts';
import { sub } from '../kernel/intrinsics.ts';
import { keysOf, put, shown, table, withTemplateText } from '../kernel/python-text.ts';
import { asList, includesEqual, isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { ANY_METHOD, requireDefinitionMap } from './definition-editor.ts';
import type { TextValue } from './swagger-editor.ts';

interface PolicyScope {
  readonly path: string;
  readonly stage: TextValue;
  readonly pathItems: () => Fields[];
}

export function pathPattern(path: string): string {
  return path.replaceAll(/\{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\+|proxy\+)\}/g, '*');
}

function methodResources({ path, stage, pathItems }: PolicyScope): Fields[] {
  return pathItems()
    .flatMap(keysOf)
    .map((name) => {
      const method = [ANY_METHOD, 'any'].includes(name.toLowerCase()) ? '*' : name.toUpperCase();
      const variables = withTemplateText({ __Stage__: stage.value }, stage.fromTemplate ? 'all' : []);
      const resource = sub(`execute-api:/\${__Stage__}/${method}${pathPattern(path)}`, variables);
      withTemplateText(resource['Fn::Sub'] as unknown[]);
      return resource;
    });
}

function invokeStatement(effect: string, resources: Fields[], principal: unknown): Fields {
  return table({ Effect: effect, Action: 'execute-api:Invoke', Resource: resources, Principal: principal });
}

function append(policy: Fields, statements: Fields[], whenFirst: unknown, onlyNew: boolean): void {
  put(policy, 'Version', '2012-10-17');
  const existing = policy['Statement'];
  if (isAbsent(existing)) {
    put(policy, 'Statement', whenFirst);
    return;
  }
  const list = asList(existing);
  for (const statement of statements) if (!onlyNew || !includesEqual(list, statement)) list.push(statement);
  put(policy, 'Statement', list);
}

function addAccounts(policy: Fields, accounts: unknown, effect: string, resources: Fields[]): void {
  if (!isGiven(accounts)) return;
  if (!isMap(accounts) && !Array.isArray(accounts)) {
    throw documentError(`Type of '${shown(accounts)}' must be a list or dictionary`);
  }
  const statement = invokeStatement(effect, resources, table({ AWS: asList(accounts) }));
  append(policy, [statement], statement, false);
}

function addGate(policy: Fields, operator: string, condition: Fields, resources: Fields[]): void {
  const deny = invokeStatement('Deny', resources, '*');
  put(deny, 'Condition', { [operator]: condition });
  const statements = [invokeStatement('Allow', resources, '*'), deny];
  append(policy, statements, statements, true);
}

function addAddresses(policy: Fields, ranges: unknown, operator: string, resources: Fields[]): void {
  if (!isGiven(ranges)) return;
  const list = Array.isArray(ranges) ? (ranges as unknown[]) : withTemplateText([ranges]);
  addGate(policy, operator, { 'aws:SourceIp': list }, resources);
}

function addNetworks(policy: Fields, list: string, source: Fields, operator: string, resources: Fields[]): void {
  const named = (source[`SourceVpc${list}`] ?? []) as unknown[];
  if (!named.every(isText)) {
    throw documentError(
      `SourceVpc${list} must be a list of strings. Use IntrinsicVpc${list} instead for values that use Intrinsic Functions`,
    );
  }
  const condition = table({});
  const networks = [...named.filter((name) => name.startsWith('vpc-')), ...listAt(source, `IntrinsicVpc${list}`)];
  const endpoints = [...named.filter((name) => name.startsWith('vpce-')), ...listAt(source, `IntrinsicVpce${list}`)];
  if (networks.length > 0) put(condition, 'aws:SourceVpc', withTemplateText(networks));
  if (endpoints.length > 0) put(condition, 'aws:SourceVpce', withTemplateText(endpoints));
  if (networks.length + endpoints.length > 0) addGate(policy, operator, condition, resources);
}

function listAt(source: Fields, name: string): unknown[] {
  return (source[name] ?? []) as unknown[];
}

/** Writes the lists of accounts, addresses and networks of `ResourcePolicy` as statements for one path. */
export function addResourcePolicy(policy: Fields, given: unknown, scope: PolicyScope): void {
  const source = requireDefinitionMap(given, 'Resource Policy is not a valid dictionary.');
  const resources = methodResources(scope);
  addAccounts(policy, source['AwsAccountWhitelist'], 'Allow', resources);
  addAccounts(policy, source['AwsAccountBlacklist'], 'Deny', resources);
  addAddresses(policy, source['IpRangeWhitelist'], 'NotIpAddress', resources);
  addAddresses(policy, source['IpRangeBlacklist'], 'IpAddress', resources);
  addNetworks(policy, 'Blacklist', source, 'StringEquals', resources);
  addNetworks(policy, 'Whitelist', source, 'StringNotEquals', resources);
}

export function addCustomStatements(policy: Fields, statements: unknown): void {
  if (isAbsent(statements)) return;
  append(policy, asList(statements) as Fields[], statements, true);
}
