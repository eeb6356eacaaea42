import { isTemplateObject, memberOf, textOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';
import type { RecordedScope } from './recorded-resource.ts';

/** Words of forms that follow from the properties by a service's own rule. */
export function derivedWord(word: string, properties: TemplateObject, scope: RecordedScope): string | undefined {
  switch (word) {
    case 'Suffix':
      return scope.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'Partition':
      return scope.partition;
    case 'Region':
      return scope.region;
    case 'Account':
      return scope.account;
    case 'Now':
      return new Date(scope.now).toISOString().slice(0, -1);
    case 'PublicAddress':
      // TEST-NET-3 and its neighbours: addresses that documentation may use and nobody has.
      return `203.0.113.${1 + Math.floor(scope.ids.fraction() * 254)}`;
    case 'GatewayKind':
      return memberOf(properties, 'VpnGatewayId') === undefined ? 'IGW' : 'VGW';
    case 'RouteDestination':
      return textOf(
        routeDestinations.map((name) => memberOf(properties, name)).find((value) => value !== undefined) ?? '0.0.0.0/0',
      );
    case 'WafScope':
      return textOf(memberOf(properties, 'Scope')) === 'CLOUDFRONT' ? 'global' : 'regional';
    case 'LoadBalancerKind':
      return loadBalancerKinds[textOf(memberOf(properties, 'Type') ?? 'application')] ?? 'app';
    case 'ListenerOf':
      return textOf(memberOf(properties, 'LoadBalancerArn')).replace(':loadbalancer/', ':listener/');
    case 'FunctionArnOf':
      return functionArn(
        textOf(memberOf(properties, 'FunctionName') ?? memberOf(properties, 'TargetFunctionArn')),
        scope,
      );
    case 'DatabasePort':
      return databasePort(properties);
    default:
      return undefined;
  }
}

const routeDestinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];

const loadBalancerKinds: Readonly<Record<string, string>> = { application: 'app', network: 'net', gateway: 'gwy' };

function functionArn(name: string, { partition, region, account }: RecordedScope): string {
  return name.startsWith('arn:') ? name : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

const portsByEngine: readonly [engine: RegExp, port: string][] = [
  [/postgres/, '5432'],
  [/oracle/, '1521'],
  [/sqlserver/, '1433'],
  [/db2/, '50000'],
];

function databasePort(properties: TemplateObject): string {
  const port = memberOf(properties, 'Port') ?? memberOf(properties, 'DBPort');
  if (port !== undefined && !isTemplateObject(port)) return textOf(port);
  const engine = textOf(memberOf(properties, 'Engine'));
  return portsByEngine.find(([pattern]) => pattern.test(engine))?.[1] ?? '3306';
}
