import {
  fullyResolved,
  type ApplicationTemplate,
  type ResourceTransform,
  type SourceResource,
  type TransformContext,
} from './kernel/context.ts';
import { resourceError } from './kernel/errors.ts';
import { generated } from './kernel/generated-resource.ts';
import { propertyTable } from './kernel/property-table.ts';
import { tagsWithMaker } from './kernel/tags.ts';
import { isAbsent, isGiven, isMap, isText, type Fields } from './kernel/values.ts';

export const APPLICATION_PROPERTIES = propertyTable(`
  Location!:text|map TemplateUrl:text Parameters:map NotificationARNs:textsOrMaps Tags:map TimeoutInMinutes:int`);

const DYNAMIC_REFERENCE = /\{\{resolve:ssm:[a-zA-Z0-9_.\-/]+(:\d+)?\}\}/;

function locationValue(id: string, location: Fields, name: string, context: TransformContext): string {
  if (!(name in location)) throw resourceError(id, `Resource is missing the required [${name}] property.`);
  const value = fullyResolved(context, structuredClone(location[name]));
  location[name] = value;
  if (name === 'ApplicationId' && isAbsent(value)) throw resourceError(id, "Property 'ApplicationId' is required.");
  if (name === 'SemanticVersion' && !isGiven(value)) {
    throw resourceError(id, "Property 'SemanticVersion' cannot be blank.");
  }
  if (isMap(value)) {
    throw resourceError(
      id,
      `Property '${name}' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported.`,
    );
  }
  if (!isText(value)) throw resourceError(id, `Property 'Location.${name}' should be a string.`);
  return value;
}

/** The template of an application of the Serverless Application Repository. */
function repositoryTemplate(source: SourceResource, location: Fields, context: TransformContext): string {
  const missing = ['ApplicationId', 'SemanticVersion'].find((name) => !(name in location));
  if (missing) throw resourceError(source.id, `Resource is missing the required [${missing}] property.`);
  const applicationId = locationValue(source.id, location, 'ApplicationId', context);
  const version = locationValue(source.id, location, 'SemanticVersion', context);
  if (DYNAMIC_REFERENCE.test(applicationId)) {
    throw resourceError(
      source.id,
      "Serverless Application Repostiory does not support dynamic reference in 'ApplicationId' property.",
    );
  }
  const answer: ApplicationTemplate = context.options.applicationTemplate?.(applicationId, version) ?? {
    error: 'Serverless Application Repository is not available in this region.',
  };
  if ('error' in answer) throw resourceError(source.id, answer.error);
  return answer.templateUrl;
}

function templateUrl(source: SourceResource, context: TransformContext): unknown {
  const location = source.properties['Location'];
  if (!isMap(location)) return location;
  if ('ApplicationId' in location || 'SemanticVersion' in location) {
    return repositoryTemplate(source, location, context);
  }
  throw resourceError(source.id, 'Resource is missing the required [ApplicationId] property.');
}

/** `AWS::Serverless::Application`: a nested stack. */
export const transformApplication: ResourceTransform = (source, context) => {
  const { id, properties, passed, dependsOn } = source;
  const url = templateUrl(source, context);
  const { Location, Parameters, NotificationARNs, Tags, TimeoutInMinutes } = properties;
  const { ApplicationId, SemanticVersion } = isMap(Location) ? Location : {};
  const applicationTags = {
    ...(!isAbsent(ApplicationId) && { 'serverlessrepo:applicationId': ApplicationId }),
    ...(!isAbsent(SemanticVersion) && { 'serverlessrepo:semanticVersion': SemanticVersion }),
  };
  const stack = {
    TemplateURL: isGiven(url) ? url : '',
    Parameters,
    NotificationARNs,
    Tags: tagsWithMaker(id, Tags, applicationTags),
    TimeoutInMinutes,
  };
  return [generated('AWS::CloudFormation::Stack', id, stack, { attributes: passed, dependsOn })];
};
