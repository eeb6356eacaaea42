import type { SourceResource, TransformContext } from '../kernel/context.ts';
import { ofResource, requireBoolean, requireGiven, requireMap, requireTexts } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref } from '../kernel/intrinsics.ts';
import { contentHash, hashedId } from '../kernel/logical-id.ts';
import { put } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isText, withoutAbsent, type Fields } from '../kernel/values.ts';
import { addRecordSets, recordSetGroup, requireRoute53 } from '../http-api/domain.ts';

const ENDPOINTS = ['EDGE', 'REGIONAL', 'PRIVATE'];
const TRUSTSTORE_FIELDS = ['TruststoreUri', 'TruststoreVersion'];
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** Everything that the custom domain of a REST API brings. */
export function restDomain(api: SourceResource, context: TransformContext): GeneratedResource[] {
  if (isAbsent(api.properties['Domain'])) return [];
  const subject = ofResource(api.id);
  const config = requireMap(api.properties['Domain'], subject, 'Domain');
  requireGiven(config['DomainName'], subject, 'Domain.DomainName');
  requireGiven(config['CertificateArn'], subject, 'Domain.CertificateArn');
  const isPrivate = config['EndpointConfiguration'] === 'PRIVATE';
  const prefix = isPrivate ? 'ApiGatewayDomainNameV2' : 'ApiGatewayDomainName';
  const id = `${prefix}${contentHash(config['DomainName'])}`;
  const domain = isPrivate ? privateDomain(api, config, id) : publicDomain(api, config, id);
  const mapped = mappings(api, config, id, isPrivate);
  const association = isPrivate ? accessAssociation(api, config['AccessAssociation'], id) : [];
  return [domain, ...mapped, ...recordSets(api, config, id, isPrivate, context), ...association];
}

function endpointConfiguration(config: Fields): Fields {
  const { IpAddressType } = config;
  return { Types: [config['EndpointConfiguration']], ...(isGiven(IpAddressType) && { IpAddressType }) };
}

function optionalSettings(config: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => isGiven(config[name])).map((name) => [name, config[name]]));
}

function publicDomain(api: SourceResource, config: Fields, id: string): GeneratedResource {
  // The deployment is named after the domain's settings with these two in them.
  put(config, 'ApiDomainName', id);
  const endpoint = config['EndpointConfiguration'];
  if (isAbsent(endpoint)) put(config, 'EndpointConfiguration', 'REGIONAL');
  else if (!isText(endpoint) || !ENDPOINTS.includes(endpoint)) {
    throw resourceError(
      api.id,
      "EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].",
    );
  }
  const isRegional = config['EndpointConfiguration'] === 'REGIONAL';
  const properties = {
    DomainName: config['DomainName'],
    [isRegional ? 'RegionalCertificateArn' : 'CertificateArn']: config['CertificateArn'],
    EndpointConfiguration: endpointConfiguration(config),
    MutualTlsAuthentication: mutualTls(api.id, config['MutualTlsAuthentication']),
    ...optionalSettings(config, ['SecurityPolicy', 'EndpointAccessMode', 'OwnershipVerificationCertificateArn']),
  };
  return generated('AWS::ApiGateway::DomainName', id, properties, { attributes: api.passed });
}

function privateDomain(api: SourceResource, config: Fields, id: string): GeneratedResource {
  const properties = {
    DomainName: config['DomainName'],
    CertificateArn: config['CertificateArn'],
    EndpointConfiguration: endpointConfiguration(config),
    ...optionalSettings(config, ['SecurityPolicy', 'EndpointAccessMode', 'Policy']),
  };
  return generated('AWS::ApiGateway::DomainNameV2', id, properties, { attributes: api.passed });
}

function mutualTls(apiId: string, value: unknown): Fields | undefined {
  if (!isGiven(value)) return undefined;
  const settings = requireMap(value, ofResource(apiId), 'Domain.MutualTlsAuthentication');
  if (Object.keys(settings).some((key) => !TRUSTSTORE_FIELDS.includes(key))) {
    throw resourceError(
      apiId,
      "Available Domain.MutualTlsAuthentication fields are ['TruststoreUri', 'TruststoreVersion'].",
    );
  }
  return optionalSettings(settings, TRUSTSTORE_FIELDS);
}

