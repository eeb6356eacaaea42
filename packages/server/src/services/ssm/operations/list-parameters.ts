import type { DescribeParametersRequest } from '../../../../generated/types/ssm.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { invalidNextToken, validation } from '../errors.ts';
import {
  matchingLabel,
  parseDescribeFilters,
  parseLegacyFilters,
  parsePathFilters,
  passesAll,
} from '../model/filters.ts';
import type { ParameterFilter } from '../model/filters.ts';
import { describeHistory, describeMetadata, describeValue, labelsOf } from '../model/parameter.ts';
import type { Parameter, ParameterVersion } from '../model/parameter.ts';
import { isPublic, parsePath, parseWholeReference } from '../model/parameter-name.ts';
import { listPublicParameters } from '../model/public-parameters.ts';
import { pageOfRanges, rangesOf, rangesOfPath } from '../store/parameter-pages.ts';
import type { PageOptions } from '../store/parameter-pages.ts';
import {
  findVersion,
  parameterKey,
  parametersTable,
  pastVersionKey,
  pastVersionsTable,
  requireParameter,
  sharesTable,
} from '../store/parameters.ts';
import { readValue } from './get-parameters.ts';

const mostByPath = 10;
const mostDescribed = 50;

export const listParameterOperations = {
  async GetParametersByPath(input, request) {
    const path = parsePath(input.Path);
    const filters = parsePathFilters(input.ParameterFilters);
    const recursive = input.Recursive === true;
    const kind = ['GetParametersByPath', path, recursive, filters];
    const options = { limit: input.MaxResults ?? mostByPath, token: input.NextToken, kind };
    const passes = (parameter: Parameter) => passesAll(filters, parameter);
    const page = isPublic(`${path}/`)
      ? pageOfList(listPublicParameters(path, recursive, request.region).filter(passes), options)
      : await pageOfRanges(request.unit, rangesOfPath(request, path, recursive), passes, options);
    const values = page.items.map(async (parameter) => {
      const version = await labelledVersion(request, filters, parameter);
      return describeValue(version, await readValue(request, version, input.WithDecryption));
    });
    return { Parameters: await Promise.all(values), NextToken: page.nextToken };
  },

  async DescribeParameters(input, request) {
    const filters = filtersOf(input);
    const kind = ['DescribeParameters', filters, input.Shared === true];
    const options = { limit: input.MaxResults ?? mostDescribed, token: input.NextToken, kind };
    const page = await (input.Shared
      ? sharedParameters(request, filters, options)
      : describedParameters(request, filters, options));
    return { Parameters: page.items.map(describeMetadata), NextToken: page.nextToken };
  },

  async GetParameterHistory({ Name, WithDecryption, MaxResults, NextToken }, request) {
    const { unit } = request;
    const parameter = await requireParameter(unit, parseWholeReference(Name, request));
    const { items, nextToken } = await pageOfVersions(request, parameter, MaxResults ?? mostDescribed, NextToken);
    const versions = items.map(async (version) =>
      describeHistory(version, await readValue(request, version, WithDecryption), labelsOf(parameter, version.version)),
    );
    return { Parameters: await Promise.all(versions), NextToken: nextToken };
  },
} satisfies Partial<SsmHandlers>;

function filtersOf({ Filters = [], ParameterFilters = [] }: DescribeParametersRequest): ParameterFilter[] {
  if (Filters.length > 0 && ParameterFilters.length > 0) {
    throw validation('You can use either Filters or ParameterFilters in a single request.');
  }
  return Filters.length > 0 ? parseLegacyFilters(Filters) : parseDescribeFilters(ParameterFilters);
}

async function describedParameters(
  request: RequestContext,
  filters: ParameterFilter[],
  options: PageOptions,
): Promise<Page<Parameter>> {
  const passes = (parameter: Parameter) => passesAll(filters, parameter);
  const path = filters.find(({ key }) => key === 'Path');
  const publicPaths = path?.values.filter((value) => isPublic(`${value}/`)) ?? [];
  if (publicPaths.length === 0) return pageOfRanges(request.unit, rangesOf(request, filters), passes, options);
  const listed = publicPaths.flatMap((value) =>
    listPublicParameters(value, path?.option === 'Recursive', request.region),
  );
  return pageOfList(listed.filter(passes), options);
}

async function sharedParameters(
  { unit, account, region }: RequestContext,
  filters: ParameterFilter[],
  { limit, token, kind }: PageOptions,
): Promise<Page<Parameter>> {
  const { items, ...rest } = await paginate({
    reader: unit,
    table: sharesTable,
    range: { prefix: [account, region] },
    limit,
    kind: JSON.stringify(kind),
    token,
    invalidToken: invalidNextToken,
  });
  const ids = items.map(({ owner, name }) => parameterKey({ account: owner, region, name }));
  const parameters = await Promise.all(ids.map((id) => unit.get(parametersTable, id)));
  return {
    items: parameters.filter((parameter) => parameter !== undefined).filter((one) => passesAll(filters, one)),
    ...rest,
  };
}

/** A page of what is at hand as a whole. */
function pageOfList(parameters: readonly Parameter[], { limit, token, kind }: PageOptions): Page<Parameter> {
  const list = JSON.stringify(kind);
  const start = token === undefined ? 0 : decodePageToken(list, token);
  if (typeof start !== 'number') throw invalidNextToken();
  const end = start + limit;
  const items = parameters.slice(start, end);
  return end < parameters.length ? { items, nextToken: encodePageToken(list, end) } : { items };
}

/** From the oldest to the current one. */
async function pageOfVersions(
  { unit }: RequestContext,
  parameter: Parameter,
  limit: number,
  token: string | undefined,
): Promise<Page<ParameterVersion>> {
  const key = pastVersionKey(parameter);
  const list = JSON.stringify(['GetParameterHistory', ...key]);
  const after = token === undefined ? 0 : decodePageToken(list, token);
  if (typeof after !== 'number') throw invalidNextToken();
  const past = await unit.list(pastVersionsTable, { prefix: key, from: [...key, after + 1], limit });
  const items = past.length < limit && after < parameter.version ? [...past, parameter] : past;
  const last = items.at(-1)?.version ?? parameter.version;
  return last < parameter.version ? { items, nextToken: encodePageToken(list, last) } : { items };
}

/** With a filter over labels, the version that has the label; else the current one. */
async function labelledVersion(
  { unit }: RequestContext,
  filters: readonly ParameterFilter[],
  parameter: Parameter,
): Promise<ParameterVersion> {
  const label = matchingLabel(filters, parameter);
  const number = label === undefined ? undefined : parameter.labels[label];
  return (number === undefined ? undefined : await findVersion(unit, parameter, number)) ?? parameter;
}
