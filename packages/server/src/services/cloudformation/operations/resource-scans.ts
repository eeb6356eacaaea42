import type { ResourceScanSummary, ScannedResourceIdentifier } from '../../../../generated/types/cloudformation.ts';
import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { fillPage } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid, invalidNextToken } from '../errors.ts';
import { enqueueScan } from '../generator/jobs.ts';
import { relatedResources } from '../generator/related-resources.ts';
import { identifierText } from '../generator/resource-reading.ts';
import { scanIdOf, shownScanned } from '../model/resource-scan.ts';
import type { ResourceScan, ScannedResource } from '../model/resource-scan.ts';
import { schemasOf } from '../resource-schemas.ts';
import { findScan, findScanned, pageOfScanned, pageOfScans, saveScan, scansOf } from '../store/resource-scans.ts';

const defaultScans = 10;
const defaultResources = 100;

export const resourceScanOperations = {
  async StartResourceScan({ ScanFilters = [], ClientRequestToken }, request) {
    const { unit, platform, account, region, principal, clock } = request;
    const earlier = await scansOf(unit, request);
    const repeated = ClientRequestToken && earlier.find(({ clientToken }) => clientToken === ClientRequestToken);
    if (repeated) return { ResourceScanId: repeated.scanId };
    if (earlier.some(({ status }) => status === 'IN_PROGRESS')) {
      throw new CloudFormationError('ResourceScanInProgressException', 'A resource scan is currently in progress.');
    }
    const filters = ScanFilters.flatMap(({ Types = [] }) => Types);
    requireKnownTypes(request, filters);
    const scan: ResourceScan = {
      account,
      region,
      principal,
      scanId: scanIdOf(request, platform.ids.uuid()),
      status: 'IN_PROGRESS',
      startedAt: clock.now(),
      filters,
      types: [],
      percentage: 0,
      listed: 0,
      read: 0,
      clientToken: ClientRequestToken,
    };
    saveScan(unit, scan);
    enqueueScan(platform, unit, scan);
    return { ResourceScanId: scan.scanId };
  },

  async DescribeResourceScan({ ResourceScanId }, request) {
    const scan = await requireScan(request, ResourceScanId);
    const { ScanType, ...summary } = summariseScan(scan);
    return {
      ...summary,
      ResourceTypes: [...scan.types],
      ResourcesScanned: scan.listed,
      ResourcesRead: scan.read,
      ScanFilters: scan.filters.length > 0 ? [{ Types: [...scan.filters] }] : undefined,
    };
  },

  async ListResourceScans({ NextToken, MaxResults = defaultScans, ScanTypeFilter }, request) {
    const kind = JSON.stringify(['ListResourceScans', ScanTypeFilter]);
    const page = await fillPage(
      (limit, token) => pageOfScans(request.unit, request, { limit, token, kind }),
      (scan) => ScanTypeFilter === undefined || scanTypeOf(scan) === ScanTypeFilter,
      { limit: MaxResults, token: NextToken },
    );
    return { ResourceScanSummaries: page.items.map(summariseScan), NextToken: page.nextToken };
  },

  async ListResourceScanResources({ ResourceScanId, MaxResults = defaultResources, NextToken, ...filter }, request) {
    const { scanId } = await requireEndedScan(request, ResourceScanId);
    const kind = JSON.stringify(['ListResourceScanResources', scanId, filter]);
    const page = await fillPage(
      (limit, token) =>
        pageOfScanned(request.unit, { scanId, typePrefix: filter.ResourceTypePrefix }, { limit, token, kind }),
      (resource) => passes(resource, filter),
      { limit: MaxResults, token: NextToken },
    );
    return { Resources: page.items.map(shownScanned), NextToken: page.nextToken };
  },

  async ListResourceScanRelatedResources(input, request) {
    const { ResourceScanId, Resources, MaxResults = defaultResources, NextToken } = input;
    const { scanId } = await requireEndedScan(request, ResourceScanId);
    const given = await Promise.all(Resources.map((resource) => requireScanned(request, scanId, resource)));
    const related = await relatedResources(request, scanId, given);
    const kind = JSON.stringify(['ListResourceScanRelatedResources', scanId, Resources]);
    const start = NextToken === undefined ? 0 : decodePageToken(kind, NextToken);
    if (typeof start !== 'number') throw invalidNextToken();
    const end = start + MaxResults;
    return {
      RelatedResources: related.slice(start, end).map(shownScanned),
      NextToken: end < related.length ? encodePageToken(kind, end) : undefined,
    };
  },
} satisfies Partial<CloudFormationHandlers>;

