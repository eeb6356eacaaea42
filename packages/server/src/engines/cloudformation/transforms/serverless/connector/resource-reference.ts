import { failure, ofResource } from '../kernel/checks.ts';
import { getAtt, ref, referredId } from '../kernel/intrinsics.ts';
import { asList, asMap, entryOf, isGiven, isText, type Fields, withUnique } from '../kernel/values.ts';
import { RESOURCE_FACTS } from './profiles.ts';

type Resources = Record<string, Fields>;

/** One end of a connector. */
export interface ResourceReference {
  readonly id: string | undefined;
  readonly type: string;
  readonly arn: unknown;
  readonly roleName: unknown;
  readonly queueUrl: unknown;
  readonly resourceId: unknown;
  readonly name: unknown;
  readonly qualifier: unknown;
}

const GENERATED_TYPES: Record<string, string> = {
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
};

function requireType(connectorId: string, type: unknown): string {
  if (isText(type) && type) return type;
  throw failure(ofResource(connectorId), "'Type' is missing or not a string.");
}

function describedReference(connectorId: string, given: Fields): ResourceReference {
  const type = requireType(connectorId, given['Type']);
  const { Arn, RoleName, QueueUrl, ResourceId, Name, Qualifier } = given;
  return {
    id: undefined,
    type: entryOf(GENERATED_TYPES, type) ?? type,
    arn: Arn,
    roleName: RoleName,
    queueUrl: QueueUrl,
    resourceId: ResourceId,
    name: Name,
    qualifier: Qualifier,
  };
}

/** The role with which a rule calls the other end of the connector. */
function ruleRole(properties: Fields, other: Fields): unknown {
  const target = (asList(properties['Targets'] ?? []) as Fields[]).find(({ Arn }) => {
    const id = referredId(Arn);
    return (id !== undefined && id === other['Id']) || (isGiven(other['Arn']) && Arn === other['Arn']);
  });
  return target?.['RoleArn'];
}

function attribute(id: string, how: string | undefined): unknown {
  if (how === undefined) return undefined;
  return how === 'Ref' ? ref(id) : getAtt(id, how);
}

/** Finds one end of a connector in the transformed template, or takes it as the template describes it. */
export function resourceReference(
  connectorId: string,
  given: Fields,
  other: Fields,
  resources: Resources,
): ResourceReference {
  const subject = ofResource(connectorId);
  const isDescribed = Object.keys(given).some((name) => name !== 'Id' && name !== 'Qualifier');
  if ('Id' in given === isDescribed) {
    throw failure(
      subject,
      "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.",
    );
  }
  const id = given['Id'];
  if (!isGiven(id)) return describedReference(connectorId, given);
  if (!isText(id)) throw failure(subject, "'Id' is missing or not a string.");
  const resource = entryOf(resources, id);
  if (!resource) throw failure(subject, `Unable to find resource with logical ID '${id}'.`);
  const type = requireType(connectorId, resource['Type']);
  const facts = entryOf(RESOURCE_FACTS, type);
  const properties = asMap(resource['Properties']);
  const role = facts?.role === 'Targets' ? ruleRole(properties, other) : facts?.role && properties[facts.role];
  const roleId = referredId(role);
  return {
    id,
    type,
    arn: attribute(id, facts?.arn),
    roleName: roleId === undefined ? undefined : ref(roleId),
    queueUrl: attribute(id, facts?.url),
    resourceId: attribute(id, facts?.id),
    name: attribute(id, facts?.name),
    qualifier: 'Qualifier' in given ? given['Qualifier'] : facts?.qualifier,
  };
}

export function addDependency(id: string, dependency: string, resources: Resources): void {
  const resource = entryOf(resources, id);
  if (resource) resource['DependsOn'] = withUnique(resource['DependsOn'] ?? [], dependency);
}

/** What depends on the connector depends on everything made for it. */
export function replaceDependency(id: string, replacements: readonly string[], resources: Resources): void {
  for (const resource of Object.values(resources)) {
    const dependsOn = asList(resource['DependsOn'] ?? []);
    if (!dependsOn.includes(id)) continue;
    const others = dependsOn.filter((dependency) => dependency !== id);
    resource['DependsOn'] = withUnique(others, replacements);
  }
}

export function eventSourceMappings(sourceId: string, functionId: string, resources: Resources): string[] {
  return Object.entries(resources)
    .filter(([, { Type, Properties }]) => {
      const { FunctionName, EventSourceArn } = asMap(Properties);
      const isMapping = Type === 'AWS::Lambda::EventSourceMapping';
      return isMapping && referredId(FunctionName) === functionId && referredId(EventSourceArn) === sourceId;
    })
    .map(([id]) => id);
}