function mappings(api: SourceResource, config: Fields, domainId: string, isPrivate: boolean): GeneratedResource[] {
  const type = isPrivate ? 'AWS::ApiGateway::BasePathMappingV2' : 'AWS::ApiGateway::BasePathMapping';
  const target = {
    [isPrivate ? 'DomainNameArn' : 'DomainName']: ref(domainId),
    RestApiId: ref(api.id),
    Stage: ref(`${api.id}.Stage`),
  };
  const mapping = (id: string, path?: string): GeneratedResource =>
    generated(type, id, { ...target, BasePath: path }, { attributes: api.passed });
  const given = config['BasePath'];
  const isNamed = isGiven(given) && (isText(given) || Array.isArray(given));
  if (!isNamed) return [mapping(`${api.id}BasePathMapping`)];
  const paths = requireTexts(isText(given) ? [given] : given, ofResource(api.id), 'Domain.BasePath');
  return paths.map((path) => {
    const letters = path.replaceAll(/[^\p{L}\p{N}]/gu, '');
    const isNormalized = isGiven(config['NormalizeBasePath'] ?? true);
    return mapping(`${api.id}${letters}BasePathMapping`, isNormalized ? letters : path);
  });
}

function aliasTarget(config: Fields, route53: Fields, domainId: unknown): Fields {
  const health = withoutAbsent({ EvaluateTargetHealth: route53['EvaluateTargetHealth'] });
  switch (config['EndpointConfiguration']) {
    case 'REGIONAL':
      return {
        ...health,
        HostedZoneId: getAtt(domainId as string, 'RegionalHostedZoneId'),
        DNSName: getAtt(domainId as string, 'RegionalDomainName'),
      };
    case 'EDGE':
      if (isAbsent(route53['DistributionDomainName'])) {
        put(route53, 'DistributionDomainName', getAtt(domainId as string, 'DistributionDomainName'));
      }
      return { ...health, HostedZoneId: CLOUDFRONT_ZONE, DNSName: route53['DistributionDomainName'] };
    default:
      return {
        ...health,
        HostedZoneId: route53['VpcEndpointHostedZoneId'],
        DNSName: route53['VpcEndpointDomainName'],
      };
  }
}

function recordSets(
  api: SourceResource,
  config: Fields,
  domainId: string,
  isPrivate: boolean,
  context: TransformContext,
): GeneratedResource[] {
  if (isAbsent(config['Route53'])) return [];
  const route53 = requireRoute53(api.id, config['Route53']);
  const isSeparate = isGiven(route53['SeparateRecordSetGroup']);
  if (isSeparate) {
    const path = 'Domain.Route53.SeparateRecordSetGroup';
    requireBoolean(route53['SeparateRecordSetGroup'], ofResource(api.id), path);
  }
  const group = isSeparate ? separateGroup(api, config, route53) : recordSetGroup(route53, api.passed, context);
  addRecordSets(group, config['DomainName'], aliasTarget(config, route53, isPrivate ? undefined : domainId), route53);
  return [group];
}

function separateGroup(api: SourceResource, config: Fields, route53: Fields): GeneratedResource {
  const { HostedZoneId, HostedZoneName } = route53;
  const id = hashedId('RecordSetGroup', [isGiven(HostedZoneId) ? HostedZoneId : HostedZoneName, config['DomainName']]);
  const properties = {
    ...(isGiven(HostedZoneId) && { HostedZoneId }),
    ...(isGiven(HostedZoneName) && { HostedZoneName }),
    RecordSets: [],
  };
  return generated('AWS::Route53::RecordSetGroup', id, properties, { attributes: api.passed });
}

function accessAssociation(api: SourceResource, association: unknown, domainId: string): GeneratedResource[] {
  if (isAbsent(association)) return [];
  const endpoint = (association as Fields)['VpcEndpointId'];
  const properties = {
    DomainNameArn: ref(domainId),
    AccessAssociationSourceType: 'VPCE',
    AccessAssociationSource: endpoint,
  };
  const id = hashedId('DomainNameAccessAssociation', [endpoint, domainId]);
  return [generated('AWS::ApiGateway::DomainNameAccessAssociation', id, properties, { attributes: api.passed })];
}