function summariseScan(scan: ResourceScan): ResourceScanSummary {
  return {
    ResourceScanId: scan.scanId,
    Status: scan.status,
    StatusReason: scan.statusReason,
    StartTime: new Date(scan.startedAt),
    EndTime: scan.endedAt === undefined ? undefined : new Date(scan.endedAt),
    PercentageCompleted: scan.percentage,
    ScanType: scanTypeOf(scan),
  };
}

function scanTypeOf({ filters }: ResourceScan): 'FULL' | 'PARTIAL' {
  return filters.length === 0 ? 'FULL' : 'PARTIAL';
}

function requireKnownTypes({ platform }: RequestContext, filters: readonly string[]): void {
  const schemas = schemasOf(platform);
  const unknown = filters.filter((filter) => {
    if (!filter.endsWith('*')) return !schemas.has(filter);
    const prefix = filter.slice(0, -1);
    return !/^\w+::\w+::$/.test(prefix) || !schemas.names().some((name) => name.startsWith(prefix));
  });
  if (unknown.length > 0) throw invalid(`The following resource types are not supported: [${unknown.join(', ')}]`);
}

async function requireScan({ unit, account, region }: RequestContext, scanId: string): Promise<ResourceScan> {
  const scan = await findScan(unit, scanId);
  if (scan?.account === account && scan.region === region) return scan;
  throw new CloudFormationError('ResourceScanNotFoundException', `Resource scan ${scanId} was not found.`);
}

async function requireEndedScan(request: RequestContext, scanId: string): Promise<ResourceScan> {
  const scan = await requireScan(request, scanId);
  if (scan.status !== 'IN_PROGRESS') return scan;
  throw new CloudFormationError('ResourceScanInProgressException', `Resource scan ${scanId} is in progress.`);
}

async function requireScanned(
  { unit, platform }: RequestContext,
  scanId: string,
  { ResourceType: type, ResourceIdentifier }: ScannedResourceIdentifier,
): Promise<ScannedResource> {
  const schema = schemasOf(platform).find(type);
  const identifier = schema === undefined ? '' : identifierText(schema, ResourceIdentifier);
  const found = await findScanned(unit, { scanId, type, identifier });
  if (found === undefined) throw invalid(`Resource ${identifier} of type ${type} was not found in scan ${scanId}`);
  return found;
}

interface ResourceFilter {
  ResourceIdentifier?: string | undefined;
  ResourceTypePrefix?: string | undefined;
  TagKey?: string | undefined;
  TagValue?: string | undefined;
}

function passes(
  { identifier, model }: ScannedResource,
  { ResourceIdentifier, TagKey, TagValue }: ResourceFilter,
): boolean {
  if (ResourceIdentifier !== undefined && !identifier.includes(ResourceIdentifier)) return false;
  if (TagKey === undefined && TagValue === undefined) return true;
  const { Tags } = model;
  const tags = Array.isArray(Tags)
    ? Tags.filter(isTemplateObject).map(({ Key, Value }) => [Key, Value] as const)
    : Object.entries(isTemplateObject(Tags) ? Tags : {});
  return tags.some(([key, value]) => (TagKey ?? key) === key && (TagValue ?? value) === value);
}
