import type { SourceResource } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt } from '../kernel/intrinsics.ts';
import { asMap, isAbsent, isGiven, isText, withoutAbsent, type Fields } from '../kernel/values.ts';
import type { DataSourceNames } from './data-sources.ts';

/** The resolver that only runs its pipeline, for those without code of their own. */
const PIPELINE_CODE = `
export function request(ctx) {
    return {};
}

export function response(ctx) {
    return ctx.prev.result;
}
`;
const PIPELINE_RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };

interface Pipeline {
  readonly api: SourceResource;
  readonly apiId: Fields;
  readonly dataSources: DataSourceNames;
  readonly functionIds: Map<string, unknown>;
  needsNoneSource: boolean;
}

export function functionsAndResolvers(
  api: SourceResource,
  apiId: Fields,
  dataSources: DataSourceNames,
): GeneratedResource[] {
  const pipeline: Pipeline = { api, apiId, dataSources, functionIds: new Map(), needsNoneSource: false };
  const functions = Object.entries(asMap(api.properties['Functions'])).flatMap(([name, given]) =>
    functionConfiguration(pipeline, name, withoutAbsent(asMap(given))),
  );
  const resolvers = Object.entries(asMap(api.properties['Resolvers'])).flatMap(([type, fields]) =>
    Object.entries(asMap(fields)).map(([name, given]) => resolver(pipeline, type, name, asMap(given))),
  );
  return [...functions, ...resolvers, ...(pipeline.needsNoneSource ? [noneSource(pipeline)] : [])];
}

function noneSource({ api, apiId }: Pipeline): GeneratedResource {
  const id = `${api.id}NoneDataSource`;
  return generated('AWS::AppSync::DataSource', id, { ApiId: apiId, Name: id, Type: 'NONE' }, api);
}

function runtime(name: string, given: unknown): Fields {
  if (!isGiven(given)) throw resourceError(name, `'Runtime' must be defined as a property in ${name}.`);
  const { Name, Version } = asMap(given);
  return { Name, RuntimeVersion: Version };
}

function dataSourceName(pipeline: Pipeline, name: string, given: unknown): unknown {
  if (!isGiven(given)) throw resourceError(name, "'DataSource' must be set.");
  if (!isText(given)) return given;
  if (given.toLowerCase() === 'none') {
    pipeline.needsNoneSource = true;
    return getAtt(`${pipeline.api.id}NoneDataSource`, 'Name');
  }
  const known = pipeline.dataSources.get(given);
  if (known) return known;
  throw resourceError(
    name,
    `Either define DataSource '${given}' in 'DataSources' or use intrinsic function like GetAtt, ImportValue, Sub or another one to reference a DataSource defined outside of this GraphQLApi resource.`,
  );
}

function refuseTwoCodes(name: string, { InlineCode, CodeUri }: Fields): void {
  if (isGiven(InlineCode) && isGiven(CodeUri)) {
    throw resourceError(name, "Both 'InlineCode' and 'CodeUri' cannot be defined at the same time.");
  }
}

function functionConfiguration(pipeline: Pipeline, name: string, given: Fields): GeneratedResource[] {
  const { api, apiId, functionIds } = pipeline;
  if (isGiven(given['Id'])) {
    if (Object.keys(given).length !== 1) {
      throw resourceError(name, "'Id' cannot be defined with other properties in Function.");
    }
    functionIds.set(name, given['Id']);
    return [];
  }
  refuseTwoCodes(name, given);
  const { InlineCode, CodeUri, Name, MaxBatchSize, Description, Sync } = given;
  if (!isGiven(InlineCode) && !isGiven(CodeUri)) {
    throw resourceError(name, "One of 'InlineCode' or 'CodeUri' must be set.");
  }
  const id = api.id + name;
  const properties = {
    ApiId: apiId,
    Name: isGiven(Name) ? Name : name,
    Code: InlineCode,
    CodeS3Location: CodeUri,
    DataSourceName: dataSourceName(pipeline, name, given['DataSource']),
    MaxBatchSize,
    Description,
    Runtime: runtime(name, given['Runtime']),
    SyncConfig: isGiven(Sync) ? withoutAbsent(asMap(Sync)) : undefined,
  };
  functionIds.set(name, getAtt(id, 'FunctionId'));
  return [generated('AWS::AppSync::FunctionConfiguration', id, properties, api)];
}

function resolver(pipeline: Pipeline, type: string, name: string, given: Fields): GeneratedResource {
  const { api, apiId, functionIds } = pipeline;
  refuseTwoCodes(name, given);
  const { InlineCode, CodeUri, FieldName, Pipeline: steps, Caching, MaxBatchSize } = given;
  const hasCode = isGiven(InlineCode) || isGiven(CodeUri);
  const properties = {
    ApiId: apiId,
    Code: hasCode ? InlineCode : PIPELINE_CODE,
    CodeS3Location: CodeUri,
    Runtime: hasCode ? runtime(name, given['Runtime']) : PIPELINE_RUNTIME,
    FieldName: isGiven(FieldName) ? FieldName : name,
    TypeName: type,
    Kind: 'PIPELINE',
    PipelineConfig: { Functions: pipelineFunctions(name, steps, functionIds) },
    CachingConfig: isGiven(Caching) ? withoutAbsent(asMap(Caching)) : undefined,
    MaxBatchSize: isGiven(MaxBatchSize) ? MaxBatchSize : undefined,
  };
  const placement = { attributes: api.attributes, dependsOn: [`${api.id}Schema`] };
  return generated('AWS::AppSync::Resolver', api.id + type + name, properties, placement);
}

function pipelineFunctions(name: string, steps: unknown, functionIds: ReadonlyMap<string, unknown>): unknown[] {
  if (!isGiven(steps)) {
    throw resourceError(
      name,
      `Resolver '${name}' must have Pipeline defined. Unit resolvers are not supported. If you need a Unit resolver you can use AppSync resource.`,
    );
  }
  return (steps as string[]).map((step) => {
    const id = functionIds.get(step);
    if (isAbsent(id)) throw resourceError(name, `Function '${step}' does not exist.`);
    return id;
  });
}
