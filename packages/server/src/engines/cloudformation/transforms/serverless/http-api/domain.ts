import type { SourceResource, TransformContext } from '../kernel/context.ts';
import { ofResource, requireMap } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref } from '../kernel/intrinsics.ts';
import { contentHash, hashedId } from '../kernel/logical-id.ts';
import { isAbsent, isGiven, isMap, isText, withoutAbsent, type Fields } from '../kernel/values.ts';

interface ApiDomain {
  readonly domain: GeneratedResource;
  readonly mappings: readonly GeneratedResource[];
  readonly recordSets?: GeneratedResource | undefined;
}

const TRUSTSTORE_FIELDS = "['TruststoreUri', 'TruststoreVersion']";

/** The custom domain of an HTTP or WebSocket API. */
export function httpDomain(api: SourceResource, tags: Fields, context: TransformContext): ApiDomain | undefined {
  const config = api.properties['Domain'];
  if (isAbsent(config)) return undefined;
  const settings = config as Fields;
  const { DomainName, CertificateArn } = settings;
  if (isAbsent(DomainName) || isAbsent(CertificateArn)) {
    throw resourceError(api.id, 'Custom Domains only works if both DomainName and CertificateArn are provided.');
  }
  const id = `ApiGatewayDomainNameV2${contentHash(DomainName)}`;
  const endpoint = settings['EndpointConfiguration'] ?? 'REGIONAL';
  if (endpoint !== 'REGIONAL') {
    throw resourceError(api.id, "EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].");
  }
  const configuration = withoutAbsent({
    CertificateArn,
    EndpointType: endpoint,
    OwnershipVerificationCertificateArn: settings['OwnershipVerificationCertificateArn'] || undefined,
    SecurityPolicy: settings['SecurityPolicy'] || undefined,
  });
  const placement = { attributes: api.passed };
  const properties = {
    DomainName,
    DomainNameConfigurations: [configuration],
    MutualTlsAuthentication: mutualTls(api.id, settings['MutualTlsAuthentication']),
    Tags: tags,
  };
  return {
    domain: generated('AWS::ApiGatewayV2::DomainName', id, properties, placement),
    mappings: mappings(api, settings['BasePath'], id),
    recordSets: recordSets(api, settings, id, context),
  };
}

function mutualTls(apiId: string, value: unknown): Fields | undefined {
  if (!isGiven(value)) return undefined;
  if (!isMap(value)) {
    throw resourceError(
      apiId,
      `MutualTlsAuthentication must be a map with at least one of the following fields ${TRUSTSTORE_FIELDS}.`,
    );
  }
  const unknown = Object.keys(value).filter((key) => key !== 'TruststoreUri' && key !== 'TruststoreVersion');
  if (unknown.length > 0) {
    const message = `Available MutualTlsAuthentication fields are ${TRUSTSTORE_FIELDS}.`;
    throw resourceError(unknown.toSorted().join(','), message);
  }
  return Object.fromEntries(Object.entries(value).filter(([, member]) => isGiven(member)));
}

function mappings(api: SourceResource, basePath: unknown, domainId: string): GeneratedResource[] {
  const target = { DomainName: ref(domainId), ApiId: ref(api.id), Stage: ref(`${api.id}.Stage`) };
  const mapping = (id: string, key?: string): GeneratedResource =>
    generated('AWS::ApiGatewayV2::ApiMapping', id, { ...target, ApiMappingKey: key }, { attributes: api.passed });
  const paths = isText(basePath) ? [basePath] : basePath;
  if (!isGiven(basePath) || !Array.isArray(paths)) return [mapping(`${api.id}ApiMapping`)];
  return paths.map((path: unknown) => {
    if (!isText(path)) throw resourceError(api.id, 'Basepath must be a string.');
    if (/[^0-9a-zA-Z/\-_]/.test(path)) throw resourceError(api.id, 'Invalid Basepath name provided.');
    return mapping(`${api.id}${path.replaceAll(/[-_/]+/g, '')}ApiMapping`, path.replaceAll(/^\/+|\/+$/g, ''));
  });
}

function recordSets(
  api: SourceResource,
  settings: Fields,
  domainId: string,
  context: TransformContext,
): GeneratedResource | undefined {
  if (isAbsent(settings['Route53'])) return undefined;
  const route53 = requireRoute53(api.id, settings['Route53']);
  const group = recordSetGroup(route53, api.passed, context);
  const target = withoutAbsent({
    EvaluateTargetHealth: route53['EvaluateTargetHealth'],
    HostedZoneId: getAtt(domainId, 'RegionalHostedZoneId'),
    DNSName: getAtt(domainId, 'RegionalDomainName'),
  });
  addRecordSets(group, settings['DomainName'], target, route53);
  return group;
}

export function requireRoute53(apiId: string, value: unknown): Fields {
  const route53 = requireMap(value, ofResource(apiId), 'Domain.Route53');
  if (isAbsent(route53['HostedZoneId']) && isAbsent(route53['HostedZoneName'])) {
    throw resourceError(
      apiId,
      'HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.',
    );
  }
  return route53;
}

/** The records of a hosted zone, shared by all APIs of the template with domains in it. */
export function recordSetGroup(route53: Fields, attributes: Fields, context: TransformContext): GeneratedResource {
  const { HostedZoneId, HostedZoneName } = route53;
  const id = hashedId('RecordSetGroup', isGiven(HostedZoneId) ? HostedZoneId : HostedZoneName);
  const existing = context.recordSetGroups.get(id);
  if (existing) return existing;
  const properties = { HostedZoneId, HostedZoneName, RecordSets: [] };
  const group = generated('AWS::Route53::RecordSetGroup', id, properties, { attributes });
  context.recordSetGroups.set(id, group);
  return group;
}

export function addRecordSets(group: GeneratedResource, name: unknown, target: Fields, route53: Fields): void {
  const { Region, SetIdentifier } = route53;
  const types = route53['IpV6'] === true ? ['A', 'AAAA'] : ['A'];
  const records = types.map((Type) => withoutAbsent({ Name: name, Type, AliasTarget: target, Region, SetIdentifier }));
  (group.properties['RecordSets'] as Fields[]).push(...records);
}
